import { chown, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { complaintIn } from './complaint.ts';
import { EmbeddedPostgresError } from './error.ts';
import { spawnGuarded } from './guarded-process.ts';
import type { Identity, Place } from './identity.ts';
import { locale } from './run.ts';

const MAJOR = '18';

type InitOptions = {
  identity: Identity;
  /** The command that starts initdb. */
  initdb: readonly string[];
  kernelLock: number;
  /** Whether the files must be safe on the disk before the cluster is used. */
  durable: boolean;
};

/** Where the cluster stands: its name carries the major version, whose files no other can read. */
export function placeOf(dataDir: string): Place {
  return { dataDir, clusterDir: path.join(dataDir, `pg${MAJOR}`) };
}

/** Refuses a data directory whose cluster another major version of Postgres made. */
export async function checkVersion({ dataDir, clusterDir }: Place): Promise<void> {
  const version = await clusterVersion(clusterDir);
  if (version === MAJOR) return;
  if (version !== undefined) throw otherVersion(clusterDir, version);
  const names = await readdir(dataDir);
  const other = names.find((name) => /^pg\d+$/.test(name) && name !== path.basename(clusterDir));
  if (other !== undefined) throw otherVersion(path.join(dataDir, other), other.slice(2));
  const files = await readdir(clusterDir).catch(() => []);
  if (files.length > 0) {
    throw new EmbeddedPostgresError(
      `${clusterDir} is not a complete database cluster (no PG_VERSION): restore it or move it away.`,
    );
  }
}

/** Makes the cluster if there is none. It gets its name only when it is finished. */
export async function ensureCluster(place: Place, options: InitOptions): Promise<void> {
  if ((await clusterVersion(place.clusterDir)) !== undefined) return;
  const draft = `${place.clusterDir}.init`;
  await rm(draft, { recursive: true, force: true }); // half-made by a start that was killed
  await mkdir(draft, { mode: 0o700 });
  const { user } = options.identity;
  if (user !== undefined) await chown(draft, user.uid, user.gid);
  await runInitdb(draft, options);
  await rename(draft, place.clusterDir);
  // Without this a power cut could undo the renaming, and the data would count as half-made.
  if (options.durable) await syncFolder(place.dataDir);
}

async function runInitdb(draft: string, options: InitOptions): Promise<void> {
  const command = [
    ...options.initdb,
    ...['-D', draft, '--username=postgres', '--auth=trust', '--encoding=UTF8'],
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
    `--lc-ctype=${locale}`, // C alone would leave trigram search blind to all but ASCII
    '--no-instructions',
    ...(options.durable ? [] : ['--no-sync']),
  ];
  const process = spawnGuarded(options.identity, command, options.kernelLock);
  if ((await process.ended) === 0) return;
  await rm(draft, { recursive: true, force: true });
  throw new EmbeddedPostgresError(
    `The embedded database could not be created: ${complaintIn(process.log())}`,
  );
}

async function clusterVersion(clusterDir: string): Promise<string | undefined> {
  try {
    return (await readFile(path.join(clusterDir, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing) return undefined;
    throw error;
  }
}

function otherVersion(folder: string, version: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `${folder} was made by Postgres ${version} and this version of Interline runs Postgres ` +
      `${MAJOR}: export with the old version and import, or set another DATA_DIR.`,
  );
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
