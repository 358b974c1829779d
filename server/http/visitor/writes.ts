/** What visitors write: messages and receipts. Both go the way of every channel: adapter, ingress, receive. */
import { randomUUID } from 'node:crypto';
import Type from 'typebox';
import { accessOpenChannel } from '../../channels/access.ts';
import type { Caller } from '../../channels/visitors.ts';
import { carryAddress, isAddress, leaveAddress } from '../../conversations/continuing/addresses.ts';
import { wordsOf } from '../../conversations/offers.ts';
import { nameOnLine } from '../../conversations/own-words.ts';
import type { Received } from '../../conversations/receiving/arrival.ts';
import { readVisitorMessage, unconfirmed } from '../../conversations/visitor-line.ts';
import { noteAnswers } from '../../conversations/visitor-talk.ts';
import { clean } from '../../events/text.ts';
import type { Accepted } from '../../ingress/receive-all.ts';
import type { IntakeAnswers } from '../../wire/intake.ts';
import { Refusal } from '../../wire/problems.ts';
import { responseKey } from '../../wire/response-key.ts';
import {
  NewVisitorMessage,
  VisitorEmail,
  VisitorMessage,
  VisitorReceipt,
} from '../../wire/visitor.ts';
import type { App } from '../door.ts';
import { ChannelParams, callerAtDoor, callerOf, type VisitorHub } from './caller.ts';
import { passOn } from './passing-on.ts';

export function visitorWriteRoutes(app: App, hub: VisitorHub): void {
  messageRoute(app, hub);
  emailRoute(app, hub);
  receiptRoute(app, hub);
}

function messageRoute(app: App, hub: VisitorHub): void {
  app.post(
    '/:channelId/messages',
    {
      schema: {
        tags: ['visitors'],
        summary: 'Write; the same key again is the same message',
        params: ChannelParams,
        body: NewVisitorMessage,
        response: { 201: VisitorMessage },
      },
    },
    async (request, reply) => {
      const shown = await callerAtDoor(hub, request, async (caller) => {
        await hub.throttle.take('message', caller.visitor.tokenHash, request.ip);
        const { answers, quotes, nudge: named, ...message } = request.body;
        const text = await textOf(hub, caller, message);
        const quoted = quotes && (await nameOf(hub, caller, quotes));
        const nudge = await nudgeOf(hub, caller, named);
        const accepted = await passOn(
          hub,
          { caller, request },
          {
            type: 'message',
            ...message,
            ...(nudge && { nudge }),
            ...(quoted && { quotes: quoted }),
            text,
            attachments: (message.attachments ?? []).map(uploaded),
          },
        );
        const stored = storedOf(accepted);
        await keepReachable(hub, caller, message.claims?.email);
        await keepAnswers(hub, caller, answers);
        return stored.shown ?? (await readAgain(hub, caller, stored.messageId));
      });
      return reply.code(201).send(shown);
    },
  );
}

