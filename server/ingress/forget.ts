/** Raw requests are kept for a time, so that what became of them can be looked at, and done again; then they go. */
import { sql } from 'drizzle-orm';
import { idAt, momentOf } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';

/** Bodies may be large: a transaction takes so many. */
const AT_ONCE = 200;

/**
 * Takes away the oldest requests that were understood and have been kept for `days`. What is quarantined stays: somebody
 * has to see to it first. A message that came with one no longer points to it.
 */
export function forgetRaw(days: number) {
  return async ({ tx, workspaceId }: Scope): Promise<{ count: number; more: boolean }> => {
    const gone = await tx.execute<{ id: string; received_at: string }>(sql`
      delete from ingress where workspace_id = ${workspaceId} and id in (
        select id from ingress where workspace_id = ${workspaceId} and state = 'done'
          and received_at < now() - ${days} * interval '1 day'
        order by id limit ${AT_ONCE})
      returning id, received_at`);
    if (gone.length > 0) await letGo({ tx, workspaceId }, gone);
    return { count: gone.length, more: gone.length === AT_ONCE };
  };
}

/**
 * Only of mail does anybody ask for the original. Messages are found by the time they came, which their ids begin with:
 * no index leads from a request to its messages, since every message coming in would pay for it.
 */
async function letGo(
  { tx, workspaceId }: Pick<Scope, 'tx' | 'workspaceId'>,
  gone: readonly { id: string }[],
): Promise<void> {
  const ids = gone.map(({ id }) => id).sort();
  const [first = '', last = ''] = [ids[0], ids.at(-1)];
  await tx.execute(sql`
    update messages set ingress_id = null
    where workspace_id = ${workspaceId} and addressing is not null
      and id >= ${idAt(momentOf(first))}::uuid and id < ${idAt(momentOf(last) + A_WHILE_MS)}::uuid
      and ingress_id = any(${`{${ids.join(',')}}`}::uuid[])`);
}

/** A request is stored within this. */
const A_WHILE_MS = 3_600_000;
