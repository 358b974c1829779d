/** What visitors write: messages and receipts. Both go the way of every channel: adapter, ingress, receive. */
import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { AdapterRequest } from '../../../adapters/adapter.ts';
import { type Caller, refuseRevoked } from '../../channels/visitors.ts';
import { FROM_BLOCKED } from '../../contacts/blocked.ts';
import { isAddress, leaveAddress } from '../../conversations/continuing/addresses.ts';
import type { Received } from '../../conversations/receiving/arrival.ts';
import { readVisitorMessage, unconfirmed } from '../../conversations/visitor-line.ts';
import { noteAnswers } from '../../conversations/visitor-talk.ts';
import type { Scope } from '../../events/scope.ts';
import { clean } from '../../events/text.ts';
import { accept } from '../../ingress/accept.ts';
import type { IntakeAnswers } from '../../wire/intake.ts';
import { Refusal } from '../../wire/problems.ts';
import {
  NewVisitorMessage,
  VisitorEmail,
  VisitorMessage,
  VisitorReceipt,
} from '../../wire/visitor.ts';
import type { App } from '../door.ts';
import { ChannelParams, callerAtDoor, callerOf, type VisitorHub } from './caller.ts';

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
        refuseTooLong(hub, caller, request.body.text);
        const { answers, ...message } = request.body;
        const stored = await passOn(hub, caller, request, {
          type: 'message',
          ...message,
          text: clean(message.text),
          attachments: (message.attachments ?? []).map(uploaded),
        });
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
        await confirm(hub, caller, request, { status, messages });
      }
      return reply.code(204).send(null);
    },
  );
}

/** Name, type and size are what the store found, not what a browser says. */
const uploaded = (id: string) => ({ id, name: '', type: '', size: 0 });

function refuseTooLong(hub: VisitorHub, caller: Caller, text: string): void {
  const max = hub.store.catalogue.get(caller.channel.adapter)?.capabilities.text.max ?? 0;
  if ([...text].length > max) throw new Refusal('invalid', `text: at most ${max} characters.`);
}

/** Where answers may follow, if anywhere: to the address the website vouches for, or to the one that is claimed on it. */
async function keepReachable(hub: VisitorHub, caller: Caller, claimed?: string): Promise<void> {
  const { channel, visitor, workspaceId, line } = caller;
  const email = visitor.person ? visitor.person.email : claimed;
  if (!channel.continues || !isAddress(email)) return;
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

/** Of a repeated key: the message as it was stored the first time. */
async function readAgain(hub: VisitorHub, caller: Caller, id: string): Promise<VisitorMessage> {
  const message = await hub.store.in(caller.workspaceId, (scope) =>
    readVisitorMessage(scope, caller.line, id),
  );
  if (message) return message;
  throw new Error('the message is not on the line it was written to');
}

/** Hands a message to the channel's adapter, as any platform's request. */
async function passOn(
  hub: VisitorHub,
  caller: Caller,
  request: FastifyRequest,
  body: Record<string, unknown>,
): Promise<Received> {
  const accepted = await accept(hub, placeOf(caller), rebuilt(request, body));
  const [message] = accepted.messages;
  if (message) return message;
  // Said openly: a word that seems to be taken and is gone when the page is loaded again would be worse than a no.
  if (accepted.ignored.includes(FROM_BLOCKED)) {
    throw new Refusal('blocked', 'Messages from here are not taken.');
  }
  throw new Refusal('invalid', accepted.quarantined.join(' ') || 'The message was not understood.');
}

async function confirm(
  hub: VisitorHub,
  caller: Caller,
  request: FastifyRequest,
  receipt: { status: 'delivered' | 'read'; messages: string[] },
): Promise<void> {
  const body = { type: 'receipt', key: randomUUID(), ...receipt };
  await accept(hub, placeOf(caller), rebuilt(request, body));
}

const placeOf = (caller: Caller) => ({
  workspaceId: caller.workspaceId,
  channelId: caller.channel.id,
  door: 'visitor' as const,
  opened: caller,
  // Logged in or out while this was being stored: said on a line nobody reads any more, it would be lost.
  recheck: (scope: Scope) => refuseRevoked(scope, caller.channel.id, caller.visitor),
});

function rebuilt(request: FastifyRequest, body: Record<string, unknown>): AdapterRequest {
  return {
    method: 'POST',
    url: request.url,
    headers: {
      'content-type': 'application/json',
      authorization: request.headers.authorization ?? '',
    },
    body: new TextEncoder().encode(JSON.stringify(body)),
  };
}
