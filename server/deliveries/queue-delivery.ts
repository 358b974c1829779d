/** A reply's way out begins: its delivery and the job that sends it, in the reply's own transaction. */
import { deliveries } from '../database/schema/messages.ts';
import { jobs } from '../database/schema/workspaces.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';

export type Departure = {
  messageId: string;
  threadId: string;
  /** null: at once. */
  dueAt: Date | null;
  /** One lane per thread: a retried first message is never overtaken by the second. */
  inTurn: boolean;
};

export async function queueDelivery(scope: Scope, departure: Departure): Promise<void> {
  const { messageId, threadId, dueAt, inTurn } = departure;
  const id = newId();
  await scope.tx.insert(deliveries).values({
    workspaceId: scope.workspaceId,
    id,
    messageId,
    threadId,
    state: 'queued',
  });
  await queueJob(scope, id, inTurn ? threadId : id, dueAt ?? new Date());
}

/** The job alone, for another attempt of a delivery that exists. */
export async function queueJob(
  scope: Scope,
  deliveryId: string,
  lane: string,
  dueAt = new Date(),
): Promise<void> {
  await scope.tx.insert(jobs).values({
    workspaceId: scope.workspaceId,
    kind: 'deliver',
    subjectId: deliveryId,
    lane,
    dueAt,
  });
  scope.effects.push({ type: 'due', at: dueAt });
}
