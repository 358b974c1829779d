/** Which conversation belongs in which view, and in what order: the same rules as the server's. */
import type { OwnConversation, StandingView, View } from '../../server/wire/conversations.ts';

export type Key = { rank: number; id: string };

const RULES: Record<StandingView, (row: OwnConversation, me: string) => boolean> = {
  inbox: (row) => row.status === 'open',
  mine: (row, me) => row.status === 'open' && row.assignee?.id === me,
  mentions: (row) => row.status === 'open' && row.mentionSeq > 0,
  following: (row, me) => row.status === 'open' && row.followerIds.includes(me),
  unassigned: (row) => row.status === 'open' && row.assignee === null,
  waiting: (row) => row.status === 'open' && row.waitingSince === null,
  snoozed: (row) => row.status === 'snoozed',
  drafts: (row) => row.hasDraft,
  done: (row) => row.status === 'done',
  spam: (row) => row.status === 'spam',
  all: (row) => row.status !== 'spam' && row.status !== 'merged',
};

/** Those that are always there; beside them each channel and each tag has one, and agents make their own. */
export const VIEWS = Object.keys(RULES) as StandingView[];

export const channelView = (id: string): View => `channel:${id}`;
export const tagView = (id: string): View => `tag:${id}`;
export const savedView = (id: string): View => `saved:${id}`;

export type Narrowed = { by: 'channel' | 'tag' | 'saved'; id: string };

/** What a view is narrowed to; null for one that is always there. */
export function narrowedTo(view: string): Narrowed | null {
  const [, by, id = ''] = /^(channel|tag|saved):([0-9a-f-]{36})$/.exec(view) ?? [];
  return by === 'channel' || by === 'tag' || by === 'saved' ? { by, id } : null;
}

export const isStanding = (view: string): view is StandingView => Object.hasOwn(RULES, view);

/** Of all views but the saved ones, whose rules are not known here. */
export function belongs(view: View, row: OwnConversation | undefined, me: string): boolean {
  if (row === undefined) return false;
  if (isStanding(view)) return RULES[view](row, me);
  const narrowed = narrowedTo(view);
  if (narrowed === null || row.status !== 'open') return false;
  if (narrowed.by === 'tag') return row.tagIds.includes(narrowed.id);
  return narrowed.by === 'channel' && row.channel.id === narrowed.id;
}

/** By rank, then id, ascending. */
export function compareKeys(a: Key, b: Key): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

export function isUnread(row: OwnConversation | undefined): boolean {
  return row !== undefined && row.inboundSeq > row.readSeq;
}

/** Somebody calls the agent, who has not seen it yet. */
export function isCalled(row: OwnConversation | undefined): boolean {
  return row !== undefined && row.mentionSeq > row.readSeq;
}

/** How long a customer may wait before the row turns amber. */
export const TARGET_MS = 30 * 60_000;

export type Group = 'pressing' | 'overdue' | 'today' | 'low' | 'earlier';

export function groupOf(row: OwnConversation, now: number): Group {
  if (row.status === 'open' && row.waitingSince !== null) {
    if (row.priority === 'low') return 'low';
    if (row.priority !== 'normal') return 'pressing';
    return now - Date.parse(row.waitingSince) > TARGET_MS ? 'overdue' : 'today';
  }
  return recencyOf(row, now);
}

/** By its last message alone. */
export function recencyOf(row: OwnConversation, now: number): 'today' | 'earlier' {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  return Date.parse(row.lastMessageAt) >= midnight ? 'today' : 'earlier';
}
