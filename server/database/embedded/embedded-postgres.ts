import { existsSync } from 'node:fs';
import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { findBinaries, prepareBinaries } from './binaries.ts';
import { checkVersion, ensureCluster, placeOf } from './cluster.ts';
import { EmbeddedPostgresError } from './error.ts';
import { chooseIdentity, type Identity, type Place } from './identity.ts';
import { takeKernelLock } from './kernel-lock.ts';
import { type Lock, takeLock } from './lock.ts';
import { disownPidFile, stopPostmaster } from './postmaster.ts';
import { startServer } from './server-process.ts';
import type { Settings } from './settings.ts';
import { makeSocketDir, removeSocketDir, socketPath } from './socket-dir.ts';
import { type OnEnd, supervise } from './supervise.ts';
import { type Undo, undoStack } from './undo-stack.ts';

export { EmbeddedPostgresError } from './error.ts';

export type EmbeddedPostgres = {
  /** Full path of the unix socket file, for postgres.js `path`. */
  socketPath: string;
  /** Cluster superuser, used only to create roles and the database. */
  superuser: string;
  /** Resolves with the server's last log lines when it ends without stop() having been asked, and is not started again. */
  died: Promise<string>;
  /** Ends the server in good order; resolves when nothing of it is left but the data. */
  stop(): Promise<void>;
};

const ORPHAN_PATIENCE = 3_000;

/**
 * Starts the Postgres that comes with the program, with its cluster in `dataDir`, and resolves when
 * it accepts connections. One process at a time can have the directory. The server ends with this
 * process, even when that is killed. `settings` change the server's own (see settings.ts); with `onEnd` a server
 * that ends by itself is started again, at the same address.
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  options: { settings?: Record<string, string>; onEnd?: OnEnd | undefined } = {},
): Promise<EmbeddedPostgres> {
  const native = findBinaries();
  const undo = undoStack();
  try {
    const place = placeOf(await makeDataDir(dataDir));
    const lock = await takeLock(place.dataDir);
    undo.add(() => lock.release());
    const { settings = {}, onEnd } = options;
    return await startLocked({ place, lock, native, undo, settings, onEnd });
  } catch (error) {
    await undo.run();
    throw explain(error, dataDir);
  }
}

async function makeDataDir(dataDir: string): Promise<string> {
  const folder = path.resolve(dataDir);
  await mkdir(path.dirname(folder), { recursive: true });
  if (!existsSync(folder)) await mkdir(folder, { recursive: true, mode: 0o700 });
  // The real path: a server started through another name of this folder must be recognised.
  return realpath(folder);
}

type Start = {
  place: Place;
  lock: Lock;
  native: string;
  undo: Undo;
  settings: Settings;
  onEnd: OnEnd | undefined;
};

async function startLocked(start: Start): Promise<EmbeddedPostgres> {
  const { place, lock, native, undo, settings, onEnd } = start;
  const prefix = await prepareBinaries(native, place.dataDir);
  const program = (name: string) => [...prefix, path.join(native, 'bin', name)];
  const postgres = program('postgres');
  const identity = await chooseIdentity(place, postgres);
  await checkVersion(place);
  const kernelLock = await clearRemains(start, identity);

  const socketDir = await makeSocketDir(identity);
  undo.add(() => removeSocketDir(socketDir));
  await lock.note(socketDir);
  const common = { identity, kernelLock };
  const durable = settings['fsync'] !== 'off';
  await ensureCluster(place, { ...common, durable, initdb: program('initdb') });
  const { clusterDir } = place;
  const again = () => startServer({ ...common, clusterDir, socketDir, settings, postgres });
  const supervised = supervise({ server: await again(), again, clusterDir, undo, onEnd });
  return { socketPath: socketPath(socketDir), superuser: 'postgres', ...supervised };
}

/** Ends and removes what a killed process left behind; from then on the cluster is this one's. */
async function clearRemains(start: Start, { user }: Identity): Promise<number> {
  const { place, lock, undo } = start;
  await stopPostmaster(place.clusterDir, ORPHAN_PATIENCE);
  const kernelLock = await takeKernelLock(lock.kernelLock, user);
  undo.add(() => kernelLock.close());
  // Not before the kernel lock: the pid file could be that of a server in another container.
  await disownPidFile(place.clusterDir);
  if (lock.previous?.socketDir) await removeSocketDir(lock.previous.socketDir);
  return kernelLock.fd;
}

/** A full disk, a missing permission and the like are the operator's to mend. */
function explain(error: unknown, dataDir: string): unknown {
  const isFileError = error instanceof Error && 'syscall' in error;
  if (!isFileError) return error;
  return new EmbeddedPostgresError(
    `The embedded database cannot start with its data in ${dataDir} (DATA_DIR): ${error.message}`,
    { cause: error },
  );
}
