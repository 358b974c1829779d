/** What an update says (core.telegram.org/bots/api#update): one thing, or several deleted messages. */
import type { AdapterRequest, Settings } from '../adapter.ts';
import type { IdentityClaim, InboundEvent } from '../message.ts';
import { readJson, understood } from '../payload.ts';
import { contentOf, ownPhone } from './content.ts';
import { answeredNumber, contextOf, nameOf } from './context.ts';
import { messageIdOf, threadOf } from './place.ts';
import { isService } from './service.ts';
import { botOf } from './settings.ts';
import {
  Callback,
  type Chat,
  Deleted,
  Doing,
  Keyboard,
  Membership,
  Message,
  messageShapes,
  Reaction,
  Tapped,
  Update,
  type User,
} from './shapes.ts';

/** One update: its own id, for what has no other, and the bot whose people these are. */
type Frame = { id: string; bot: string };
type Read = (value: unknown, frame: Frame) => InboundEvent[];

/** One small function for each kind of update. */
const READERS: readonly (readonly [kind: string, read: Read])[] = [
  ['message', readMessage],
  ['edited_message', readEdit],
  ['business_message', readMessage],
  ['edited_business_message', readEdit],
  ['deleted_business_messages', readDeleted],
  ['guest_message', readMessage],
  ['callback_query', readCallback],
  ['purchased_paid_media', reading('a purchase of paid media')],
  ['pre_checkout_query', reading('a payment about to be made')],
  ['shipping_query', reading('an address for a delivery')],
  ['poll_answer', reading('a vote in a poll')],
  ['chat_join_request', reading('a wish to join a group')],
  ['message_reaction', readReaction],
  ['my_chat_member', readMembership],
  ['business_connection', unused('a personal account was connected or let go')],
  ['message_reaction_count', unused('reactions by number only')],
  ['inline_query', unused('words for another chat')],
  ['chosen_inline_result', unused('an answer chosen for another chat')],
  ['poll', unused('the state of a poll')],
  ['chat_member', unused('somebody’s place in a group')],
  ['managed_bot', unused('a bot that this one manages')],
  ['channel_post', unused('a channel’s post')],
  ['edited_channel_post', unused('a channel’s post')],
];

/** @throws MalformedRequestError when it is no update */
export function parse(request: AdapterRequest, settings: Settings): InboundEvent[] {
  const update = readJson(request, Update);
  const frame = { id: `update:${update.update_id}`, bot: botOf(settings) };
  for (const [kind, read] of READERS) {
    if (Object.hasOwn(update, kind)) return read(Reflect.get(update, kind), frame);
  }
  // Telegram writes the id first and what happened after it.
  const kind = Object.keys(update).at(-1) ?? '';
  return ignored(frame, `unknown kind of update: ${kind.slice(0, 40)}`);
}

function readMessage(given: unknown, frame: Frame): InboundEvent[] {
  const value = known(given);
  if (!value) return ignored(frame, 'a message of a form we do not know');
  const reason = whyIgnored(value);
  if (reason !== null) return ignored(frame, reason);
  const said = {
    externalId: messageIdOf(value, value.message_id),
    at: new Date(value.date * 1000),
    thread: threadOf(value),
    ...contentOf(value),
  };
  if (isOwners(value)) return [{ type: 'echo', to: chatIdentity(value.chat, frame), ...said }];
  const from = senderOf(value, frame);
  const context = contextOf(value);
  const answered = answeredNumber(value);
  return [
    {
      type: 'message',
      from,
      ...said,
      ...(context !== null && { context }),
      ...(answered !== null && { quotes: messageIdOf(value, answered) }),
      ...(value.from?.is_bot && !value.sender_chat && { automatic: 'notice' as const }),
    },
  ];
}

/** A message with those of its parts that have the form we know; null when it stands nowhere. */
function known(value: unknown): Message | null {
  if (Message.Check(value)) return value;
  if (typeof value !== 'object' || value === null) return null;
  const rest = understood(value, messageShapes);
  return Message.Check(rest) ? rest : null;
}

function whyIgnored(message: Message): string | null {
  if (message.sender_business_bot) return 'our own message';
  if (message.chat.type === 'channel' || message.is_automatic_forward) return 'a channel’s post';
  if (!message.from && !message.sender_chat) return 'a message without a sender';
  return isService(message) ? 'a change of the chat, not a message' : null;
}

/** In a chat of the personal account that the bot serves, its owner writes too. */
function isOwners({ business_connection_id: connection, chat, from }: Message): boolean {
  return connection !== undefined && from?.id !== chat.id;
}

function readEdit(given: unknown, frame: Frame): InboundEvent[] {
  const value = known(given);
  if (!value) return ignored(frame, 'an edit of a form we do not know');
  const reason = whyIgnored(value);
  if (reason !== null) return ignored(frame, reason);
  return [
    {
      type: 'edit',
      externalId: frame.id,
      at: new Date((value.edit_date ?? value.date) * 1000),
      thread: threadOf(value),
      messageExternalId: messageIdOf(value, value.message_id),
      text: contentOf(value).text,
    },
  ];
}

