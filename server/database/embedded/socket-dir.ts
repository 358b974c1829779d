import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EmbeddedPostgresError } from './error.ts';
import { canEnter, type Identity } from './identity.ts';

const PREFIX = 'interline-pg-';
const SOCKET = '.s.PGSQL.5432';
const LONGEST_PATH = 103; // bytes, by the shorter limit of a unix socket's name (macOS)

/** The file in a socket folder that clients connect to. */
export function socketPath(socketDir: string): string {
  return path.join(socketDir, SOCKET);
}

/**
 * Makes a private folder for the server's socket. It is not among the data, whose path may be
 * longer than a socket's name can be.
 */
export async function makeSocketDir(identity: Identity): Promise<string> {
  for (const base of new Set([tmpdir(), '/tmp'])) {
    const folder = await tryFolder(base, identity);
    if (folder !== undefined) return folder;
  }
  throw new EmbeddedPostgresError(
    `The embedded database needs a folder for its socket, and ${tmpdir()} cannot be used: ` +
      'set TMPDIR to a writable folder with a short path.',
  );
}

/** Removes a socket folder; a path that is none is left alone. */
export async function removeSocketDir(folder: string): Promise<void> {
  if (path.basename(folder).startsWith(PREFIX)) await rm(folder, { recursive: true, force: true });
}

async function tryFolder(base: string, { user }: Identity): Promise<string | undefined> {
  const template = path.join(base, PREFIX);
  if (Buffer.byteLength(socketPath(`${template}XXXXXX`)) > LONGEST_PATH) return undefined;
  const folder = await mkdtemp(template).catch(() => undefined);
  if (folder === undefined || user === undefined) return folder;
  await chown(folder, user.uid, user.gid);
  if (await canEnter(user, folder)) return folder;
  await removeSocketDir(folder);
  return undefined;
}
