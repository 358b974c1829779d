/** Ending a talk, and saying how it was. */
import Type from 'typebox';
import { endTalk, rateTalk } from '../../conversations/visitor-talk.ts';
import { Refusal } from '../../wire/problems.ts';
import { VisitorRating } from '../../wire/visitor.ts';
import type { App } from '../door.ts';
import { ChannelParams, callerOf, type VisitorHub } from './caller.ts';

export function visitorTalkRoutes(app: App, hub: VisitorHub): void {
  app.post(
    '/:channelId/end',
    {
      schema: {
        tags: ['visitors'],
        summary: 'End the talk; writing again goes on with it',
        params: ChannelParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const caller = await callerOf(hub, request);
      await hub.throttle.take('session', caller.visitor.tokenHash, request.ip);
      await hub.store.in(caller.workspaceId, (scope) => endTalk(scope, caller.line));
      return reply.code(204).send(null);
    },
  );
  app.put(
    '/:channelId/rating',
    {
      schema: {
        tags: ['visitors'],
        summary: 'How a talk that is over was; the first word counts',
        params: ChannelParams,
        body: VisitorRating,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const caller = await callerOf(hub, request);
      if (!caller.channel.rates) throw new Refusal('conflict', 'Nobody is asked here.');
      await hub.throttle.take('session', caller.visitor.tokenHash, request.ip);
      await hub.store.in(caller.workspaceId, (scope) => rateTalk(scope, caller.line, request.body));
      return reply.code(204).send(null);
    },
  );
}
