/**
 * The ledger of the depots: which bytes lie where, written down before they are written. What it does not name can be
 * taken away; what it names is somebody's, or waits for a day.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { storedFiles } from '../database/schema/files.ts';
import { Refusal } from '../wire/problems.ts';
import { type DepotName, MissingFileError } from './depots/depot.ts';

const PATIENCE_MS = 10_000;

/**
 * Says that the bytes are about to be written. From then on nobody takes them away for a day at least.
 * @returns where they lie already, as far as is known; `home` for new ones
 * @throws Refusal unavailable when just these bytes are being taken away and that does not end
 */
export async function announce(
  { outside }: Database,
  digest: string,
  home: DepotName,
): Promise<DepotName> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(100)) {
    const [row] = await outside
      .insert(storedFiles)
      .values({ digest, depot: home })
      .onConflictDoUpdate({
        target: storedFiles.digest,
        set: { touchedAt: sql`now()`, unusedSince: null },
        setWhere: sql`${storedFiles.leasedUntil} is null or ${storedFiles.leasedUntil} < now()`,
      })
      .returning({ depot: storedFiles.depot });
    if (row) return row.depot;
  }
  throw new Refusal('unavailable', 'The file store is busy; try again.', 5);
}

/** They lie there now: that is where they are read from. */
export async function record(
  { outside }: Database,
  digest: string,
  depot: DepotName,
): Promise<void> {
  await outside.update(storedFiles).set({ depot }).where(eq(storedFiles.digest, digest));
}

/** @throws MissingFileError when they were never stored */
export async function whereIs({ outside }: Database, digest: string): Promise<DepotName> {
  const [row] = await outside
    .select({ depot: storedFiles.depot })
    .from(storedFiles)
    .where(eq(storedFiles.digest, digest));
  if (!row) throw new MissingFileError(digest);
  return row.depot;
}
