/** Webhooks of the Cloud API: entries × changes × messages, echoes, statuses and news about people. */
import type { AdapterRequest, Settings } from '../adapter.ts';
import type { InboundEvent } from '../message.ts';
import { metaMoment } from '../meta.ts';
import { readJson } from '../payload.ts';
import { sha256 } from '../signature.ts';
import { reasonOf } from './errors.ts';
import { readEcho, readMessage } from './messages.ts';
import { addressOf, personOf } from './people.ts';
import { ignored, type Place } from './place.ts';
import {
  Change,
  call,
  contact,
  Entry,
  Envelope,
  idUpdate,
  preference,
  status,
  trouble,
  troubles,
} from './shapes.ts';

type Reader = (item: unknown, place: Place) => InboundEvent[];

/** The lists a change can carry. */
const LISTS = [
  ['messages', readMessage],
  ['message_echoes', readEcho],
  ['statuses', readStatus],
  ['user_preferences', readPreference],
  ['user_id_update', readIdUpdate],
  ['calls', readCall],
  ['errors', readTrouble],
] as const satisfies readonly (readonly [string, Reader])[];

export function parse(request: AdapterRequest, settings: Settings): InboundEvent[] {
  const { entry: entries } = readJson(request, Envelope);
  const digest = sha256(request.body);
  return entries.flatMap((entry, at) => {
    const name = `${digest}:${at}`;
    if (!Entry.Check(entry)) return [ignored(name, 'an entry of another format')];
    return entry.changes.flatMap((change, index) =>
      isTheirs(change, entry.id, settings)
        ? [ignored(`${name}:${index}`, 'for another phone number')]
        : readChange(change, { settings, contacts: [], name: `${name}:${index}` }),
    );
  });
}

/**
 * One app signs for all its customers: whose a change is, only the ids in it say. That of the
 * number counts, or where there is none, that of the account.
 */
function isTheirs(change: unknown, account: unknown, settings: Settings): boolean {
  if (!Change.Check(change)) return false;
  const number = change.value.metadata?.phone_number_id;
  const [given, ours] = number
    ? [number, settings['phoneNumberId']]
    : [account, settings['accountId']];
  return Boolean(ours) && `${given}` !== ours;
}

function readChange(change: unknown, place: Place): InboundEvent[] {
  if (!Change.Check(change)) return [ignored(place.name, 'a change of another format')];
  const { field, value } = change;
  const lists = LISTS.filter(([key]) => Array.isArray(value[key]));
  if (lists.length === 0)
    return [ignored(place.name, `not used: ${field?.slice(0, 60) ?? 'a change of no field'}`)];
  // What is said of somebody in a form we do not know costs a name, and not the message.
  const contacts = (value.contacts ?? []).filter((one) => contact.Check(one));
  return lists.flatMap(([key, read]) =>
    (value[key] ?? []).flatMap((item, index) => {
      const name = `${place.name}:${key}:${index}`;
      return read(item, { ...place, contacts, name });
    }),
  );
}

/** `read` without `delivered` before it is usual; `played` is a voice message that was heard. */
const STATUSES = new Map([
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['played', 'read'],
  ['failed', 'failed'],
] as const);

function readStatus(item: unknown, { name }: Place): InboundEvent[] {
  if (!status.Check(item)) return [ignored(name, 'a status of another format')];
  const reached = [...STATUSES].find(([theirs]) => theirs === item.status)?.[1];
  const externalId = [item.id, item.status, item.recipient_participant_id]
    .filter(Boolean)
    .join(':');
  const isOther = item.type && item.type !== 'message';
  if (!reached || isOther) {
    const what = isOther ? `${item.type} ${item.status}` : item.status;
    return [ignored(externalId, `unused status: ${what.slice(0, 60)}`)];
  }
  const at = metaMoment(item.timestamp, 1000);
  return [
    {
      type: 'receipt',
      externalId,
      messageExternalId: item.id,
      ...(item.biz_opaque_callback_data && { messageId: item.biz_opaque_callback_data }),
      status: reached,
      ...(at && { at }),
      ...(reached === 'failed' && { reason: whyOf(item.errors) }),
    },
  ];
}

function whyOf(errors: unknown): string {
  const [first] = troubles.Check(errors) ? errors : [];
  return reasonOf(first && Number(first.code));
}

/** Somebody calls. We answer no calls: whoever reads it can write, or call back. */
function readCall(item: unknown, { settings, contacts, name }: Place): InboundEvent[] {
  if (!call.Check(item)) return [ignored(name, 'a call of another format')];
  const { id, event, direction, from: phone, from_user_id: userId, timestamp } = item;
  const from = personOf({ phone, userId }, settings, contacts);
  if (!from || event !== 'connect' || direction === 'BUSINESS_INITIATED') {
    return [ignored(`${id}:${event.slice(0, 40)}`, 'how a call went on')];
  }
  const at = metaMoment(timestamp, 1000);
  const base = { type: 'message', externalId: id, ...(at && { at }), from } as const;
  return [{ ...base, thread: from.value, text: '', unsupported: 'a call' }];
}

/** Of the platform's own, about no message. */
function readTrouble(item: unknown, { name }: Place): InboundEvent[] {
  const what = trouble.Check(item) ? `${item.code} ${item.title ?? ''}`.trim() : 'another format';
  return [ignored(name, `an error of WhatsApp: ${what.slice(0, 100)}`)];
}

/** In WhatsApp's own menu people stop a business's marketing, and resume it. */
function readPreference(item: unknown, { settings, name }: Place): InboundEvent[] {
  if (!preference.Check(item)) return [ignored(name, 'a preference of another format')];
  const { category, value, timestamp } = item;
  const who = addressOf({ phone: item.wa_id, userId: item.user_id }, settings);
  if (!who || (value !== 'stop' && value !== 'resume')) {
    return [ignored(name, `unused preference: ${value.slice(0, 40)}`)];
  }
  const { raw: _, ...address } = who;
  const at = metaMoment(timestamp, 1000);
  const wish = value === 'stop' ? 'no more' : 'again';
  return [
    {
      type: 'consent',
      externalId: `${address.value}:${category}:${value}:${timestamp}`,
      who: address,
      allowed: value === 'resume',
      about: 'marketing',
      reason: `In WhatsApp they chose: marketing messages ${wish}.`,
      ...(at && { at }),
    },
  ];
}

/** A new number brings a new id. There is no message in it, but the line goes on under another name. */
function readIdUpdate(item: unknown, { settings, contacts, name }: Place): InboundEvent[] {
  if (!idUpdate.Check(item)) return [ignored(name, 'a new id of another format')];
  const { previous, current } = item.user_id;
  const ids = { phone: item.wa_id, userId: current };
  const from = personOf(ids, settings, contacts, [{ userId: previous }]);
  const at = metaMoment(item.timestamp, 1000);
  if (!from) return [ignored(name, 'a new id of nobody')];
  return [
    {
      type: 'message',
      externalId: `${previous}:${current}`,
      ...(at && { at }),
      from,
      thread: from.value,
      text: 'This person has a new WhatsApp id.',
      automatic: 'notice',
    },
  ];
}
