/** Conversations that belong beside each other: each one's line gets a station that leads to the other. */
import { and, eq } from 'drizzle-orm';
import { conversations } from '../database/schema/conversations.ts';
import type { Scope } from '../events/scope.ts';
import { change, hold, type Step, SYSTEM } from './change.ts';

type Why = Extract<Step, { kind: 'related' }>['data']['why'];

/**
 * Links two conversations. What is `mentioned` does not learn of it: it is told by strangers, and a line that is
 * closed must not be opened by them. What is the `same` message in both is shown in both.
 */
export async function relate(scope: Scope, from: string, to: string, why: Why): Promise<void> {
  if (from === to) return;
  await point(scope, from, to, why);
  if (why === 'same') await point(scope, to, from, why);
}

async function point(scope: Scope, from: string, to: string, why: Why): Promise<void> {
  const [other] = await scope.tx
    .select({ id: conversations.id, number: conversations.number })
    .from(conversations)
    .where(and(eq(conversations.workspaceId, scope.workspaceId), eq(conversations.id, to)));
  if (!other) return;
  const held = await hold(scope, from);
  const data = { conversation: other, why };
  await change(scope, held, {}, [{ kind: 'related', actor: SYSTEM, data }]);
}