function readDeleted(value: unknown, frame: Frame): InboundEvent[] {
  if (!Deleted.Check(value)) return ignored(frame, 'a deletion of a form we do not know');
  return value.message_ids.map((number) => ({
    type: 'delete',
    externalId: `${frame.id}:${number}`,
    thread: threadOf(value),
    messageExternalId: messageIdOf(value, number),
  }));
}

/** A tapped button is the words on it. The tap is answered by `markRead`, or when it was fetched. */
function readCallback(value: unknown, frame: Frame): InboundEvent[] {
  if (!Callback.Check(value)) return ignored(frame, 'a tap of a form we do not know');
  const { id, from, data } = value;
  const tapped: unknown = Reflect.get(value, 'message');
  const known = Tapped.Check(tapped) ? tapped : null;
  const text = (known && wordsOn(known, data)) ?? data ?? value.game_short_name ?? '';
  return [
    {
      type: 'message',
      externalId: `callback:${id}`,
      from: userIdentity(from, frame),
      thread: known ? threadOf(known) : `${from.id}`,
      text,
      ...(text === '' && { unsupported: 'a tap on a button' }),
      context: 'Tapped a button',
      ...(known && { quotes: messageIdOf(known, known.message_id) }),
    },
  ];
}

/** What somebody did without a word is shown by its name. */
function reading(unsupported: string): Read {
  return (value, frame) => {
    const done = Doing.Check(value) ? value : null;
    const who = done?.from ?? done?.user;
    if (!done || !who) return ignored(frame, `${unsupported}, of nobody`);
    const from = userIdentity(who, frame);
    const base = { type: 'message', externalId: frame.id, from } as const;
    const thread = `${done.user_chat_id ?? who.id}`;
    return [{ ...base, thread, text: done.bio ?? '', unsupported }];
  };
}

function wordsOn(message: object, data: string | undefined): string | null {
  const markup: unknown = Reflect.get(message, 'reply_markup');
  if (data === undefined || !Keyboard.Check(markup)) return null;
  const buttons = markup.inline_keyboard.flat();
  return buttons.find((button) => button.callback_data === data)?.text ?? null;
}

function readReaction(value: unknown, frame: Frame): InboundEvent[] {
  if (!Reaction.Check(value)) return ignored(frame, 'a reaction of a form we do not know');
  const { chat, user, actor_chat: anonymous, new_reaction: now } = value;
  if (!user && !anonymous) return ignored(frame, 'a reaction of nobody');
  const last = now.at(-1);
  return [
    {
      type: 'reaction',
      externalId: frame.id,
      at: new Date(value.date * 1000),
      thread: threadOf(value),
      from: user ? userIdentity(user, frame) : chatIdentity(anonymous ?? chat, frame),
      messageExternalId: messageIdOf(value, value.message_id),
      emoji: last ? emojiOf(last) : null,
    },
  ];
}

/** Own pictures have no sign of their own: a star for those that were paid for, else a frame. */
function emojiOf({ type, emoji }: { type: string; emoji?: string }): string {
  return emoji || (type === 'paid' ? '⭐' : '🖼️');
}

/** In a private chat: whether the person lets the bot write to them. */
function readMembership(value: unknown, frame: Frame): InboundEvent[] {
  if (!Membership.Check(value)) return ignored(frame, 'a membership of a form we do not know');
  const { chat, new_chat_member: now } = value;
  if (chat.type !== 'private') return ignored(frame, 'the bot’s place in a group');
  const allowed = now.status !== 'kicked';
  return [
    {
      type: 'consent',
      externalId: frame.id,
      at: new Date(value.date * 1000),
      who: { kind: 'telegram-user', scope: frame.bot, value: `${chat.id}` },
      allowed,
      reason: allowed ? 'They let the bot write again.' : 'They blocked the bot.',
    },
  ];
}

/** Who speaks for a whole group or channel is that chat: its `from` is a stand-in. */
function senderOf(message: Message, frame: Frame): IdentityClaim {
  const { from, sender_chat: chat } = message;
  if (chat || !from) return chatIdentity(chat ?? message.chat, frame);
  const phone = ownPhone(message, from.id);
  const aliases = phone === null ? [] : [{ kind: 'phone', scope: '', value: phone }];
  return { ...userIdentity(from, frame), ...(aliases.length > 0 && { aliases }) };
}

function userIdentity(user: User, { bot: scope }: Frame): IdentityClaim {
  return { kind: 'telegram-user', scope, value: `${user.id}`, verified: true, ...shown(user) };
}

/** A private chat has the number of its person. */
function chatIdentity(chat: Chat, { bot: scope }: Frame): IdentityClaim {
  const kind = chat.type === 'private' ? 'telegram-user' : 'telegram-chat';
  return { kind, scope, value: `${chat.id}`, verified: true, ...shown(chat) };
}

function shown(who: User | Chat): { name?: string; raw?: string } {
  const name = nameOf(who);
  return { ...(name && { name }), ...(who.username && { raw: `@${who.username}` }) };
}

function ignored({ id }: Frame, reason: string): InboundEvent[] {
  return [{ type: 'ignored', externalId: id, reason }];
}

function unused(reason: string): Read {
  return (_value, frame) => ignored(frame, reason);
}
