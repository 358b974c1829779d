import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './error.ts';
import { type Holder, isAlive, parseHolder, thisHolder } from './holder.ts';

export type Lock = {
  /** Who held the lock last and died without releasing it. */
  previous: Holder | undefined;
  /** The file for the kernel's lock, which the server itself takes part in (see kernel-lock.ts). */
  kernelLock: string;
  /** Notes the socket folder, so that the next start can remove it should this process be killed. */
  note(socketDir: string): Promise<void>;
  release(): Promise<void>;
};

const PATIENCE = 1_000; // a holder that was told to end or killed may not be quite gone
const POLL = 20;

type Attempt = { file: string; kernelLock: string; holder: Holder };

/**
 * Takes a data directory for this process, or says which living process has it and does not give
 * it up within `patience` milliseconds.
 */
export async function takeLock(dataDir: string, patience = PATIENCE): Promise<Lock> {
  const file = path.join(dataDir, 'embedded-postgres.lock');
  const kernelLock = path.join(dataDir, 'embedded-postgres.kernel-lock');
  const holder = await thisHolder();
  const previous = await acquireBy(Date.now() + patience, { file, kernelLock, holder });
  return {
    previous,
    kernelLock,
    async note(socketDir) {
      await rename(await writeDraft(file, { ...holder, socketDir }), file);
    },
    async release() {
      const current = parseHolder((await readIfPresent(file)) ?? '');
      if (current?.id === holder.id) await rm(file, { force: true });
    },
  };
}

async function acquireBy(deadline: number, attempt: Attempt): Promise<Holder | undefined> {
  for (;;) {
    try {
      return await acquire(attempt);
    } catch (error) {
      if (!(error instanceof EmbeddedPostgresError) || Date.now() >= deadline) throw error;
      await sleep(POLL);
    }
  }
}

async function acquire(attempt: Attempt): Promise<Holder | undefined> {
  const { file, kernelLock, holder } = attempt;
  const draft = await writeDraft(file, holder);
  try {
    for (;;) {
      if (await linkIfAbsent(draft, file)) return undefined;
      const found = await readIfPresent(file);
      if (found === undefined) continue; // released just now
      const previous = parseHolder(found);
      if (previous && (await isAlive(previous, holder, kernelLock))) throw heldBy(previous, file);
      if (await takeOver(attempt, draft, found)) return previous;
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Replaces a dead holder's lock. Of several that find it dead, only the one who holds the right of
 * takeover may replace it, and only if it is still the same lock; otherwise a slow one would
 * replace the lock of a quicker one. The right is itself such a lock: its holder can die as well.
 */
async function takeOver(attempt: Attempt, draft: string, stale: string): Promise<boolean> {
  const right = `${attempt.file}.takeover`;
  await acquire({ ...attempt, file: right });
  try {
    if ((await readIfPresent(attempt.file)) !== stale) return false;
    await rename(draft, attempt.file);
    return true;
  } finally {
    await rm(right, { force: true });
  }
}

// A file that is linked into place is complete from its first moment: nobody reads half a lock.
async function writeDraft(file: string, holder: Holder): Promise<string> {
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, JSON.stringify(holder));
    return draft;
  } catch (error) {
    await rm(draft, { force: true }); // a full disk leaves an empty one
    throw error;
  }
}

async function linkIfAbsent(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function heldBy(holder: Holder, file: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The embedded database is in use by process ${holder.pid} on ${holder.host} (lock ${file}). ` +
      'Stop that process first, or set another DATA_DIR.',
  );
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
