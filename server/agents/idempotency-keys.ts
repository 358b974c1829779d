/** First answers by `Idempotency-Key`. Kept in Postgres, so that retries meet them after a restart, too. */
import { and, eq, isNull, sql } from 'drizzle-orm';
import { idempotency } from '../database/schema/channels.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope, Store } from '../events/scope.ts';

/** `requestHash` tells whether the same request stands behind the same key. */
export type KeyUse = { actor: Actor; key: string; requestHash: string };
export type Answer = { status: number; body: unknown };
export type Claim =
  /** Ours to do. `since` marks the claim: a later one with the same key is another. */
  | { state: 'first'; since: Date }
  | { state: 'answered'; answer: Answer }
  | { state: 'running' }
  | { state: 'other-request' };

/** A claim without an answer for so long belongs to a process that died. */
const ABANDONED = sql`interval '60 seconds'`;
const KEPT = sql`interval '24 hours'`;

/** Of many requests with one key, exactly one gets `first`: the primary key decides. */
export async function claimKey(store: Store, use: KeyUse): Promise<Claim> {
  return store.in(use.actor.workspaceId, async (scope) => {
    if (Math.random() < 0.01) await forgetOld(scope);
    return (await tryClaim(scope, use)) ?? readClaim(scope, use);
  });
}

/** The answer every repetition gets from now on. */
export async function keepAnswer(
  store: Store,
  use: KeyUse,
  since: Date,
  answer: Answer,
): Promise<void> {
  await store.in(use.actor.workspaceId, async (scope) => {
    await scope.tx
      .update(idempotency)
      .set({ answer })
      .where(claimed(scope, use, since));
  });
}

/** Nothing came of it: the key may be used again. */
export async function releaseKey(store: Store, use: KeyUse, since: Date): Promise<void> {
  await store.in(use.actor.workspaceId, async (scope) => {
    await scope.tx.delete(idempotency).where(claimed(scope, use, since));
  });
}

async function tryClaim(scope: Scope, use: KeyUse): Promise<Claim | null> {
  const fresh = {
    requestHash: use.requestHash,
    answer: null,
    // As exact as JavaScript's dates, so that it can be compared.
    createdAt: sql`date_trunc('milliseconds', now())`,
  };
  const [row] = await scope.tx
    .insert(idempotency)
    .values({ workspaceId: scope.workspaceId, actor: holder(use), key: use.key, ...fresh })
    .onConflictDoUpdate({
      target: [idempotency.workspaceId, idempotency.actor, idempotency.key],
      set: fresh,
      setWhere: sql`${idempotency.createdAt} < now() - ${KEPT}
        or (${idempotency.answer} is null and ${idempotency.createdAt} < now() - ${ABANDONED})`,
    })
    .returning({ since: idempotency.createdAt });
  return row ? { state: 'first', since: row.since } : null;
}

async function readClaim(scope: Scope, use: KeyUse): Promise<Claim> {
  const [row] = await scope.tx.select().from(idempotency).where(sameKey(scope, use));
  // Released between the two statements.
  if (!row) return { state: 'running' };
  if (row.requestHash !== use.requestHash) return { state: 'other-request' };
  return row.answer ? { state: 'answered', answer: row.answer } : { state: 'running' };
}

/** Two clients may choose the same key: each log-in and each token has its own. */
const holder = ({ actor }: KeyUse): string => `${actor.agentId}:${actor.credential}`;

const sameKey = (scope: Scope, use: KeyUse) =>
  and(
    eq(idempotency.workspaceId, scope.workspaceId),
    eq(idempotency.actor, holder(use)),
    eq(idempotency.key, use.key),
  );

const claimed = (scope: Scope, use: KeyUse, since: Date) =>
  and(sameKey(scope, use), eq(idempotency.createdAt, since), isNull(idempotency.answer));

async function forgetOld(scope: Scope): Promise<void> {
  await scope.tx
    .delete(idempotency)
    .where(
      and(
        eq(idempotency.workspaceId, scope.workspaceId),
        sql`${idempotency.createdAt} < now() - ${KEPT} * 2`,
      ),
    );
}
