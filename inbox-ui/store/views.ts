/** Which conversation belongs in which view, and in what order: the same rules as the server's. */
import type { OwnConversation, View } from '../../server/wire/conversations.ts';

export type Key = { rank: number; id: string };

const RULES: Record<View, (row: OwnConversation, me: string) => boolean> = {
  inbox: (row) => row.status === 'open',
  mine: (row, me) => row.status === 'open' && row.assignee?.id === me,
  unassigned: (row) => row.status === 'open' && row.assignee === null,
  waiting: (row) => row.status === 'open' && row.waitingSince === null,
  snoozed: (row) => row.status === 'snoozed',
  drafts: (row) => row.hasDraft,
  done: (row) => row.status === 'done',
  all: () => true,
};

export const VIEWS = Object.keys(RULES) as View[];

export function belongs(view: View, row: OwnConversation | undefined, me: string): boolean {
  return row !== undefined && RULES[view](row, me);
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

/** How long a customer may wait before the row turns amber. */
export const TARGET_MS = 30 * 60_000;

export type Group = 'overdue' | 'today' | 'earlier';

export function groupOf(row: OwnConversation, now: number): Group {
  if (row.status === 'open' && row.waitingSince !== null) {
    return now - Date.parse(row.waitingSince) > TARGET_MS ? 'overdue' : 'today';
  }
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  return Date.parse(row.lastMessageAt) >= midnight ? 'today' : 'earlier';
}
