/** The toy platform's payload: `{"delivery": "…", "events": [{"type": "…", …}]}`. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { AdapterRequest, Settings } from '../../../adapters/adapter.ts';
import type { InboundEvent } from '../../../adapters/message.ts';
import { checked, readJson } from '../../../adapters/payload.ts';

export function parse(request: AdapterRequest, settings: Settings): InboundEvent[] {
  return readJson(request, Body).events.map((event) => {
    const { type, id } = checked(event, AnyEvent, 'an event');
    const read = readers.get(type);
    return read ? read(event, settings) : { type: 'ignored', externalId: id, reason: 'unknown' };
  });
}

const Key = Type.String({ minLength: 1, maxLength: 100 });
const Body = Compile(Type.Object({ events: Type.Array(Type.Unknown()) }));
const AnyEvent = Compile(Type.Object({ type: Key, id: Key }));
const Message = Compile(
  Type.Object({
    id: Key,
    at: Type.Integer({ minimum: 0, maximum: 8.64e12 }),
    user: Key,
    chat: Key,
    text: Type.String(),
    files: Type.Optional(Type.Array(Type.Object({ ref: Key, name: Key, mime: Key }))),
  }),
);
const About = Compile(
  Type.Object({ id: Key, user: Key, chat: Key, message: Key, value: Type.String() }),
);
const Typing = Compile(Type.Object({ id: Key, user: Key, chat: Key }));

const readers = new Map<string, (event: unknown, settings: Settings) => InboundEvent>([
  ['message', readMessage],
  ['receipt', readReceipt],
  ['edit', readEdit],
  ['delete', readDelete],
  ['reaction', readReaction],
  ['typing', readTyping],
  ['sent', readOwnEcho],
]);

function readMessage(event: unknown, { channelId: scope }: Settings): InboundEvent {
  const { id, at, user, chat, text, files } = checked(event, Message, 'a message');
  const attachments = files?.map(({ ref, name, mime }) => ({
    name,
    type: mime,
    source: { remote: ref },
  }));
  return {
    type: 'message',
    externalId: id,
    at: new Date(at * 1000),
    from: { kind: 'toy-user', scope, value: user, verified: true },
    thread: chat,
    text,
    ...(attachments && { attachments }),
  };
}

function readReceipt(event: unknown): InboundEvent {
  const { id, message, value } = checked(event, About, 'a receipt');
  if (value !== 'delivered' && value !== 'read') {
    return { type: 'ignored', externalId: id, reason: 'an unused status' };
  }
  return { type: 'receipt', externalId: id, messageExternalId: message, status: value };
}

function readEdit(event: unknown): InboundEvent {
  const { id, chat: thread, message, value: text } = checked(event, About, 'an edit');
  return { type: 'edit', externalId: id, thread, messageExternalId: message, text };
}

function readDelete(event: unknown): InboundEvent {
  const { id, chat: thread, message } = checked(event, About, 'a delete');
  return { type: 'delete', externalId: id, thread, messageExternalId: message };
}

function readReaction(event: unknown, { channelId: scope }: Settings): InboundEvent {
  const { id, user, chat: thread, message, value } = checked(event, About, 'a reaction');
  const from = { kind: 'toy-user', scope, value: user, verified: true };
  const emoji = value === '' ? null : value;
  return { type: 'reaction', externalId: id, thread, messageExternalId: message, from, emoji };
}

function readTyping(event: unknown, { channelId: scope }: Settings): InboundEvent {
  const { id, user, chat } = checked(event, Typing, 'typing');
  const from = { kind: 'toy-user', scope, value: user, verified: true };
  return { type: 'typing', externalId: id, from, thread: chat };
}

function readOwnEcho(event: unknown): InboundEvent {
  const { id } = checked(event, AnyEvent, 'an own message');
  return { type: 'ignored', externalId: id, reason: 'our own message' };
}
