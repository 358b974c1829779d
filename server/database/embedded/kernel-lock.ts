import { type FileHandle, open } from 'node:fs/promises';
import { EmbeddedPostgresError } from './error.ts';
import { run, type User } from './run.ts';

const PATIENCE_SECONDS = 3; // a killed server may still be ending
const BUSY = 1; // exit code of flock(1)

/**
 * Takes a lock that the kernel keeps for as long as any process has the returned file open: this
 * one, and every Postgres process, which inherits it. It sees what process ids cannot: a server in
 * another container on the same volume, a backend or an initdb that outlived its parent.
 * Where flock(1) is missing (macOS) the file is open but not locked.
 */
export async function takeKernelLock(path: string, owner: User): Promise<FileHandle> {
  const file = await tryKernelLock(path);
  // Root's own file would shut out a later start as the cluster's owner.
  if (file !== undefined && owner !== undefined) await file.chown(owner.uid, owner.gid);
  if (file !== undefined) return file;
  throw new EmbeddedPostgresError(
    'The embedded database is still in use by left-over Postgres processes or from another ' +
      `machine (lock ${path}). Stop them first, or set another DATA_DIR.`,
  );
}

/** Whether some process has the kernel lock and keeps it. */
export async function isKernelLocked(path: string): Promise<boolean> {
  const file = await tryKernelLock(path);
  await file?.close();
  return file === undefined;
}

async function tryKernelLock(path: string): Promise<FileHandle | undefined> {
  const file = await open(path, 'a', 0o600);
  const flock = ['flock', '--wait', String(PATIENCE_SECONDS), '3'];
  if ((await run(flock, { file: file.fd })).code !== BUSY) return file;
  await file.close();
  return undefined;
}
