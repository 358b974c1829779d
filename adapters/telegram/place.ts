/**
 * Where on Telegram something was said, as a thread key, and back as the parameters of a call.
 *
 * `<chat>` · `<chat>:<topic>` (forum) · `dm:<chat>:<topic>` (a channel's direct messages, one topic
 * for each person) · `business:<connection>:<chat>` (a chat of the personal account the bot serves).
 */
import type { Static } from 'typebox';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { ChannelError } from '../errors.ts';

/** Ids have up to 52 bits: whole numbers that JSON keeps. */
export const Id = Type.Integer();
/** Becomes part of keys. */
export const Token = Type.String({ pattern: '^[^\\s:]{1,200}$' });

const Spot = Type.Object({
  message_id: Id,
  chat: Type.Object({ id: Id }),
  message_thread_id: Type.Optional(Id),
  is_topic_message: Type.Optional(Type.Boolean()),
  business_connection_id: Type.Optional(Token),
  direct_messages_topic: Type.Optional(Type.Object({ topic_id: Id })),
});
/** As much of a message as says where it stands. */
export type Spot = Static<typeof Spot>;

/** What a send answers. */
export const Sent = Compile(Type.Object({ result: Spot }));
/** What sending an album answers. */
export const SentAlbum = Compile(Type.Object({ result: Type.Array(Spot, { minItems: 1 }) }));

/** The key of the line of talk a message belongs to. */
export function threadOf(spot: Omit<Spot, 'message_id'>): string {
  const { chat, business_connection_id: connection, direct_messages_topic: direct } = spot;
  if (connection !== undefined) return `business:${connection}:${chat.id}`;
  if (direct) return `dm:${chat.id}:${direct.topic_id}`;
  const topic = spot.is_topic_message ? spot.message_thread_id : undefined;
  return topic === undefined ? `${chat.id}` : `${chat.id}:${topic}`;
}

/** A message's id is unique in its chat only; a business chat counts apart from the bot's own. */
export function messageIdOf(
  { chat, business_connection_id: connection }: Omit<Spot, 'message_id'>,
  id: number,
): string {
  return connection === undefined ? `${chat.id}:${id}` : `business:${connection}:${chat.id}:${id}`;
}

/** The number a message has in its chat, out of its external id; null for what is no message. */
export function numberIn(externalId: string): number | null {
  if (externalId.startsWith('callback:')) return null;
  const last = externalId.split(':').at(-1) ?? '';
  return /^\d{1,15}$/.test(last) ? Number(last) : null;
}

/** The parameters that lead a call to a thread. @throws ChannelError rejected for a key not of ours */
export function parametersOf(thread: string): Record<string, number | string> {
  const business = /^business:([^\s:]+):(-?\d+)$/.exec(thread);
  if (business) return { business_connection_id: business[1] ?? '', chat_id: Number(business[2]) };
  const place = /^(dm:)?(-?\d+)(?::(\d+))?$/.exec(thread);
  if (!place) throw new ChannelError('rejected', 'This is no chat on Telegram.');
  const [, direct, chat, topic] = place;
  const kind = direct ? 'direct_messages_topic_id' : 'message_thread_id';
  return { chat_id: Number(chat), ...(topic !== undefined && { [kind]: Number(topic) }) };
}
