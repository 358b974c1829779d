/**
 * Taking away what nobody needs: uploads that no message ever took, and bytes that nothing points to. Whatever may be
 * needed is left: bytes go when nothing has pointed to them for a day and nobody was about to write them, and while they
 * go nobody can write them. Several processes may do this at the same time.
 */
import { and, eq, inArray, isNotNull, isNull, lt, ne, or, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { storedFiles } from '../database/schema/files.ts';
import { attachments } from '../database/schema/messages.ts';
import { directory } from '../database/schema/workspaces.ts';
import type { DepotName } from './depots/depot.ts';
import type { Depots } from './files.ts';
import { isForgotten } from './reply-files.ts';
import { clearSpool } from './spool.ts';

export type Collected = { uploads: number; files: number };

const AT_ONCE = 50;
/** Somebody may have chosen a file and left the answer for another day. */
const UPLOAD_DAYS = 7;
const aDayAgo = sql`now() - interval '1 day'`;
/** Longer than the store takes to remove one file, however often it is asked; then whoever had begun to is dead. */
const LEASE = sql`now() + interval '3 minutes'`;

/** @throws Refusal unavailable when a depot is away: the next time goes on with it */
export async function collectOrphans(depots: Depots): Promise<Collected> {
  const { database } = depots;
  const workspaces = await workspacesIn(database);
  const uploads = await dropUploads(database, workspaces);
  let files = 0;
  for await (const digests of ledgerOf(database)) {
    const unused = await unusedOf(database, workspaces, digests);
    await markUnused(database, digests, unused);
    for (const digest of unused) if (await takeAway(depots, digest)) files += 1;
  }
  for (const name of depots.names) files += await clearDepot(depots, name);
  await clearSpool(depots.folder);
  return { uploads, files };
}

async function workspacesIn({ outside }: Database): Promise<string[]> {
  const rows = await outside.selectDistinct({ id: directory.workspaceId }).from(directory);
  return rows.map(({ id }) => id);
}

/** A message that takes one of them at this very moment comes first, or finds it gone: never half of each. */
async function dropUploads(database: Database, workspaces: readonly string[]): Promise<number> {
  let dropped = 0;
  for (const id of workspaces) {
    dropped += await database.inWorkspace(id, async (tx) => {
      const rows = await tx
        .delete(attachments)
        .where(
          and(
            eq(attachments.workspaceId, id),
            isForgotten,
            lt(attachments.createdAt, sql`now() - ${UPLOAD_DAYS} * interval '1 day'`),
          ),
        )
        .returning({ id: attachments.id });
      return rows.length;
    });
  }
  return dropped;
}

/** All digests, some at a time. */
async function* ledgerOf({ outside }: Database): AsyncGenerator<string[]> {
  for (let after = ''; ; ) {
    const rows = await outside
      .select({ digest: storedFiles.digest })
      .from(storedFiles)
      .where(sql`${storedFiles.digest} > ${after}`)
      .orderBy(storedFiles.digest)
      .limit(AT_ONCE);
    const last = rows.at(-1);
    if (!last) return;
    after = last.digest;
    yield rows.map(({ digest }) => digest);
  }
}

/** Those that no attachment of any workspace has, and no picture has as its small one. */
async function unusedOf(
  database: Database,
  workspaces: readonly string[],
  digests: readonly string[],
): Promise<string[]> {
  const left = new Set(digests);
  const previews = await database.outside
    .select({ digest: storedFiles.preview })
    .from(storedFiles)
    .where(
      and(inArray(storedFiles.preview, [...left]), ne(storedFiles.preview, storedFiles.digest)),
    );
  for (const { digest } of previews) left.delete(digest ?? '');
  for (const id of workspaces) {
    if (left.size === 0) break;
    const rows = await database.inWorkspace(id, (tx) =>
      tx
        .selectDistinct({ digest: attachments.digest })
        .from(attachments)
        .where(and(eq(attachments.workspaceId, id), inArray(attachments.digest, [...left]))),
    );
    for (const { digest } of rows) left.delete(digest);
  }
  return [...left];
}

async function markUnused(
  { outside }: Database,
  digests: readonly string[],
  unused: readonly string[],
): Promise<void> {
  const used = digests.filter((digest) => !unused.includes(digest));
  if (used.length > 0) {
    await outside
      .update(storedFiles)
      .set({ unusedSince: null })
      .where(and(inArray(storedFiles.digest, used), isNotNull(storedFiles.unusedSince)));
  }
  if (unused.length > 0) {
    await outside
      .update(storedFiles)
      .set({ unusedSince: sql`now()` })
      .where(and(inArray(storedFiles.digest, [...unused]), isNull(storedFiles.unusedSince)));
  }
}

const isFree = or(isNull(storedFiles.leasedUntil), lt(storedFiles.leasedUntil, sql`now()`));
const isOld = lt(storedFiles.touchedAt, aDayAgo);

/** Bytes first: what is only in the ledger is done again, what is only in a depot would have to be looked for. */
async function takeAway(depots: Depots, digest: string): Promise<boolean> {
  const { outside } = depots.database;
  const isOurs = eq(storedFiles.digest, digest);
  const [row] = await outside
    .update(storedFiles)
    .set({ leasedUntil: LEASE })
    .where(and(isOurs, isFree, isOld, lt(storedFiles.unusedSince, aDayAgo)))
    .returning({ depot: storedFiles.depot });
  if (!row) return false;
  await depots.at(row.depot).remove(digest);
  await outside.delete(storedFiles).where(and(isOurs, isNotNull(storedFiles.leasedUntil)));
  return true;
}

/** What lies in a depot and is not known to: entered, so that it goes like the rest; or left behind by a move. */
async function clearDepot(depots: Depots, name: DepotName): Promise<number> {
  const { outside } = depots.database;
  let removed = 0;
  for await (const digests of inBatches(depots.at(name).list())) {
    await outside
      .insert(storedFiles)
      .values(digests.map((digest) => ({ digest, depot: name, unusedSince: sql`now()` })))
      .onConflictDoNothing();
    const elsewhere = await outside
      .select({ digest: storedFiles.digest })
      .from(storedFiles)
      .where(and(inArray(storedFiles.digest, digests), ne(storedFiles.depot, name), isOld));
    for (const { digest } of elsewhere) if (await clearLeft(depots, name, digest)) removed += 1;
  }
  return removed;
}

/** Its file is in the other depot, and has been for a day. */
async function clearLeft(depots: Depots, name: DepotName, digest: string): Promise<boolean> {
  const { outside } = depots.database;
  const isOurs = eq(storedFiles.digest, digest);
  const leased = await outside
    .update(storedFiles)
    .set({ leasedUntil: LEASE })
    .where(and(isOurs, isFree, isOld, ne(storedFiles.depot, name)))
    .returning({ digest: storedFiles.digest });
  if (leased.length === 0) return false;
  await depots.at(name).remove(digest);
  await outside.update(storedFiles).set({ leasedUntil: null }).where(isOurs);
  return true;
}

async function* inBatches(digests: AsyncIterable<string>): AsyncGenerator<string[]> {
  let batch: string[] = [];
  for await (const digest of digests) {
    batch.push(digest);
    if (batch.length < AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
