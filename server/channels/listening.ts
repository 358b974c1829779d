/** Channels that fetch by themselves: which process does so, and how far they have got. */
import { and, eq, sql } from 'drizzle-orm';
import { channels } from '../database/schema/channels.ts';
import { listeners } from '../database/schema/workspaces.ts';
import type { Scope, Store } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';
import { ofChannel } from './access.ts';

/** One channel this process fetches for, as long as it says so again in time. */
export type Held = { channelId: string; workspaceId: string; version: number };

/** A channel begins to fetch, or begins anew with other settings. */
export async function enlistListener(scope: Scope, channelId: string): Promise<void> {
  const { workspaceId } = scope;
  await scope.tx
    .insert(listeners)
    .values({ channelId, workspaceId })
    .onConflictDoUpdate({
      target: listeners.channelId,
      set: { version: sql`${listeners.version} + 1` },
    });
}

export async function dismissListener(scope: Scope, channelId: string): Promise<void> {
  await scope.tx.delete(listeners).where(eq(listeners.channelId, channelId));
}

/**
 * Takes what nobody holds and prolongs what `holder` has, in one statement. Everything answered is the holder's for
 * `leaseMs` from now; what it held and is not answered belongs to somebody else by now, or is gone.
 */
export async function holdListeners(
  store: Store,
  holder: string,
  leaseMs: number,
): Promise<Held[]> {
  const rows = await store.database.outside.execute<{
    channel_id: string;
    workspace_id: string;
    version: number;
  }>(sql`
    update listeners set holder = ${holder}::uuid, leased_until = now() + ${leaseMs} * interval '1 millisecond'
    where channel_id in (
      select channel_id from listeners
      where holder = ${holder}::uuid or leased_until is null or leased_until < now()
      for update skip locked)
    returning channel_id, workspace_id, version`);
  return rows.map((row) => ({
    channelId: row.channel_id,
    workspaceId: row.workspace_id,
    version: row.version,
  }));
}

/** A process that stops in good order lets others go on at once. */
export async function releaseListeners(store: Store, holder: string): Promise<void> {
  await store.database.outside
    .update(listeners)
    .set({ holder: null, leasedUntil: null })
    .where(eq(listeners.holder, holder));
}

/**
 * The fence: what a process fetched counts only while it still holds the channel. Asked in the transaction that stores
 * it, with the row locked, so that nobody can take over in between.
 * @throws Refusal conflict
 */
export async function refuseWithoutLease(
  scope: Scope,
  channelId: string,
  holder: string,
): Promise<void> {
  const [row] = await scope.tx
    .select({ holder: listeners.holder })
    .from(listeners)
    .where(eq(listeners.channelId, channelId))
    .for('share');
  if (row?.holder !== holder) throw new Refusal('conflict', 'Somebody else fetches by now.');
}

export async function readBookmark(scope: Scope, channelId: string): Promise<string> {
  const [row] = await scope.tx
    .select({ bookmark: channels.bookmark })
    .from(channels)
    .where(ofChannel(scope, channelId));
  return row?.bookmark ?? '';
}

export async function saveBookmark(
  scope: Scope,
  channelId: string,
  bookmark: string,
): Promise<void> {
  await scope.tx.update(channels).set({ bookmark }).where(ofChannel(scope, channelId));
}

/** How fetching goes. Screens are told when that changes, not each time it goes well. */
export async function reportFetching(
  scope: Scope,
  channelId: string,
  problem: string | null,
): Promise<void> {
  const changed = await scope.tx
    .update(channels)
    .set({
      fetchingProblem: problem,
      fetchingProblemSince: problem === null ? null : sql`coalesce(fetching_problem_since, now())`,
    })
    .where(
      and(ofChannel(scope, channelId), sql`fetching_problem is distinct from ${problem}::text`),
    )
    .returning({ id: channels.id });
  if (problem === null) {
    await scope.tx
      .update(channels)
      .set({ fetchedAt: sql`now()` })
      .where(ofChannel(scope, channelId));
  }
  if (changed.length > 0) scope.effects.push({ type: 'list-changed', what: 'channels' });
}
