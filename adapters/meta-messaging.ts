/**
 * The webhooks of Messenger and Instagram: entries × events, each with a sender and a recipient, one
 * of whom is the business. Source: "Webhook events" of the Messenger Platform, and its Instagram part.
 */
import type { AdapterRequest } from './adapter.ts';
import type { IdentityClaim, InboundEvent } from './message.ts';
import { metaMoment } from './meta.ts';
import { type Content, contentOf, referralText } from './meta-contents.ts';
import {
  type bare,
  Ends,
  Entry,
  Envelope,
  type Event,
  Field,
  known,
  type Message,
  type Referred,
  referred,
} from './meta-events.ts';
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

/** @throws MalformedRequestError when it is no webhook of Meta's at all */
export function parseMessaging(request: AdapterRequest, account: MessagingAccount): InboundEvent[] {
  const { object, entry: entries } = readJson(request, Envelope);
  const digest = sha256(request.body);
  if (object !== account.object) return [ignored(digest, `not for us: ${object.slice(0, 40)}`)];
  return entries.flatMap((entry, at) => {
    const name = `${digest}:${at}`;
    if (!Entry.Check(entry)) return [ignored(name, 'an entry of another format')];
    const id = `${entry.id}`;
    // Without an account of one's own, as a captured request is read in a terminal, it is that of the entry.
    if (id !== (account.id || id)) return [ignored(name, 'for another account')];
    const whose = { ...account, id };
    // In standby another app has the word; what people say is said all the same.
    const items = [...(entry.messaging ?? []), ...(entry.standby ?? [])];
    const changes = (entry.changes ?? []).flatMap((change, index) =>
      readChange(change, `${name}:change:${index}`, whose),
    );
    const events = items.flatMap((item, index) => readEvent(item, `${name}:${index}`, whose));
    return [...events, ...changes];
  });
}

const ignored = (externalId: string, reason: string): InboundEvent => {
  return { type: 'ignored', externalId, reason };
};

/**
 * Apps that log people in with Instagram may get messages as changes. What has no sender, comments
 * and the like, is public and not said to us.
 */
function readChange(change: unknown, name: string, account: MessagingAccount): InboundEvent[] {
  if (!Field.Check(change)) return [ignored(name, 'not used: a change of another format')];
  const { field, value } = change;
  if (Ends.Check(value)) return readEvent(value, name, account);
  return [ignored(name, `not used: ${field.slice(0, 40)}`)];
}

/** Who talks, and when. */
type Talk = {
  account: MessagingAccount;
  person: IdentityClaim;
  thread: string;
  at: { at?: Date };
  /** The business itself is the sender. */
  isOurs: boolean;
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
  ({ optin }: Event, talk: Talk) => optin && [shown(SIGNED_UP, 'optin', talk, optin.title)],
  ({ account_linking: link }: Event, talk: Talk) =>
    link && [shown(`a sign that their account was ${link.status ?? 'linked'}`, 'link', talk)],
  ({ messaging_customer_information: form }: Event, talk: Talk) =>
    form && [shown('a form they filled in', 'form', talk)],
];
/** Between apps and the platform: nobody said or did anything. */
const UNUSED = [
  'pass_thread_control',
  'take_thread_control',
  'request_thread_control',
  'app_roles',
  'policy_enforcement',
  'messaging_integrity',
  'response_feedback',
  'game_play',
];
const SIGNED_UP = 'a change of what they want to be told';

function readEvent(given: unknown, name: string, account: MessagingAccount): InboundEvent[] {
  const item = known(given);
  if (!item) return [ignored(name, 'an event of another format')];
  const talk = talkOf(item, name, account);
  for (const read of READERS) {
    const events = read(item, talk);
    if (events) return events;
  }
  const kind = UNUSED.find((one) => Object.hasOwn(item, one)) ?? 'an event of another kind';
  return [ignored(name, `not used: ${kind}`)];
}

function talkOf(
  { sender, recipient, timestamp }: Pick<Event, keyof typeof bare>,
  name: string,
  account: MessagingAccount,
): Talk {
  const value = sender.id === account.id ? recipient.id : sender.id;
  const at = momentOf(timestamp);
  const person = { kind: account.kind, scope: account.id, value, verified: true };
  // Repeats come in other batches than the first time, so the batch makes a bad name.
  const own = at ? `${value}:${at.getTime()}` : name;
  const isOurs = sender.id === account.id;
  return { account, person, thread: value, at: at ? { at } : {}, isOurs, name: own };
}

/** Milliseconds; in changes, seconds. */
function momentOf(stamp: string | number | null | undefined): Date | undefined {
  return metaMoment(stamp, Number(stamp) < 100_000_000_000 ? 1000 : 1);
}

/** Something a person did that has no words. */
function shown(
  unsupported: string,
  what: string,
  talk: Talk,
  context?: string | null,
): InboundEvent {
  const { person: from, thread, at, name } = talk;
  const externalId = `${name}:${what}`;
  const base = { type: 'message', externalId, ...at, from, thread, text: '' } as const;
  return { ...base, unsupported, ...(context && { context }) };
}

function readMessage(message: Message, talk: Talk): InboundEvent[] {
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
  if (message.is_echo || talk.isOurs) return [readEcho(message, content, talk)];
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

function readEcho(message: Message, content: Content, talk: Talk): InboundEvent {
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
  const context = ['Tapped a button', referred.Check(referral) && referralText(referral)].filter(
    Boolean,
  );
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

function readReaction(it: NonNullable<Event['reaction']>, talk: Talk): InboundEvent[] {
  const { person: from, thread, at } = talk;
  const { mid: messageExternalId, action, emoji, reaction } = it;
  const externalId = [messageExternalId, action, at.at?.getTime() ?? talk.name].join(':');
  const given = typeof emoji === 'string' ? emoji : '';
  const shape = given || EMOJI.get(reaction ?? '') || '👍';
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
function readReferral(referral: Referred, talk: Talk): InboundEvent[] {
  const { person: from, thread, at, name } = talk;
  const externalId = `${name}:referral`;
  const base = { type: 'message', externalId, ...at, from, thread, text: '' } as const;
  const unsupported = 'nothing yet: they opened the conversation';
  return [{ ...base, unsupported, context: referralText(referral), automatic: 'notice' }];
}
