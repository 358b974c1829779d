/**
 * Moving files between depots, and out of them and back: each is read whole, held against its digest, and only where it
 * has arrived the ledger follows. What was moved stays where it was, too, until the orphans are collected.
 */
import { rm } from 'node:fs/promises';
import { and, eq, isNull, lt, ne, or, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { storedFiles } from '../database/schema/files.ts';
import { DamagedFileError, type Depot, MissingFileError } from './depots/depot.ts';
import { createDisk } from './depots/disk.ts';
import type { Depots } from './files.ts';
import { announce, record } from './ledger.ts';
import { fetchWhole } from './spool.ts';

/** `lost`: not where it should be, or other bytes than were stored. Its record stays as it is. */
export type Moved = { files: number; bytes: number; lost: string[] };

const AT_ONCE = 100;

/**
 * Everything to where new files go, beside the running product. Stopped in between, it goes on the next time.
 * @throws Refusal unavailable when a depot is away
 */
export async function moveHome(depots: Depots, onStep: (moved: Moved) => void): Promise<Moved> {
  const { database, home, folder } = depots;
  const target = depots.at(home);
  return forEach(database, ne(storedFiles.depot, home), onStep, async ({ digest, depot }) => {
    // Touched first: from then on nobody takes it away, here or there.
    if (!(await touch(database, digest))) return null;
    const bytes = await carry(digest, { from: depots.at(depot), to: target, folder });
    await record(database, digest, home);
    return bytes;
  });
}

/** A copy of everything, for a backup. @param target made as the depot on disk is */
export async function copyOutFiles(depots: Depots, target: string): Promise<Moved> {
  const to = createDisk(target);
  return forEach(
    depots.database,
    undefined,
    () => {},
    ({ digest, depot }) => carry(digest, { from: depots.at(depot), to, folder: target }),
  );
}

/** Back from such a copy, to where new files go. */
export async function copyInFiles(depots: Depots, source: string): Promise<Moved> {
  const moved: Moved = { files: 0, bytes: 0, lost: [] };
  const from = createDisk(source);
  const { database, home, folder } = depots;
  for await (const digest of from.list()) {
    await step(moved, digest, async () => {
      await announce(database, digest, home);
      const bytes = await carry(digest, { from, to: depots.at(home), folder });
      await record(database, digest, home);
      return bytes;
    });
  }
  return moved;
}

type Row = Pick<typeof storedFiles.$inferSelect, 'digest' | 'depot'>;

/** @param work answers how many bytes it has carried; null: there is nothing to carry any more */
async function forEach(
  { outside }: Database,
  which: ReturnType<typeof ne> | undefined,
  onStep: (moved: Moved) => void,
  work: (row: Row) => Promise<number | null>,
): Promise<Moved> {
  const moved: Moved = { files: 0, bytes: 0, lost: [] };
  for (let after = ''; ; ) {
    const rows = await outside
      .select({ digest: storedFiles.digest, depot: storedFiles.depot })
      .from(storedFiles)
      .where(and(sql`${storedFiles.digest} > ${after}`, which))
      .orderBy(storedFiles.digest)
      .limit(AT_ONCE);
    const last = rows.at(-1);
    if (!last) return moved;
    after = last.digest;
    for (const row of rows) await step(moved, row.digest, () => work(row));
    onStep(moved);
  }
}

async function step(moved: Moved, digest: string, work: () => Promise<number | null>) {
  try {
    const bytes = await work();
    if (bytes === null) return;
    moved.files += 1;
    moved.bytes += bytes;
  } catch (error) {
    if (!(error instanceof MissingFileError || error instanceof DamagedFileError)) throw error;
    moved.lost.push(digest);
  }
}

/** False when it is being taken away: then nobody needs it. */
async function touch({ outside }: Database, digest: string): Promise<boolean> {
  const isFree = or(isNull(storedFiles.leasedUntil), lt(storedFiles.leasedUntil, sql`now()`));
  const touched = await outside
    .update(storedFiles)
    .set({ touchedAt: sql`now()` })
    .where(and(eq(storedFiles.digest, digest), isFree))
    .returning({ digest: storedFiles.digest });
  return touched.length > 0;
}

/** @returns how many bytes it has */
async function carry(
  digest: string,
  { from, to, folder }: { from: Depot; to: Depot; folder: string },
): Promise<number> {
  const { file, size } = await fetchWhole(folder, from, digest);
  await to.put(file, digest).finally(() => rm(file, { force: true }));
  return size;
}
