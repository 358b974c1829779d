/** Ending a talk, saying how it was, having a copy of it, and how many wait before it is answered. */
import Type from 'typebox';
import { openAt } from '../../channels/opening.ts';
import { waitingBefore } from '../../conversations/before.ts';
import { isAddress, leaveAddress } from '../../conversations/continuing/addresses.ts';
import { addressOn, mailCopy } from '../../conversations/continuing/copy.ts';
import { endTalk, rateTalk } from '../../conversations/visitor-talk.ts';
import { Refusal } from '../../wire/problems.ts';
import {
  NewVisitorCopy,
  VisitorAddress,
  VisitorBefore,
  VisitorCopy,
  VisitorRating,
} from '../../wire/visitor.ts';
import type { App } from '../door.ts';
import { ChannelParams, callerOf, type VisitorHub } from './caller.ts';

export function visitorTalkRoutes(app: App, hub: VisitorHub): void {
  endRoutes(app, hub);
  copyRoutes(app, hub);
  waitingRoute(app, hub);
}

function endRoutes(app: App, hub: VisitorHub): void {
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

function waitingRoute(app: App, hub: VisitorHub): void {
  app.get(
    '/:channelId/waiting',
    {
      schema: {
        tags: ['visitors'],
        summary: 'How many wait before them, while somebody is there',
        params: ChannelParams,
        response: { 200: VisitorBefore },
      },
    },
    async (request) => {
      const { workspaceId, line, channel, settings } = await callerOf(hub, request);
      const there = channel.hours === null || openAt(channel.hours, new Date());
      if (settings['countsWaiting'] !== 'on' || !there) return { before: null };
      return { before: await hub.store.in(workspaceId, (scope) => waitingBefore(scope, line)) };
    },
  );
}

function copyRoutes(app: App, hub: VisitorHub): void {
  app.get(
    '/:channelId/transcript',
    {
      schema: {
        tags: ['visitors'],
        summary: 'Where a copy of the line would go, as far as they have said',
        params: ChannelParams,
        response: { 200: VisitorAddress },
      },
    },
    async (request) => {
      const { workspaceId, line } = await callerOf(hub, request);
      return { email: await hub.store.in(workspaceId, (scope) => addressOn(scope, line)) };
    },
  );
  app.post(
    '/:channelId/transcript',
    {
      schema: {
        tags: ['visitors'],
        summary: 'Send them a copy of their line by mail',
        params: ChannelParams,
        body: NewVisitorCopy,
        response: { 202: VisitorCopy },
      },
    },
    async (request, reply) => {
      const { workspaceId, line, visitor } = await callerOf(hub, request);
      const { email, ...wish } = request.body;
      if (!isAddress(email)) throw new Refusal('invalid', 'email: this is not an address.');
      await hub.throttle.take('copy', visitor.tokenHash, request.ip);
      const address = await hub.store.in(workspaceId, async (scope) => {
        await leaveAddress(scope, line, { email, vouched: false, locale: wish.locale });
        return (await addressOn(scope, line)) ?? email;
      });
      // That of a person the website vouches for is not the one they typed.
      await hub.throttle.address(address);
      // By itself, as what carries it is to be locked before the line is.
      const sentTo = await hub.store.in(workspaceId, (scope) =>
        mailCopy(scope, line, { ...wish, stopUrl: hub.stopUrl }),
      );
      return reply.code(202).send({ email: sentTo });
    },
  );
}
