/** Several talks of one visitor: which there are, and a token for another one. The name of a talk opens one's own alone. */
import { mintTalkToken, talkOfThread, visitorIdentity } from '../../../adapters/visitor.ts';
import { readVisitorTalks } from '../../conversations/visitor-talks.ts';
import { Refusal } from '../../wire/problems.ts';
import { ChosenTalk, FIRST_TALK, VisitorSession, VisitorTalks } from '../../wire/visitor.ts';
import type { App } from '../door.ts';
import { ChannelParams, callerOf, type VisitorHub } from './caller.ts';

export function visitorTalksRoutes(app: App, hub: VisitorHub): void {
  listRoute(app, hub);
  openRoute(app, hub);
}

function listRoute(app: App, hub: VisitorHub): void {
  app.get(
    '/:channelId/talks',
    {
      schema: {
        tags: ['visitors'],
        summary: 'The visitor’s talks, the one spoken in last first',
        params: ChannelParams,
        response: { 200: VisitorTalks },
      },
    },
    async (request) => {
      const { workspaceId, channel, settings, visitor } = await callerOf(hub, request);
      const { identity } = visitorIdentity(visitor, settings);
      const data = await hub.store.in(workspaceId, (scope) =>
        readVisitorTalks(scope, channel.id, identity, nameOf),
      );
      return { data, current: visitor.talk ?? FIRST_TALK };
    },
  );
}

function openRoute(app: App, hub: VisitorHub): void {
  app.post(
    '/:channelId/talks',
    {
      schema: {
        tags: ['visitors'],
        summary:
          'A token for another talk of the visitor; one that is not there yet begins with its first message',
        params: ChannelParams,
        body: ChosenTalk,
        response: { 201: VisitorSession },
      },
    },
    async (request, reply) => {
      const { channel, settings, visitor } = await callerOf(hub, request);
      if (!channel.several) throw new Refusal('conflict', 'Here one has one talk.');
      await hub.throttle.take('session', visitor.tokenHash, request.ip);
      const { person } = visitor;
      return reply.code(201).send({
        token: mintTalkToken(settings, visitor, talkNamed(request.body.name)),
        person: person && { ...(person.name && { name: person.name }) },
      });
    },
  );
}

const nameOf = (threadKey: string): string => talkOfThread(threadKey) || FIRST_TALK;

/** As tokens have it: the first has no name there. */
export const talkNamed = (name: string): string => (name === FIRST_TALK ? '' : name);
