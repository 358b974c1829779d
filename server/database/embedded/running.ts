import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isAlive, parseHolder, thisHolder } from './holder.ts';
import { socketPath } from './socket-dir.ts';

/**
 * The socket of the server that another process runs on `dataDir`; null when none runs.
 * For commands that want to look in while the product is up.
 */
export async function findRunning(dataDir: string): Promise<string | null> {
  const text = await readFile(path.join(dataDir, 'embedded-postgres.lock'), 'utf8').catch(() => '');
  const holder = parseHolder(text);
  if (!holder?.socketDir || !existsSync(socketPath(holder.socketDir))) return null;
  const kernelLock = path.join(dataDir, 'embedded-postgres.kernel-lock');
  const alive = await isAlive(holder, await thisHolder(), kernelLock);
  return alive ? socketPath(holder.socketDir) : null;
}
