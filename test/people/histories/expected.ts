/** What two conversations have to be once they are taken apart, told from what they were at each step. */
import type { OwnConversation } from '../../../server/wire/conversations.ts';
import type { ConversationEvent } from '../../../server/wire/events.ts';
import type { Message } from '../../../server/wire/messages.ts';
import type { Standing } from './pair.ts';

export type Course = {
  before: [Standing, Standing];
  /** What goes on, right after the merge. */
  joined: OwnConversation;
  /** And right before it is taken back. */
  since: Standing;
  /** The line that came along. */
  threadId: string;
};

/** A conversation but for what every step moves. An answer’s state moves by itself, and with it the numbers. */
export function comparable({ rows, line }: Standing) {
  // Tags come and go with a merge, in the same moment.
  const told = new Set(line.flatMap(({ kind, at }) => (MERGING.has(kind) ? [at] : [])));
  return {
    rows: rows.map(({ seq, updatedAt, rank, ...row }) => ({
      ...row,
      unread: row.inboundSeq > row.readSeq,
    })),
    line: line.filter(({ kind, at }) => kind !== 'contact' && !told.has(at)).map(asSaid),
  };
}

const MERGING = new Set<ConversationEvent['kind']>(['merged', 'unmerged']);

/** People are called what they are called now. */
function asSaid({ seq, actor: { name, ...actor }, ...event }: ConversationEvent): object {
  if (event.kind !== 'message') return { ...event, actor };
  const { state, reason, author, ...message } = event.data.message;
  return { ...event, actor, data: { message } };
}

/** What goes on: its own past and all the work, without what the other one had brought. */
export function expectedOfKept({ before, joined, since }: Course): Standing {
  const [was] = before;
  const said = saidIn(since).slice(saidIn(was).length);
  const heard = said.some(({ direction }) => direction === 'in');
  const brought = joined.tagIds.filter((id) => !was.rows[0].tagIds.includes(id));
  const came = joined.followerIds.filter((id) => !was.rows[0].followerIds.includes(id));
  const wrote = new Set(said.map(({ direction, author }) => direction !== 'in' && author?.id));
  const patch = ([row, old]: [OwnConversation, OwnConversation]): OwnConversation => {
    const unmoved = row.status === joined.status && row.snoozedUntil === joined.snoozedUntil;
    const { status, snoozedUntil } = unmoved && !heard ? old : row;
    const { lastMessageAt, preview, previewDirection } = said.length === 0 ? old : row;
    return {
      ...row,
      ...{ status, snoozedUntil, lastMessageAt, preview, previewDirection },
      inboundSeq: heard ? row.inboundSeq : old.inboundSeq,
      tagIds: row.tagIds.filter((id) => !brought.includes(id)),
      followerIds: row.followerIds.filter((id) => !came.includes(id) || wrote.has(id)),
      mergedIds: [],
      waitingSince: waitsIn({ status, said, since, row, old, joined }),
    };
  };
  return {
    rows: [patch([since.rows[0], was.rows[0]]), patch([since.rows[1], was.rows[1]])],
    line: since.line,
  };
}

type Asked = Record<'row' | 'old' | 'joined', OwnConversation> & {
  status: OwnConversation['status'];
  said: Message[];
  since: Standing;
};

function waitsIn({ status, said, since, row, old, joined }: Asked): string | null {
  if (status === 'done') return null;
  const spoken = said.some(({ direction }) => direction !== 'note');
  if (!spoken && row.waitingSince === joined.waitingSince) return old.waitingSince;
  return unanswered(saidIn(since));
}

/** What came along: as if it had never been merged, but that its line may have been answered meanwhile. */
export function expectedOfOther({ before, since, threadId }: Course): Standing {
  const [first, was] = before;
  const onLine = saidIn(since)
    .slice(saidIn(first).length)
    .filter((message) => message.threadId === threadId);
  const answered = onLine.some(({ direction }) => direction === 'out');
  const rows = was.rows.map((row) => ({
    ...row,
    ...(answered && { waitingSince: row.status === 'done' ? null : unanswered(onLine) }),
  }));
  return { rows: rows as Standing['rows'], line: was.line };
}

export function saidIn({ line }: Standing): Message[] {
  return line.flatMap((event) => (event.kind === 'message' ? [event.data.message] : []));
}

/** Since when their words have stood without an answer. */
function unanswered(said: Message[]): string | null {
  const last = said.findLastIndex(({ direction }) => direction === 'out');
  const words = said.slice(last + 1).find(({ direction }) => direction === 'in');
  return words?.createdAt ?? null;
}
