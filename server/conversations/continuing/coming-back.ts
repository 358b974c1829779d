/** An answer to a mail belongs on the line the mail came from. */
import { and, eq } from 'drizzle-orm';
import type { InboundMessage } from '../../../adapters/message.ts';
import { continuations } from '../../database/schema/continuations.ts';
import { threads } from '../../database/schema/conversations.ts';
import type { Scope } from '../../events/scope.ts';
import type { ThreadRow } from '../threads.ts';

/**
 * The line that a thread carries mails for, locked, so that what comes back is read where it was asked; the thread itself
 * where it carries for none, and for what machines answer, which nobody said.
 */
export async function lineCarriedBy(
  scope: Scope,
  thread: ThreadRow,
  { automatic }: Pick<InboundMessage, 'automatic'>,
): Promise<ThreadRow> {
  if (!thread.side || automatic) return thread;
  const [found] = await scope.tx
    .select({ line: threads })
    .from(continuations)
    .innerJoin(
      threads,
      and(
        eq(threads.workspaceId, continuations.workspaceId),
        eq(threads.id, continuations.threadId),
      ),
    )
    .where(
      and(eq(continuations.workspaceId, scope.workspaceId), eq(continuations.carrierId, thread.id)),
    )
    .for('update', { of: threads });
  return found?.line ?? thread;
}
