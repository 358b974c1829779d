/** What stands above a message: where it comes from, and what it answers. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { numberIn } from './place.ts';
import { Chat, type Message, User } from './shapes.ts';

const Text = Type.String();
const Origin = Compile(
  Type.Object({
    sender_user: Type.Optional(User),
    sender_user_name: Type.Optional(Text),
    sender_chat: Type.Optional(Chat),
    chat: Type.Optional(Chat),
  }),
);
const Elsewhere = Compile(
  Type.Object({
    origin: Type.Unknown(),
    chat: Type.Optional(Chat),
    story: Type.Optional(Type.Unknown()),
  }),
);
const Quote = Compile(Type.Object({ text: Text, is_manual: Type.Optional(Type.Boolean()) }));
const Start = /^\/start(?:@\w+)? ([\w-]{1,64})$/;

/** A line above the message; null when nothing is to be said. */
export function contextOf(message: Message): string | null {
  const lines = [
    forwarded(part(message, 'forward_origin')),
    elsewhere(part(message, 'external_reply')),
    part(message, 'reply_to_story') === undefined ? null : 'Answers a story',
    quoted(part(message, 'quote')),
    through(part(message, 'via_bot')),
    pressed(part(message, 'web_app_data')),
    started(part(message, 'text')),
  ];
  return lines.filter((line) => line !== null).join(' · ') || null;
}

/** The number of the message it answers; null for none, or for the topic it merely stands in. */
export function answeredNumber(message: Message): number | null {
  const replied = part(message, 'reply_to_message');
  if (typeof replied !== 'object' || replied === null) return null;
  if (Object.hasOwn(replied, 'forum_topic_created')) return null;
  return numberIn(String(Reflect.get(replied, 'message_id')));
}

/** People and chats as they are called. */
export function nameOf(who: User | Chat): string {
  const title = 'title' in who ? who.title : undefined;
  return title || `${who.first_name ?? ''} ${who.last_name ?? ''}`.trim();
}

function part(message: object, field: string): unknown {
  return Object.hasOwn(message, field) ? Reflect.get(message, field) : undefined;
}

function forwarded(origin: unknown): string | null {
  if (origin === undefined) return null;
  const name = originName(origin);
  return name ? `Forwarded from ${name}` : 'Forwarded';
}

function originName(origin: unknown): string {
  if (!Origin.Check(origin)) return '';
  const who = origin.sender_user ?? origin.sender_chat ?? origin.chat;
  return (who && nameOf(who)) || origin.sender_user_name || '';
}

function elsewhere(reply: unknown): string | null {
  if (!Elsewhere.Check(reply)) return null;
  const name = originName(reply.origin);
  return name ? `Answers what ${name} said elsewhere` : 'Answers what was said elsewhere';
}

function quoted(quote: unknown): string | null {
  return Quote.Check(quote) && quote.is_manual && quote.text ? `About “${quote.text}”` : null;
}

function through(bot: unknown): string | null {
  const name = typeof bot === 'object' && bot !== null ? Reflect.get(bot, 'username') : undefined;
  return typeof name === 'string' && name ? `Sent through @${name}` : null;
}

function pressed(data: unknown): string | null {
  const button =
    typeof data === 'object' && data !== null ? Reflect.get(data, 'button_text') : undefined;
  return typeof button === 'string' && button ? `Filled in “${button}”` : null;
}

/** The bot was opened by a link of ours, which carries a word. */
function started(text: unknown): string | null {
  const word = typeof text === 'string' ? Start.exec(text)?.[1] : undefined;
  return word === undefined ? null : `Came by the link “${word}”`;
}
