/**
 * `npm run files -- move`: every file to where new ones go (FILE_STORE), beside the running product. `npm run files --
 * collect`: takes away what nobody needs, as the product does by itself once a day.
 */
import path from 'node:path';
import { createDepots, type Depots } from '../attachments/files.ts';
import { unfitness } from '../attachments/fit.ts';
import { moveHome } from '../attachments/moving.ts';
import { collectOrphans } from '../attachments/orphans.ts';
import { complaintOf } from '../complaint.ts';
import { ConfigError, readConfig } from '../config.ts';
import { printUsage } from './print-from-store.ts';
import { type Reached, reachStore } from './reach.ts';

const USAGE = 'npm run files -- move|collect';

const COMMANDS: Record<string, (depots: Depots) => Promise<number>> = { move, collect };

/** @returns the exit code: 1 when it could not be done or files are lost, 2 when it was asked for wrongly */
export async function run(args: string[]): Promise<number> {
  const work = Object.hasOwn(COMMANDS, args[0] ?? '') ? COMMANDS[args[0] ?? ''] : undefined;
  if (!work || args.length > 1) return printUsage(USAGE);
  try {
    const reached = await reachStore();
    return await openDepots(reached)
      .then(work)
      .finally(() => reached.close());
  } catch (error) {
    process.stderr.write(`${complaintOf(error)}\n`);
    return 1;
  }
}

/** @throws ConfigError when they cannot be used as they are configured, or not at the moment */
export async function openDepots({ store }: Reached): Promise<Depots> {
  const { dataDir, files } = readConfig();
  const fault = await unfitness(store.database, files);
  if (fault) throw new ConfigError(fault.line);
  return createDepots(store.database, path.join(dataDir, 'files'), files);
}

async function move(depots: Depots): Promise<number> {
  const { files, bytes, lost } = await moveHome(depots, (moved) => {
    process.stderr.write(`${moved.files} files…\n`);
  });
  const megabytes = (bytes / 1e6).toFixed(1);
  process.stdout.write(`${files} files (${megabytes} MB) moved to ${depots.home}.\n`);
  for (const digest of lost) process.stderr.write(`${digest} is lost or damaged.\n`);
  return lost.length > 0 ? 1 : 0;
}

async function collect(depots: Depots): Promise<number> {
  const { files, uploads } = await collectOrphans(depots);
  process.stdout.write(`${files} files and ${uploads} uploads taken away.\n`);
  return 0;
}
