/**
 * Answers that were not read where they were given follow by mail: together, once each, and never while their reader is
 * there. One transaction decides and writes: the number up to which everything was sent moves together with the mail
 * that is queued, under the lock of the line. From then on it is a message as any other: tried again, or a dead letter.
 */
import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, max, sql } from 'drizzle-orm';
import { agents } from '../../database/schema/agents.ts';
import { continuations } from '../../database/schema/continuations.ts';
import { messages } from '../../database/schema/messages.ts';
import type { Scope } from '../../events/scope.ts';
import { ofThread } from './addresses.ts';
import { mail } from './mail.ts';
import {
  type Continuation,
  carrierOf,
  isUnwilling,
  lockWaiting,
  type Unread,
  type Waiting,
} from './waiting.ts';
import { wordsIn } from './words.ts';

/** Of one mail. */
const MOST_ANSWERS = 10;
/** Between two mails to one address, on whatever lines. */
const PAUSE_MS = 15 * 60_000;
const MINUTE_MS = 60_000;

/** @param stopUrl where the reader of a line's mails ends them */
export const continueByMail =
  (stopUrl: (workspaceId: string, threadId: string) => string) =>
  async (scope: Scope): Promise<{ count: number; more: boolean }> => {
    const [due] = await scope.tx
      .select({ threadId: continuations.threadId, carrierId: continuations.carrierId })
      .from(continuations)
      .where(
        and(eq(continuations.workspaceId, scope.workspaceId), lte(continuations.dueAt, sql`now()`)),
      )
      .orderBy(asc(continuations.dueAt))
      .limit(1);
    if (!due) return { count: 0, more: false };
    const waiting = await lockWaiting(scope, due);
    const outcome: Outcome = waiting ? await follow(scope, waiting, stopUrl) : NOTHING;
    await scope.tx.update(continuations).set(outcome).where(ofThread(scope, due.threadId));
    return { count: outcome.sentAt ? 1 : 0, more: true };
  };

/** What becomes of the row; `dueAt` null: nothing is to be looked at before the next answer. */
type Outcome = { dueAt: Date | null; sentAt?: Date; sentSeq?: number; carrierId?: string };

const NOTHING: Outcome = { dueAt: null };

async function follow(
  scope: Scope,
  waiting: Waiting,
  stopUrl: Parameters<typeof continueByMail>[0],
): Promise<Outcome> {
  const { row, thread, channel, held } = waiting;
  const carrier = await carrierOf(scope, channel);
  if (!carrier || held.status === 'spam') return NOTHING;
  if (await isUnwilling(scope, channel, { carrier, address: row.address })) return NOTHING;
  const { unread, coming } = await unreadOn(scope, row);
  const [first] = unread;
  if (!first) return coming ? { dueAt: new Date(Date.now() + MINUTE_MS) } : NOTHING;
  const ready = await readyAt(scope, waiting, first);
  if (ready > new Date()) return { dueAt: ready };
  const said = unread.slice(0, MOST_ANSWERS);
  const url = stopUrl(scope.workspaceId, thread.id);
  const carrierId = await mail(scope, waiting, {
    ...{ carrier, stopUrl: url, files: said.map(({ id }) => id) },
    ...{ subject: wordsIn(row.locale).subject, said: said.map(saidBy).join('\n\n') },
  });
  const sentSeq = said.at(-1)?.seq ?? row.sentSeq;
  const more = unread.length > said.length || coming;
  return {
    ...{ carrierId, sentSeq, sentAt: new Date() },
    dueAt: more ? new Date(Date.now() + PAUSE_MS) : null,
  };
}

/** What people answered and nobody has read; `coming`: more of it is still on its way to where it is read. */
async function unreadOn(scope: Scope, { threadId, sinceSeq, sentSeq }: Continuation) {
  const rows = await scope.tx
    .select({
      id: messages.id,
      seq: messages.threadSeq,
      text: messages.text,
      author: agents.name,
      createdAt: messages.createdAt,
      state: messages.state,
    })
    .from(messages)
    .innerJoin(
      agents,
      and(eq(agents.workspaceId, messages.workspaceId), eq(agents.id, messages.agentId)),
    )
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.threadId, threadId),
        gt(messages.threadSeq, Math.max(sinceSeq, sentSeq)),
        eq(messages.direction, 'out'),
        isNull(messages.deletedAt),
        inArray(messages.state, ['queued', 'sending', 'accepted', 'delivered']),
      ),
    )
    .orderBy(asc(messages.threadSeq))
    .limit(MOST_ANSWERS * 2);
  // In order, so that nothing is passed over: what is not there yet holds back what came after it.
  const upTo = rows.findIndex(({ state }) => state === 'queued' || state === 'sending');
  const there = upTo < 0 ? rows : rows.slice(0, upTo);
  return { unread: there.map((one) => ({ ...one, seq: one.seq ?? 0 })), coming: upTo >= 0 };
}

/** So long after they were here last, and so long after the last mail to that address. */
async function readyAt(
  scope: Scope,
  { row, thread, channel }: Waiting,
  first: Unread,
): Promise<Date> {
  const minutes = channel.continues?.minutes ?? 0;
  const here = [first.createdAt, thread.heardAt, row.hereAt].map((at) => at?.getTime() ?? 0);
  const [last] = await scope.tx
    .select({ at: max(continuations.sentAt) })
    .from(continuations)
    .where(
      and(
        eq(continuations.workspaceId, scope.workspaceId),
        eq(continuations.address, row.address),
        isNotNull(continuations.sentAt),
      ),
    );
  const pause = last?.at ? last.at.getTime() + PAUSE_MS : 0;
  return new Date(Math.max(Math.max(...here) + minutes * MINUTE_MS, pause));
}

/** Visitors know agents by their first names. */
function saidBy({ author, text }: Unread): string {
  const [first = ''] = author.split(' ');
  return `${first}:\n${text}`;
}
