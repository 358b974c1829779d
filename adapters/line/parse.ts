/**
 * What a LINE webhook says (`webhook.yml` of line/line-openapi). A request without events is the
 * console asking whether we are there.
 */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { AdapterRequest } from '../adapter.ts';
import { MalformedRequestError } from '../errors.ts';
import type { IdentityClaim, InboundEvent, InboundMessage } from '../message.ts';
import { checked, readJson } from '../payload.ts';
import { sha256 } from '../signature.ts';
import { type Content, Key, readContent } from './content.ts';

const Body = Compile(Type.Object({ destination: Key, events: Type.Array(Type.Unknown()) }));

const Source = Type.Object({
  userId: Type.Optional(Key),
  groupId: Type.Optional(Key),
  roomId: Type.Optional(Key),
});
const AnyEvent = Compile(
  Type.Object({
    type: Type.String({ minLength: 1 }),
    webhookEventId: Key,
    /** Milliseconds. */
    timestamp: Type.Number({ minimum: 0, maximum: 8.64e15 }),
    mode: Type.Optional(Type.String()),
    source: Type.Optional(Source),
  }),
);
const Message = Compile(Type.Object({ message: Type.Object({ id: Key }) }));
const Edited = Compile(Type.Object({ message: Type.Object({ id: Key, text: Type.String() }) }));
const Unsend = Compile(Type.Object({ unsend: Type.Object({ messageId: Key }) }));
const Follow = Compile(
  Type.Object({ follow: Type.Optional(Type.Object({ isUnblocked: Type.Boolean() })) }),
);
const Postback = Compile(
  Type.Object({
    postback: Type.Object({
      data: Type.Optional(Type.String()),
      params: Type.Optional(
        Type.Object({
          datetime: Type.Optional(Type.String()),
          date: Type.Optional(Type.String()),
          time: Type.Optional(Type.String()),
          newRichMenuAliasId: Type.Optional(Type.String()),
        }),
      ),
    }),
  }),
);

type Arrived = {
  /** The bot that was written to: user ids mean something to its provider only. */
  scope: string;
  externalId: string;
  at: Date;
  /** Another program holds the chat at the moment. */
  standby: boolean;
  source: Type.Static<typeof Source>;
  raw: unknown;
};

/** Every event in the request, in order. @throws MalformedRequestError when it is not LINE's format */
export function parse(request: AdapterRequest): InboundEvent[] {
  const { destination: scope, events } = readJson(request, Body);
  const digest = sha256(request.body);
  return events.map((event, index) => {
    // One event in a form we do not know costs none of the others.
    const name = `${digest}:${index}`;
    if (!AnyEvent.Check(event)) return odd(name, 'an event of another format');
    const arrived: Arrived = {
      scope,
      externalId: event.webhookEventId,
      at: new Date(event.timestamp),
      standby: event.mode === 'standby',
      source: event.source ?? {},
      raw: event,
    };
    const read = readers.get(event.type);
    return read ? readKnown(read, arrived) : ignored(arrived, reasonFor(event.type));
  });
}

type Read = (arrived: Arrived) => InboundEvent;

/** A person said something, if in a form we do not know: that is shown. */
function readKnown(read: Read, arrived: Arrived): InboundEvent {
  try {
    return read(arrived);
  } catch (error) {
    if (!(error instanceof MalformedRequestError)) throw error;
    const { source, raw } = arrived;
    const isSaid = Message.Check(raw) && Object.values(source).some(Boolean);
    if (!isSaid) return ignored(arrived, `of another format: ${error.message.slice(0, 100)}`);
    return said(arrived, raw.message.id, { text: '', unsupported: 'something of a new kind' });
  }
}

const odd = (externalId: string, reason: string): InboundEvent => {
  return { type: 'ignored', externalId, reason };
};

const readers = new Map<string, Read>([
  ['message', readMessage],
  ['messageEdited', readEdit],
  ['unsend', readUnsend],
  ['postback', readPostback],
  ['follow', readFollow],
  ['unfollow', readUnfollow],
]);

