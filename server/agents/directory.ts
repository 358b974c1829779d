/** Which workspace a secret or an address belongs to: asked before a workspace is known. */
import { and, eq, inArray } from 'drizzle-orm';
import { directory } from '../database/schema/workspaces.ts';
import type { Scope, Store } from '../events/scope.ts';

type Kind = 'session' | 'token' | 'invitation' | 'login' | 'demo' | 'reset';

/** @param key a fingerprint; for `login` the address as `normaliseEmail` writes it, for `demo` what is marked */
export async function findHome(store: Store, kind: Kind, key: string): Promise<string | null> {
  const [row] = await store.database.outside
    .select({ workspaceId: directory.workspaceId })
    .from(directory)
    .where(and(eq(directory.kind, kind), eq(directory.key, key)));
  return row?.workspaceId ?? null;
}

/** Does anyone have a log-in, in any workspace? */
export const isAnyoneListed = (tx: Pick<Scope['tx'], 'select'>): Promise<boolean> =>
  isListed(tx, 'login');

/** Is there any of this kind, in any workspace? */
export async function isListed(tx: Pick<Scope['tx'], 'select'>, kind: Kind): Promise<boolean> {
  const rows = await tx
    .select({ key: directory.key })
    .from(directory)
    .where(eq(directory.kind, kind))
    .limit(1);
  return rows.length > 0;
}

/** Every workspace there is. */
export async function listWorkspaces(store: Store): Promise<string[]> {
  const homes = await store.database.outside
    .selectDistinct({ id: directory.workspaceId })
    .from(directory);
  return homes.map(({ id }) => id);
}

/** @returns false when the key is listed already, here or in another workspace */
export async function list(scope: Scope, kind: Kind, key: string): Promise<boolean> {
  const rows = await scope.tx
    .insert(directory)
    .values({ kind, key, workspaceId: scope.workspaceId })
    .onConflictDoNothing()
    .returning({ key: directory.key });
  return rows.length > 0;
}

export async function unlist(scope: Scope, kind: Kind, keys: string[]): Promise<void> {
  if (keys.length === 0) return;
  await scope.tx
    .delete(directory)
    .where(
      and(
        eq(directory.kind, kind),
        inArray(directory.key, keys),
        eq(directory.workspaceId, scope.workspaceId),
      ),
    );
}
