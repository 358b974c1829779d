/** Addresses that our own doors take messages in for, and the channels they belong to. */
import { and, eq, inArray } from 'drizzle-orm';
import type { Adapter, Settings } from '../../adapters/adapter.ts';
import { directory } from '../database/schema/workspaces.ts';
import type { Scope, Store } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';

const KIND = 'address';

/**
 * Writes down which addresses arrive at a channel, and forgets those that no longer do.
 * @throws Refusal conflict when another channel has one of them
 */
export async function enlistAddresses(
  scope: Scope,
  adapter: Adapter,
  settings: Settings,
): Promise<void> {
  const { channelId } = settings;
  const addresses = [...new Set(adapter.addresses?.(settings) ?? [])];
  await dismissAddresses(scope, channelId);
  if (addresses.length === 0) return;
  const { workspaceId } = scope;
  await scope.tx
    .insert(directory)
    .values(
      addresses.map((key) => ({ kind: KIND, key, workspaceId, subjectId: channelId }) as const),
    )
    .onConflictDoNothing();
  const rows = await scope.tx
    .select({ key: directory.key, subjectId: directory.subjectId })
    .from(directory)
    .where(and(eq(directory.kind, KIND), inArray(directory.key, addresses)));
  const foreign = rows.find((row) => row.subjectId !== channelId);
  if (foreign) throw new Refusal('conflict', `${foreign.key} belongs to another channel already.`);
}

export async function dismissAddresses(scope: Scope, channelId: string): Promise<void> {
  await scope.tx
    .delete(directory)
    .where(and(eq(directory.kind, KIND), eq(directory.subjectId, channelId)));
}

/** The channel an address belongs to, whatever tag stands behind a plus; null for an unknown one. */
export async function findAddress(
  store: Store,
  address: string,
): Promise<{ workspaceId: string; channelId: string } | null> {
  const plain = address.trim().toLowerCase();
  const keys = [plain, plain.replace(/\+[^@]*@/, '@'), plain.replace(/^.*@/, '@')];
  const rows = await store.database.outside
    .select()
    .from(directory)
    .where(and(eq(directory.kind, KIND), inArray(directory.key, keys)));
  for (const key of keys) {
    const row = rows.find((one) => one.key === key);
    if (row?.subjectId) return { workspaceId: row.workspaceId, channelId: row.subjectId };
  }
  return null;
}