/** Events that need nobody's answer. */
const UNUSED = new Map([
  ['join', 'the account was added to a group'],
  ['leave', 'the account was taken out of a group'],
  ['memberJoined', 'somebody joined a group'],
  ['memberLeft', 'somebody left a group'],
  ['accountLink', 'an account was linked'],
  ['beacon', 'somebody came by a beacon'],
  ['videoPlayComplete', 'a video was watched to its end'],
  ['membership', 'a paid membership changed'],
  ['module', 'a module was attached or taken away'],
  ['activated', 'this program holds the chats now'],
  ['deactivated', 'another program holds the chats now'],
  ['botSuspended', 'the account was suspended'],
  ['botResumed', 'the account is no longer suspended'],
  ['delivery', 'a notification by phone number was delivered'],
]);

const reasonFor = (type: string): string =>
  UNUSED.get(type) ?? `unknown event type: ${type.slice(0, 40)}`;

function readMessage(arrived: Arrived): InboundEvent {
  const { message } = checked(arrived.raw, Message, 'a message event');
  return said(arrived, message.id, readContent(message));
}

/** Edits may come in any order: the time of the latest counts. */
function readEdit(arrived: Arrived): InboundEvent {
  const { message } = checked(arrived.raw, Edited, 'an edit');
  const { id: messageExternalId, text } = message;
  return { type: 'edit', ...base(arrived), thread: threadOf(arrived), messageExternalId, text };
}

function readUnsend(arrived: Arrived): InboundEvent {
  const { unsend } = checked(arrived.raw, Unsend, 'an unsend event');
  const messageExternalId = unsend.messageId;
  return { type: 'delete', ...base(arrived), thread: threadOf(arrived), messageExternalId };
}

/** The words on the button are not told, only what its maker wrote behind it, or the chosen time. */
function readPostback(arrived: Arrived): InboundEvent {
  const { data = '', params = {} } = checked(arrived.raw, Postback, 'a postback').postback;
  if (params.newRichMenuAliasId !== undefined) {
    return ignored(arrived, 'another page of the menu was opened');
  }
  const chosen = params.datetime ?? params.date ?? params.time ?? '';
  const context = data === '' ? 'Button' : `Button: ${data.slice(0, 300)}`;
  const unsupported = chosen === '' && { unsupported: 'a tap on a button' };
  return said(arrived, arrived.externalId, { text: chosen, context, ...unsupported });
}

function readFollow(arrived: Arrived): InboundEvent {
  const { follow } = checked(arrived.raw, Follow, 'a follow event');
  return consent(arrived, true, follow?.isUnblocked ? 'Unblocked us.' : 'Added us as a friend.');
}

function readUnfollow(arrived: Arrived): InboundEvent {
  return consent(arrived, false, 'Blocked us in LINE.');
}

function said(arrived: Arrived, externalId: string, content: Content): InboundMessage {
  const { at, standby } = arrived;
  const held = standby ? 'Another program answers this chat at the moment.' : undefined;
  const context = [held, content.context].filter(Boolean).join('\n');
  return {
    type: 'message',
    externalId,
    at,
    from: personOf(arrived),
    thread: threadOf(arrived),
    ...content,
    ...(context && { context }),
  };
}

function consent(arrived: Arrived, allowed: boolean, reason: string): InboundEvent {
  const { kind, scope, value } = personOf(arrived);
  return { type: 'consent', ...base(arrived), who: { kind, scope, value }, allowed, reason };
}

function ignored(arrived: Arrived, reason: string): InboundEvent {
  return { type: 'ignored', ...base(arrived), reason };
}

const base = ({ externalId, at }: Arrived) => ({ externalId, at });

/** In groups of people who did not agree to be known the group itself speaks. */
function personOf(arrived: Arrived): IdentityClaim {
  const { scope, source } = arrived;
  if (source.userId) return { kind: 'line-user', scope, value: source.userId, verified: true };
  return { kind: 'line-group', scope, value: threadOf(arrived), verified: true };
}

/** Where an answer goes: a push takes any of the three. */
function threadOf({ source }: Arrived): string {
  const thread = source.groupId ?? source.roomId ?? source.userId;
  if (thread) return thread;
  throw new MalformedRequestError('an event must say where it comes from');
}
