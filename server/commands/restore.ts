/** `npm run restore -- FOLDER`: a backup on a clean machine. The server must not run; nothing is sent again. */
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { copyInFiles } from '../attachments/moving.ts';
import { complaintOf } from '../complaint.ts';
import { copyIn, UnusableBackupError } from '../database/copies.ts';
import { settleRestored } from '../deliveries/after-restore.ts';
import { copyIfThere, KEY_FILE } from './backup.ts';
import { openDepots } from './files.ts';
import { printUsage } from './print-from-store.ts';
import { reachDatabase, reachStore } from './reach.ts';

const USAGE = 'npm run restore -- FOLDER';

/** @returns the exit code: 1 when it could not be done, 2 when it was asked for wrongly */
export async function run(args: string[]): Promise<number> {
  const [asked] = args;
  if (!asked || args.length > 1 || asked.startsWith('-')) return printUsage(USAGE);
  const folder = path.resolve(asked);
  if (!(await stat(path.join(folder, 'tables')).catch(() => null))) {
    process.stderr.write(`${folder} is no backup: it was not made by npm run backup.\n`);
    return 1;
  }
  try {
    await restore(folder);
    process.stdout.write('Restored. What was still to be sent is marked and waits for a person.\n');
    return 0;
  } catch (error) {
    process.stderr.write(`${complaintOf(error)}\n`);
    return 1;
  }
}

async function restore(folder: string): Promise<void> {
  const place = await reachDatabase();
  try {
    if (place.inUse) throw new UnusableBackupError('The server runs here: stop it first.');
    await copyIn(place.connection, path.join(folder, 'tables'));
    // After the rows were found to fit: a key of another installation is not to take this one's place.
    await mkdir(place.dataDir, { recursive: true });
    await copyIfThere(folder, place.dataDir, KEY_FILE);
  } finally {
    await place.close();
  }
  const reached = await reachStore();
  try {
    await copyInFiles(await openDepots(reached), path.join(folder, 'files'));
    await settleRestored(reached.store);
  } finally {
    await reached.close();
  }
}
