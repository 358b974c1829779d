/** What a callback says (developers.viber.com/docs/api/rest-bot-api/#callbacks): one thing each. */
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import type { AdapterRequest, Settings } from '../adapter.ts';
import type { IdentityClaim, InboundEvent } from '../message.ts';
import { checked, readJson } from '../payload.ts';
import { contentOf } from './content.ts';
import { exactBytes, MessageToken } from './exact.ts';

/** Ids of people are base64, the same person's another one for each bot. */
const UserId = Type.String({ minLength: 1, maxLength: 200 });
const User = Type.Object({ id: UserId, name: Type.Optional(Type.String()) });
type User = Static<typeof User>;

const Callback = Compile(
  Type.Object({
    event: Type.String(),
    message_token: Type.Optional(MessageToken),
    /** Milliseconds since 1970. */
    timestamp: Type.Integer({ minimum: 0, maximum: 8_000_000_000_000_000 }),
  }),
);
const Message = Compile(
  Type.Object({ sender: User, message: Type.Object({ type: Type.String() }) }),
);
const Subscribed = Compile(Type.Object({ user: User }));
const OfUser = Compile(Type.Object({ user_id: UserId }));
const Failed = Compile(Type.Object({ desc: Type.Optional(Type.String()) }));

/** `id` is unique among all callbacks; `token` names the message a callback is about. */
type Frame = { id: string; token: string; at: Date; scope: string };
type Read = (callback: unknown, frame: Frame) => InboundEvent;

const READERS = new Map<string, Read>([
  ['message', readMessage],
  ['delivered', (_, frame) => receipt(frame, 'delivered')],
  ['seen', (_, frame) => receipt(frame, 'read')],
  ['failed', readFailed],
  ['subscribed', readSubscribed],
  ['unsubscribed', readUnsubscribed],
  ['conversation_started', unused('they opened the chat, and said nothing yet')],
  ['webhook', unused('Viber tried the address')],
  ['action', unused('a button that says nothing')],
  ['client_status', unused('what their app thinks of a button')],
]);

/** @throws MalformedRequestError when it is no callback */
export function parse(request: AdapterRequest, settings: Settings): InboundEvent[] {
  const body = exactBytes(request.body);
  const callback = readJson({ ...request, body }, Callback);
  const { event, timestamp, message_token } = callback;
  const token = String(message_token ?? timestamp);
  const at = new Date(timestamp);
  const frame = { id: `${event.slice(0, 40)}:${token}`, token, at, scope: settings.channelId };
  const read = READERS.get(event) ?? unused(`unknown event: ${event.slice(0, 40)}`);
  return [read(callback, frame)];
}

function readMessage(callback: unknown, { token, at, scope }: Frame): InboundEvent {
  const { sender, message } = checked(callback, Message, 'a message');
  return {
    type: 'message',
    externalId: token,
    at,
    from: identityOf(sender, scope),
    thread: sender.id,
    ...contentOf(message),
  };
}

function receipt({ id, token, at }: Frame, status: 'delivered' | 'read'): InboundEvent {
  return { type: 'receipt', externalId: id, at, messageExternalId: token, status };
}

function readFailed(callback: unknown, { id, token, at }: Frame): InboundEvent {
  const { desc = '' } = checked(callback, Failed, 'a failure');
  const said = desc.trim().slice(0, 200);
  const reason = said ? `Viber could not deliver it: ${said}` : 'Viber could not deliver it.';
  const about = { type: 'receipt', externalId: id, at, messageExternalId: token } as const;
  return { ...about, status: 'failed', reason };
}

function readSubscribed(callback: unknown, frame: Frame): InboundEvent {
  const { user } = checked(callback, Subscribed, 'a subscription');
  return consent(frame, user.id, 'They subscribed to the bot.');
}

function readUnsubscribed(callback: unknown, frame: Frame): InboundEvent {
  const { user_id: value } = checked(callback, OfUser, 'the end of a subscription');
  return { ...consent(frame, value, 'They unsubscribed from the bot.'), allowed: false };
}

function consent({ id: externalId, at, scope }: Frame, value: string, reason: string) {
  const who = { kind: 'viber-user', scope, value };
  return { type: 'consent' as const, externalId, at, who, allowed: true, reason };
}

function identityOf({ id: value, name }: User, scope: string): IdentityClaim {
  return { kind: 'viber-user', scope, value, verified: true, ...(name && { name }) };
}

function unused(reason: string): Read {
  return (_callback, { id: externalId, at }) => ({ type: 'ignored', externalId, at, reason });
}
