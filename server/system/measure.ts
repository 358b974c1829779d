/** What is measured, each within a few seconds; what cannot be asked is `null`, for a finding to say so. */
import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import type { Store } from '../events/scope.ts';

const PATIENCE_MS = 4_000;

export type DatabaseMeasure = { version: string; ms: number; skewSeconds: number };

/** How fast it answers, and how far its clock is from ours: half of the way there and back belongs to neither. */
export async function measureDatabase({ database }: Store): Promise<DatabaseMeasure> {
  await database.ping();
  const asked = Date.now();
  const [row] = await database.outside.execute<{ version: string; clock: string }>(
    sql`select current_setting('server_version') as version, extract(epoch from clock_timestamp()) as clock`,
  );
  const ms = Date.now() - asked;
  const skewSeconds = (Number(row?.clock) * 1000 - (asked + ms / 2)) / 1000;
  return { version: row?.version ?? '', ms, skewSeconds };
}

/** Does our own address lead to us from here? Not followed anywhere else. */
export async function reachAddress(publicUrl: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(`${publicUrl}/health/live`, { signal, redirect: 'manual' });
    const body: unknown = await answer.json();
    return answer.ok && JSON.stringify(body) === '{"status":"live"}';
  } catch {
    return false;
  }
}

/** Of the disk that holds the data folder, for whoever is not root. */
export async function measureDisk(
  folder: string,
): Promise<{ freeBytes: number; totalBytes: number }> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

/** @param parent in which the folder is made when it is first needed */
export async function isWritable(folder: string, parent: string): Promise<boolean> {
  const mode = constants.R_OK | constants.W_OK | constants.X_OK;
  try {
    await access(folder, mode);
    return true;
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return missing && folder !== parent ? isWritable(parent, parent) : false;
  }
}