function emailRoute(app: App, hub: VisitorHub): void {
  app.put(
    '/:channelId/email',
    {
      schema: {
        tags: ['visitors'],
        summary: 'Where unread answers may follow: what a visitor says to be theirs',
        params: ChannelParams,
        body: VisitorEmail,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const caller = await callerOf(hub, request);
      await hub.throttle.take('session', caller.visitor.tokenHash, request.ip);
      await hub.store.in(caller.workspaceId, (scope) =>
        leaveAddress(scope, caller.line, { ...request.body, vouched: false }),
      );
      return reply.code(204).send(null);
    },
  );
}

function receiptRoute(app: App, hub: VisitorHub): void {
  app.post(
    '/:channelId/receipts',
    {
      schema: {
        tags: ['visitors'],
        summary: 'Answers arrived, or were read, up to a number',
        params: ChannelParams,
        body: VisitorReceipt,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const caller = await callerOf(hub, request);
      const { status, seq } = request.body;
      const messages = await hub.store.in(caller.workspaceId, (scope) =>
        unconfirmed(scope, caller.line, seq, status),
      );
      if (messages.length > 0) {
        const receipt = { type: 'receipt', key: randomUUID(), status, messages };
        await passOn(hub, { caller, request }, receipt);
      }
      return reply.code(204).send(null);
    },
  );
}

/** In the channel's own words, as they are now: what a page says that we said counts for nothing. */
async function nudgeOf(hub: VisitorHub, caller: Caller, named?: string) {
  if (named === undefined) return undefined;
  const channel = await hub.store.in(caller.workspaceId, (scope) =>
    accessOpenChannel(scope, caller.channel.id),
  );
  return channel.nudges.find(({ id, on }) => on && id === named)?.text;
}

/** Name, type and size are what the store found, not what a browser says. */
const uploaded = (id: string) => ({ id, name: '', type: '', size: 0 });

const nameOf = (hub: VisitorHub, { workspaceId, line }: Caller, id: string) =>
  hub.store.in(workspaceId, (scope) => nameOnLine(scope, line, id));

function storedOf({ messages: [message], quarantined }: Accepted): Received {
  if (message) return message;
  throw new Refusal('invalid', quarantined.join(' ') || 'The message was not understood.');
}

type Written = Pick<Type.Static<typeof NewVisitorMessage>, 'key' | 'text' | 'response'>;

/** What is pressed reads as it was offered, whatever the browser says, and is said once: its key is its own. */
async function textOf(hub: VisitorHub, caller: Caller, written: Written): Promise<string> {
  const { key, text, response } = written;
  if (!response) {
    refuseTooLong(hub, caller, text);
    return clean(text);
  }
  const own = responseKey(response);
  if (key !== own) throw new Refusal('invalid', `key: of this it is ${own}.`);
  return hub.store.in(caller.workspaceId, (scope) => wordsOf(scope, caller.line, response));
}

/** @throws Refusal invalid */
export function refuseTooLong(hub: VisitorHub, caller: Caller, text: string): void {
  const max = hub.store.catalogue.get(caller.channel.adapter)?.capabilities.text.max ?? 0;
  if ([...text].length > max) throw new Refusal('invalid', `text: at most ${max} characters.`);
}

/** Where answers may follow, if anywhere: to the address the website vouches for, or to the one that is claimed on it. */
async function keepReachable(hub: VisitorHub, caller: Caller, claimed?: string): Promise<void> {
  const { channel, visitor, workspaceId, line } = caller;
  const email = visitor.person ? visitor.person.email : claimed;
  if (!channel.continues) return;
  if (!isAddress(email)) {
    // Left in another talk of theirs, it need not be left again.
    if (channel.several) await hub.store.in(workspaceId, (scope) => carryAddress(scope, line));
    return;
  }
  const left = { email, vouched: visitor.person !== null, locale: 'en' };
  await hub.store.in(workspaceId, (scope) => leaveAddress(scope, line, left));
}

/** What they were asked first; nothing of it keeps the message from being stored. */
async function keepAnswers(hub: VisitorHub, caller: Caller, answers?: IntakeAnswers) {
  const { channel, workspaceId, line } = caller;
  const { intake } = channel;
  if (!intake || !answers) return;
  await hub.store.in(workspaceId, (scope) => noteAnswers(scope, line, intake, answers));
}

/**
 * A message as it stands on the line: of a repeated key, as it was stored the first time.
 * @throws Refusal conflict when that was on another line of theirs
 */
export async function readAgain(
  hub: VisitorHub,
  caller: Caller,
  id: string,
): Promise<VisitorMessage> {
  const message = await hub.store.in(caller.workspaceId, (scope) =>
    readVisitorMessage(scope, caller.line, id),
  );
  if (message) return message;
  throw new Refusal('conflict', 'key: it was used in another talk.');
}
