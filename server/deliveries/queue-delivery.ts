/** A reply's way out begins: its delivery and the job that sends it, in the reply's own transaction. */
import { createHash } from 'node:crypto';
import { expectReading } from '../conversations/continuing/expect-reading.ts';
import { insertMany } from '../database/many.ts';
import { deliveries } from '../database/schema/messages.ts';
import { jobs } from '../database/schema/workspaces.ts';
import { together } from '../database/together.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';

export type Departure = {
  messageId: string;
  thread: { id: string; channelId: string };
  /** null: at once. */
  dueAt: Date | null;
  /** One lane per thread: a retried first message is never overtaken by the second. */
  inTurn: boolean;
  /** One of many: people's answers go first, on the same thread, too. */
  bulk?: boolean;
};

export const queueDelivery = (scope: Scope, departure: Departure): Promise<void> =>
  queueDeliveries(scope, [departure]);

/** The same for several, in the order in which they were written. */
export async function queueDeliveries(
  scope: Scope,
  departures: readonly Departure[],
): Promise<void> {
  const { effects } = scope;
  const now = new Date();
  const leaving = departures.map((departure) => ({ ...departure, id: newId() }));
  await together(
    insertMany(
      scope,
      DELIVERY,
      leaving.map(({ id, messageId, thread }) => {
        return { id, messageId, threadId: thread.id, state: 'queued' };
      }),
    ),
    insertMany(
      scope,
      JOB,
      leaving.map(({ id, thread, dueAt, inTurn, bulk = false }) => ({
        ...{ kind: 'deliver', subjectId: id, bulk, queue: thread.channelId },
        ...{ lane: inTurn ? laneOf(thread.id, bulk) : id, dueAt: dueAt ?? now },
      })),
    ),
    expectReading(scope, [...new Set(leaving.map(({ thread }) => thread.id))]),
  );
  for (const { dueAt } of leaving) effects.push({ type: 'due', at: dueAt ?? now });
}

const DELIVERY = {
  table: deliveries,
  columns: ['id', 'messageId', 'threadId', 'state'],
} as const;

const JOB = {
  table: jobs,
  columns: ['kind', 'subjectId', 'lane', 'queue', 'bulk', 'dueAt'],
} as const;

/** What is sent in bulk on a thread keeps its own order, and holds up nobody's answer. */
function laneOf(threadId: string, bulk: boolean): string {
  if (!bulk) return threadId;
  const hash = createHash('sha256').update(`bulk ${threadId}`).digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

type Another = { deliveryId: string; thread: { id: string; channelId: string }; bulk: boolean };

/** The job alone, for another attempt of a delivery that exists. */
export async function queueAgain(scope: Scope, another: Another): Promise<void> {
  const { deliveryId, thread, bulk } = another;
  await scope.tx.insert(jobs).values({
    workspaceId: scope.workspaceId,
    kind: 'deliver',
    ...{ subjectId: deliveryId, lane: laneOf(thread.id, bulk), bulk, queue: thread.channelId },
  });
  scope.effects.push({ type: 'due', at: new Date() });
}
