/** A reply's way out begins: its delivery and the job that sends it, in the reply's own transaction. */
import { createHash } from 'node:crypto';
import { deliveries } from '../database/schema/messages.ts';
import { jobs } from '../database/schema/workspaces.ts';
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

export async function queueDelivery(scope: Scope, departure: Departure): Promise<void> {
  const { messageId, thread, dueAt, inTurn, bulk = false } = departure;
  const id = newId();
  await scope.tx.insert(deliveries).values({
    workspaceId: scope.workspaceId,
    id,
    messageId,
    threadId: thread.id,
    state: 'queued',
  });
  await queueJob(scope, {
    ...{ deliveryId: id, lane: inTurn ? laneOf(thread.id, bulk) : id, bulk },
    ...{ channelId: thread.channelId, dueAt: dueAt ?? new Date() },
  });
}

/** What is sent in bulk on a thread keeps its own order, and holds up nobody's answer. */
export function laneOf(threadId: string, bulk: boolean): string {
  if (!bulk) return threadId;
  const hash = createHash('sha256').update(`bulk ${threadId}`).digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

type NewJob = {
  deliveryId: string;
  channelId: string;
  lane: string;
  dueAt?: Date;
  bulk?: boolean;
};

/** The job alone, for another attempt of a delivery that exists. */
export async function queueJob(scope: Scope, job: NewJob): Promise<void> {
  const { deliveryId, channelId, lane, dueAt = new Date(), bulk = false } = job;
  await scope.tx.insert(jobs).values({
    workspaceId: scope.workspaceId,
    kind: 'deliver',
    subjectId: deliveryId,
    ...{ lane, dueAt, bulk, queue: channelId },
  });
  scope.effects.push({ type: 'due', at: dueAt });
}
