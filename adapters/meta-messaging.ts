/**
 * The webhooks of Messenger and Instagram: entries × events, each with a sender and a recipient, one
 * of whom is the business. Source: "Webhook events" of the Messenger Platform, and its Instagram part.
 */
import Type, { type Static, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { AdapterRequest } from './adapter.ts';
import type { IdentityClaim, InboundEvent } from './message.ts';
import { metaMoment } from './meta.ts';
import { Attachment, type Content, contentOf, Referral, referralText } from './meta-contents.ts';
import { readJson } from './payload.ts';
import { sha256 } from './signature.ts';

/** The business's side of it. */
export type MessagingAccount = {
  /** `object` of its webhooks. */
  object: 'page' | 'instagram';
  /** How the platform is called. */
  app: string;
  /** Of the page or the professional account: the scope of people's ids, too. */
  id: string;
  /** Kind of identity. */
  kind: string;
  /** The app we send through: what it sent comes back with its id. */
  appId: string;
};

/** Set on what we send, where it comes back with its echo. */
export const OUR_MARK = 'interline:';

const maybe = <Schema extends TSchema>(schema: Schema) =>
  Type.Optional(Type.Union([schema, Type.Null()]));
const Text = Type.String();
const Id = Type.String({ minLength: 1, maxLength: 400 });
/** Some ids and counts come as numbers, some as texts. */
const Either = Type.Union([Type.String(), Type.Number()]);

const Envelope = Compile(Type.Object({ object: Text, entry: Type.Array(Type.Unknown()) }));
const list = maybe(Type.Array(Type.Unknown()));
const Entry = Compile(Type.Object({ id: Text, messaging: list, standby: list, changes: list }));
const Field = Compile(Type.Object({ field: Text, value: Type.Optional(Type.Unknown()) }));

const ends = { sender: Type.Object({ id: Id }), recipient: Type.Object({ id: Id }) };
const bare = { ...ends, timestamp: maybe(Either) };
const Bare = Compile(Type.Object({ ...bare, message: Type.Object({ mid: Id }) }));

const Message = Type.Object({
  mid: Id,
  text: maybe(Text),
  attachments: maybe(Type.Array(Attachment)),
  quick_reply: maybe(Type.Object({})),
  reply_to: maybe(Type.Object({ mid: maybe(Id), story: maybe(Type.Object({ url: maybe(Text) })) })),
  referral: maybe(Referral),
  is_echo: maybe(Type.Boolean()),
  is_deleted: maybe(Type.Boolean()),
  app_id: maybe(Either),
  metadata: maybe(Text),
});
const Event = Type.Object({
  ...bare,
  message: maybe(Message),
  postback: maybe(Type.Object({ mid: maybe(Id), title: maybe(Text), referral: maybe(Referral) })),
  reaction: maybe(
    Type.Object({ mid: Id, action: Text, emoji: maybe(Text), reaction: maybe(Text) }),
  ),
  message_edit: maybe(Type.Object({ mid: Id, text: maybe(Text), num_edit: maybe(Either) })),
  delivery: maybe(Type.Object({ mids: maybe(Type.Array(Id)), watermark: maybe(Either) })),
  read: maybe(Type.Object({ mid: maybe(Id), watermark: maybe(Either) })),
  referral: maybe(Referral),
  messaging_feedback: maybe(Type.Object({})),
});
type Event = Static<typeof Event>;
const AnyEvent = Compile(Event);

/** @throws MalformedRequestError when it is no webhook of Meta's at all */
export function parseMessaging(request: AdapterRequest, account: MessagingAccount): InboundEvent[] {
  const { object, entry: entries } = readJson(request, Envelope);
  const digest = sha256(request.body);
  if (object !== account.object) return [ignored(digest, `not for us: ${object.slice(0, 40)}`)];
  return entries.flatMap((entry, at) => {
    const name = `${digest}:${at}`;
    if (!Entry.Check(entry)) return [ignored(name, 'an entry of another format')];
    if (entry.id !== account.id) return [ignored(name, 'for another account')];
    // In standby another app has the word; what people say is said all the same.
    const items = [...(entry.messaging ?? []), ...(entry.standby ?? [])];
    const changes = (entry.changes ?? []).map((change, index) =>
      ignored(`${name}:change:${index}`, `not used: ${fieldOf(change)}`),
    );
    const events = items.flatMap((item, index) => readEvent(item, `${name}:${index}`, account));
    return [...events, ...changes];
  });
}

const ignored = (externalId: string, reason: string): InboundEvent => {
  return { type: 'ignored', externalId, reason };
};

/** Comments and the like: public, and not said to us. */
const fieldOf = (change: unknown): string =>
  Field.Check(change) ? change.field.slice(0, 40) : 'a change of another format';

/** Who talks, and when. */
type Talk = {
  account: MessagingAccount;
  person: IdentityClaim;
  thread: string;
  at: { at?: Date };
  /** An external id for what has none. */
  name: string;
};

const READERS = [
  ({ message }: Event, talk: Talk) => message && readMessage(message, talk),
  ({ postback }: Event, talk: Talk) => postback && readPostback(postback, talk),
  ({ reaction }: Event, talk: Talk) => reaction && readReaction(reaction, talk),
  ({ message_edit: edit }: Event, talk: Talk) => edit && readEdit(edit, talk),
  ({ delivery }: Event, talk: Talk) => delivery && readReceipts(delivery, 'delivered', talk),
  ({ read }: Event, talk: Talk) =>
    read && readReceipts({ ...read, mids: read.mid ? [read.mid] : null }, 'read', talk),
  ({ referral }: Event, talk: Talk) => referral && readReferral(referral, talk),
  ({ messaging_feedback: rating }: Event, talk: Talk) =>
    rating && [shown('a rating', 'rating', talk)],
];

function readEvent(item: unknown, name: string, account: MessagingAccount): InboundEvent[] {
  if (!AnyEvent.Check(item)) return readOdd(item, name, account);
  const talk = talkOf(item, name, account);
  for (const read of READERS) {
    const events = read(item, talk);
    if (events) return events;
  }
  return [ignored(name, 'not used: an event of another kind')];
}

/** A message in a form we do not know is still a message. */
function readOdd(item: unknown, name: string, account: MessagingAccount): InboundEvent[] {
  if (!Bare.Check(item)) return [ignored(name, 'an event of another format')];
  const { mid } = item.message;
  if (item.sender.id === account.id) return [ignored(mid, 'an echo of another format')];
  const odd = shown('something of a new kind', '', talkOf(item, name, account));
  return [{ ...odd, externalId: mid }];
}

function talkOf(
  { sender, recipient, timestamp }: Static<Type.TObject<typeof bare>>,
  name: string,
  account: MessagingAccount,
): Talk {
  const value = sender.id === account.id ? recipient.id : sender.id;
  const at = metaMoment(timestamp);
  const person = { kind: account.kind, scope: account.id, value, verified: true };
  // Repeats come in other batches than the first time, so the batch makes a bad name.
  const own = at ? `${value}:${at.getTime()}` : name;
  return { account, person, thread: value, at: at ? { at } : {}, name: own };
}

/** Something a person did that has no words. */
function shown(unsupported: string, what: string, talk: Talk): InboundEvent {
  const { person: from, thread, at, name } = talk;
  const externalId = `${name}:${what}`;
  return { type: 'message', externalId, ...at, from, thread, text: '', unsupported };
}

function readMessage(message: Static<typeof Message>, talk: Talk): InboundEvent[] {
  const { person, thread, at, account } = talk;
  const { mid: externalId, reply_to: answers } = message;
  if (message.is_deleted) {
    return [
      {
        type: 'delete',
        externalId: `${externalId}:deleted`,
        ...at,
        thread,
        messageExternalId: externalId,
      },
    ];
  }
  const content = contentOf(message, account.app);
  if (message.is_echo) return [readEcho(message, content, talk)];
  const context = [
    answers?.story && 'Answers your story',
    message.referral && referralText(message.referral),
    message.quick_reply && 'Tapped a quick reply',
    ...content.contexts,
  ].filter(Boolean);
  const story = answers?.story?.url;
  const attachments = [...content.attachments, ...(story ? [storyFile(story)] : [])];
  return [
    {
      type: 'message',
      externalId,
      ...at,
      from: person,
      thread,
      text: content.text,
      ...(attachments.length > 0 && { attachments }),
      ...(content.unsupported && { unsupported: content.unsupported }),
      ...(context.length > 0 && { context: context.join(' · ') }),
      ...(answers?.mid && { quotes: answers.mid }),
    },
  ];
}

/** Gone after a day, like the story itself. */
const storyFile = (url: string) => {
  return { name: 'story', type: 'application/octet-stream', source: { remote: url } };
};

function readEcho(message: Static<typeof Message>, content: Content, talk: Talk): InboundEvent {
  const { person, thread, at, account } = talk;
  const { mid: externalId, app_id: appId, metadata } = message;
  const isOurs = metadata?.startsWith(OUR_MARK) || (appId && `${appId}` === account.appId);
  if (isOurs) return ignored(externalId, 'our own message');
  const { text, attachments, unsupported } = content;
  return {
    type: 'echo',
    externalId,
    ...at,
    to: person,
    thread,
    text,
    ...(attachments.length > 0 && { attachments }),
    ...(unsupported && { unsupported }),
  };
}

function readPostback(postback: NonNullable<Event['postback']>, talk: Talk): InboundEvent[] {
  const { person: from, thread, at, name } = talk;
  const { mid, title, referral } = postback;
  const context = ['Tapped a button', referral && referralText(referral)].filter(Boolean);
  const base = {
    type: 'message',
    externalId: mid ?? `${name}:postback`,
    ...at,
    from,
    thread,
  } as const;
  const said = title ? { text: title } : { text: '', unsupported: 'a tap on a button' };
  return [{ ...base, ...said, context: context.join(' · ') }];
}

/** Without an emoji there is the reaction's name. */
const EMOJI = new Map([
  ['love', '❤️'],
  ['smile', '😆'],
  ['wow', '😮'],
  ['sad', '😢'],
  ['angry', '😠'],
  ['like', '👍'],
  ['dislike', '👎'],
]);

function readReaction(given: NonNullable<Event['reaction']>, talk: Talk): InboundEvent[] {
  const { person: from, thread, at } = talk;
  const { mid: messageExternalId, action, emoji, reaction } = given;
  const externalId = [messageExternalId, action, at.at?.getTime() ?? talk.name].join(':');
  const shape = emoji || EMOJI.get(reaction ?? '') || '👍';
  const base = { type: 'reaction', externalId, ...at, thread, from, messageExternalId } as const;
  return [{ ...base, emoji: action === 'unreact' ? null : shape }];
}

function readEdit(edit: NonNullable<Event['message_edit']>, talk: Talk): InboundEvent[] {
  const { thread, at, person: from } = talk;
  const { mid, text, num_edit: count } = edit;
  const externalId = `${mid}:edit:${count ?? 1}`;
  if (typeof text !== 'string') return [ignored(externalId, 'an edit without its text')];
  // Apps in development are told of new messages so.
  if (Number(count) === 0) return [{ type: 'message', externalId: mid, ...at, from, thread, text }];
  return [{ type: 'edit', externalId, ...at, thread, messageExternalId: mid, text }];
}

type Marks = { mids?: readonly string[] | null; watermark?: string | number | null };

/** By message where messages are named, else everything up to a moment. */
function readReceipts(marks: Marks, status: 'delivered' | 'read', talk: Talk): InboundEvent[] {
  const { thread, at, name } = talk;
  const named = (marks.mids ?? []).map((mid): InboundEvent => {
    const externalId = `${mid}:${status}`;
    return { type: 'receipt', externalId, ...at, messageExternalId: mid, status, thread };
  });
  if (named.length > 0) return named;
  const upTo = metaMoment(marks.watermark);
  if (!upTo) return [ignored(name, 'a receipt for nothing')];
  const externalId = `${thread}:${status}:${upTo.getTime()}`;
  return [{ type: 'watermark', externalId, ...at, thread, status, upTo }];
}

/** Somebody came to the conversation anew, and has said nothing yet. */
function readReferral(referral: Static<typeof Referral>, talk: Talk): InboundEvent[] {
  const { person: from, thread, at, name } = talk;
  const externalId = `${name}:referral`;
  const base = { type: 'message', externalId, ...at, from, thread, text: '' } as const;
  const unsupported = 'nothing yet: they opened the conversation';
  return [{ ...base, unsupported, context: referralText(referral), automatic: 'notice' }];
}
