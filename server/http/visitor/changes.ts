/** What visitors do with what was said: they say otherwise what they said last, take it back, or react to an answer. */
import { randomUUID } from 'node:crypto';
import Type from 'typebox';
import { accessOnLine, accessOwn, refuseSettled } from '../../conversations/own-words.ts';
import type { MessageRow } from '../../conversations/present.ts';
import { clean } from '../../events/text.ts';
import { Refusal } from '../../wire/problems.ts';
import { NewVisitorReaction, VisitorMessage, VisitorRevision } from '../../wire/visitor.ts';
import type { App } from '../door.ts';
import { ChannelParams, callerOf, type VisitorHub } from './caller.ts';
import { passOn, type Saying } from './passing-on.ts';
import { readAgain, refuseTooLong } from './writes.ts';

const MessageParams = Type.Object({
  ...ChannelParams.properties,
  id: Type.String({ format: 'uuid' }),
});
const PATH = '/:channelId/messages/:id';
const tags = ['visitors'];
const params = MessageParams;
const response = { 200: VisitorMessage };

export function visitorChangeRoutes(app: App, hub: VisitorHub): void {
  revisionRoutes(app, hub);
  reactionRoute(app, hub);
}

function revisionRoutes(app: App, hub: VisitorHub): void {
  app.patch(
    PATH,
    {
      schema: {
        tags,
        summary: 'Say otherwise what one said last, until it is answered, for 15 minutes',
        params,
        body: VisitorRevision,
        response,
      },
    },
    async (request) => {
      const caller = await callerOf(hub, request);
      const text = clean(request.body.text).trim();
      refuseTooLong(hub, caller, text);
      return change(hub, { caller, request }, request.params.id, text);
    },
  );
  app.delete(
    PATH,
    {
      schema: {
        tags,
        summary: 'Take back what one said last, until it is answered, for 15 minutes',
        params,
        response,
      },
    },
    async (request) => {
      const caller = await callerOf(hub, request);
      return change(hub, { caller, request }, request.params.id, null);
    },
  );
}

function reactionRoute(app: App, hub: VisitorHub): void {
  app.put(
    `${PATH}/reaction`,
    {
      schema: {
        tags,
        summary: 'React to an answer with an emoji, or take that back (null)',
        params,
        body: NewVisitorReaction,
        response,
      },
    },
    async (request) => {
      const caller = await callerOf(hub, request);
      return react(hub, { caller, request }, request.params.id, request.body.emoji);
    },
  );
}

/** @param text null: it is taken back */
async function change(
  hub: VisitorHub,
  saying: Saying,
  id: string,
  text: string | null,
): Promise<VisitorMessage> {
  const { caller, request } = saying;
  await hub.throttle.take('message', caller.visitor.tokenHash, request.ip);
  const own = await hub.store.in(caller.workspaceId, (scope) => accessOwn(scope, caller.line, id));
  // Said again because the first answer was lost, perhaps after somebody answered: it is as they want it.
  if (!isSo(own, text)) {
    // Asked with the conversation locked: whoever answers in this very moment comes before or after it.
    const recheck = (scope: Parameters<typeof accessOwn>[0]) => refuseSettled(scope, own);
    const about = { key: randomUUID(), message: own.externalId };
    const wish = text === null ? { type: 'delete', ...about } : { type: 'edit', ...about, text };
    await passOn(hub, { ...saying, recheck }, wish);
  }
  return readAgain(hub, caller, id);
}

async function react(
  hub: VisitorHub,
  saying: Saying,
  id: string,
  emoji: string | null,
): Promise<VisitorMessage> {
  const { caller, request } = saying;
  await hub.throttle.take('message', caller.visitor.tokenHash, request.ip);
  const said = await hub.store.in(caller.workspaceId, (scope) =>
    accessOnLine(scope, caller.line, id),
  );
  if (said.direction !== 'out' || said.deletedAt) {
    throw new Refusal('not_found', 'There is no such answer.');
  }
  if (!said.externalId) throw new Refusal('conflict', 'It is still on its way.');
  const { reactions } = await readAgain(hub, caller, id);
  const before = reactions.find(({ by }) => by === 'visitor')?.emoji ?? null;
  if (before !== emoji) {
    const about = { key: randomUUID(), message: said.externalId };
    await passOn(hub, saying, { type: 'reaction', ...about, emoji });
  }
  return readAgain(hub, caller, id);
}

const isSo = ({ deletedAt, ...own }: MessageRow, text: string | null): boolean =>
  text === null ? deletedAt !== null : deletedAt === null && own.text === text;
