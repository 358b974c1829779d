/** Whether a row is what a saved view holds: the same answer as the server's SQL (`conversations/views/where.ts`). */
import { patternOf } from '../../server/wire/containing.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Condition, Field, Filter, FilterPart } from '../../server/wire/view-filters.ts';
import { VIEWED } from '../../server/wire/viewed.ts';
import { isUnread } from './views.ts';

/** Who looks, and when. */
export type Looking = { me: string; now: number };

/** Whether it is in a view at all: what was put away, or goes on elsewhere, is in none. */
export function isIn(filter: Filter, row: OwnConversation, looking: Looking): boolean {
  return VIEWED.some((status) => status === row.status) && matches(filter, row, looking);
}

function matches(part: FilterPart, row: OwnConversation, looking: Looking): boolean {
  if ('all' in part) return part.all.every((one) => matches(one, row, looking));
  if ('any' in part) return part.any.some((one) => matches(one, row, looking));
  return holds(part, row, looking);
}

/** Whether the passing of time alone can change the answer. */
export function isTimed(filter: Filter): boolean {
  return conditionsOf(filter).some(({ op }) => op === 'older' || op === 'newer');
}

/** Whether the answer depends on this at all. */
export function asksFor(filter: Filter, field: Field): boolean {
  return conditionsOf(filter).some((one) => one.field === field);
}

function conditionsOf(part: FilterPart): Condition[] {
  if ('all' in part) return part.all.flatMap(conditionsOf);
  return 'any' in part ? part.any.flatMap(conditionsOf) : [part];
}

function holds(condition: Condition, row: OwnConversation, { me, now }: Looking): boolean {
  switch (condition.field) {
    case 'waiting':
    case 'created':
    case 'last-message':
      return isThen(condition, row, now);
    case 'subject':
    case 'preview':
      return hasWords(condition, row[condition.field]);
    case 'verified':
    case 'answered':
    case 'unread':
    case 'mentioned':
    case 'followed':
    case 'draft':
      return MARKS[condition.field](row, me) === condition.value;
    default:
      return isOne(condition, row, me) === (condition.op === 'is');
  }
}

type Timed = Extract<Condition, { field: 'waiting' | 'created' | 'last-message' }>;

const MOMENTS = {
  waiting: (row: OwnConversation) => row.waitingSince,
  created: (row: OwnConversation) => row.createdAt,
  'last-message': (row: OwnConversation) => row.lastMessageAt,
};

const MINUTE_MS = 60_000;

function isThen({ field, op, value }: Timed, row: OwnConversation, now: number): boolean {
  const moment = MOMENTS[field](row);
  if (moment === null) return false;
  const point = typeof value === 'string' ? Date.parse(value) : now - value * MINUTE_MS;
  return Date.parse(moment) < point === (op === 'older' || op === 'before');
}

type Worded = Extract<Condition, { field: 'subject' | 'preview' }>;

const patterns = new Map<string, RegExp>();

function hasWords({ op, value }: Worded, line: string): boolean {
  let pattern = patterns.get(value);
  if (!pattern) {
    pattern = new RegExp(patternOf(value), 'u');
    patterns.set(value, pattern);
  }
  return pattern.test(line) === (op === 'contains');
}

const MARKS = {
  verified: (row: OwnConversation) => row.contact.verified,
  answered: (row: OwnConversation) => row.waitingSince === null,
  unread: isUnread,
  mentioned: (row: OwnConversation) => row.mentionSeq > 0,
  followed: (row: OwnConversation, me: string) => row.followerIds.includes(me),
  draft: (row: OwnConversation) => row.hasDraft,
};

type Chosen = Exclude<Condition, Timed | Worded | { value: boolean }>;

function isOne({ field, value }: Chosen, row: OwnConversation, me: string): boolean {
  switch (field) {
    case 'status':
    case 'priority':
      return row[field] === value;
    case 'channel':
      return row.channel.id === value;
    case 'adapter':
      return row.channel.adapter === value;
    case 'tag':
      return row.tagIds.includes(value);
    default:
      if (value === 'nobody') return row.assignee === null;
      return row.assignee?.id === (value === 'me' ? me : value);
  }
}
