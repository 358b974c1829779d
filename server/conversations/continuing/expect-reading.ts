/** Answers were written: whether they are read where they were given is to be looked at. */
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { continuations } from '../../database/schema/continuations.ts';
import type { Scope } from '../../events/scope.ts';

/** To be run together with what writes them down. At least one thread. */
export const expectReading = (scope: Scope, threadIds: string[]) =>
  scope.tx
    .update(continuations)
    .set({ dueAt: sql`now()` })
    .where(
      and(
        eq(continuations.workspaceId, scope.workspaceId),
        inArray(continuations.threadId, threadIds),
        isNull(continuations.dueAt),
      ),
    );
