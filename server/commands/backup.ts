/** `npm run backup -- FOLDER`: everything that is kept, as it was at one moment, while the product goes on. */
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { copyOutFiles } from '../attachments/moving.ts';
import { complaintOf } from '../complaint.ts';
import { copyOut, noteBackup } from '../database/copies.ts';
import { openDepots } from './files.ts';
import { printUsage } from './print-from-store.ts';
import { type Place, reachDatabase, reachStore } from './reach.ts';

const USAGE = 'npm run backup -- FOLDER';

/** @returns the exit code: 1 when it could not be done, 2 when it was asked for wrongly */
export async function run(args: string[]): Promise<number> {
  const [asked] = args;
  if (!asked || args.length > 1 || asked.startsWith('-')) return printUsage(USAGE);
  const folder = path.resolve(asked);
  if (await stat(folder).catch(() => null)) {
    process.stderr.write(`${folder} is there already; name a folder to be made.\n`);
    return 1;
  }
  try {
    const place = await reachDatabase();
    await backUp(place, folder).finally(() => place.close());
    process.stdout.write(`${folder}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${complaintOf(error)}\n`);
    return 1;
  }
}

/** Made under another name: a folder by the name that was asked for is a whole backup. */
async function backUp({ connection, dataDir }: Place, folder: string): Promise<void> {
  const draft = `${folder}.unfinished-${process.pid}`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    await copyOut(connection, path.join(draft, 'tables'));
    // After the rows, so that none of them lacks its file.
    await copyFiles(path.join(draft, 'files'));
    await copyIfThere(dataDir, draft, KEY_FILE);
    await rename(draft, folder);
    await noteBackup(connection);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** Wherever they lie: a backup needs nothing else to be whole. What is lost already is said. */
async function copyFiles(folder: string): Promise<void> {
  const reached = await reachStore();
  try {
    const { lost } = await copyOutFiles(await openDepots(reached), folder);
    for (const digest of lost) process.stderr.write(`The file ${digest} is lost.\n`);
  } finally {
    await reached.close();
  }
}

/** It opens the channels' secrets: a backup is to be kept safe. */
export const KEY_FILE = 'secret-key';

/** The same in both directions. */
export async function copyIfThere(from: string, to: string, name: string): Promise<void> {
  const source = path.join(from, name);
  if (!(await stat(source).catch(() => null))) return;
  await cp(source, path.join(to, name));
}
