/** Whether what changed is worth telling somebody who looks elsewhere: a customer said something that concerns them, or a colleague calls. */
import { type About, concerns } from '../../../server/wire/notice-rules.ts';
import type { Change } from '../../store/conversations.ts';
import { isCalled, isUnread } from '../../store/views.ts';

/** Caught up with after a long sleep: it is in the counts, and no news. */
const OLD_MS = 2 * 60_000;

export type Listener = { me: string; about: About; now: number };

export function isNews(change: Change, { me, about, now }: Listener): boolean {
  const { before, after } = change;
  // Whoever is called by name is meant, whosever the conversation is.
  if (isCalled(after) && after.mentionSeq > (before?.mentionSeq ?? 0)) {
    return about !== 'none' && change.cause !== 'read';
  }
  if (after.status !== 'open' || !isUnread(after) || !wasHeard(change)) return false;
  if (now - Date.parse(after.lastMessageAt) > OLD_MS) return false;
  return concerns(
    { assigneeId: after.assignee?.id ?? null, followerIds: after.followerIds },
    me,
    about,
  );
}

/** The customer said something just now; that a page of the list was read is no news. */
function wasHeard({ before, after, cause }: Change): boolean {
  if (cause === 'read' || cause === 'own') return false;
  // What was there before this screen knew of it: only the last word tells whose turn it was.
  if (before === undefined) return after.previewDirection === 'in';
  return after.inboundSeq > before.inboundSeq;
}
