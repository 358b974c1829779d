/** A reply's way out begins: its delivery and the job that sends it, in the reply's own transaction. */
import { deliveries } from '../database/schema/messages.ts';
import { jobs } from '../database/schema/workspaces.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';

/** One lane per thread: a retried first message is never overtaken by the second. */
export async function queueDelivery(
  scope: Scope,
  messageId: string,
  threadId: string,
): Promise<void> {
  const id = newId();
  await scope.tx.insert(deliveries).values({
    workspaceId: scope.workspaceId,
    id,
    messageId,
    threadId,
    state: 'queued',
  });
  await queueJob(scope, id, threadId);
}

/** The job alone, for another attempt of a delivery that exists. */
export async function queueJob(scope: Scope, deliveryId: string, threadId: string): Promise<void> {
  await scope.tx.insert(jobs).values({
    workspaceId: scope.workspaceId,
    kind: 'deliver',
    subjectId: deliveryId,
    lane: threadId,
  });
  scope.effects.push({ type: 'due', at: new Date() });
}
