/** `npm run workspace -- --name N --email E --password P`: makes another workspace with its admin, prints its id. */
import { parseArgs } from 'node:util';
import { createWorkspace } from '../agents/setup.ts';
import { connectWebsite } from '../channels/channels.ts';
import { printFromStore, printUsage } from './print-from-store.ts';

const USAGE = 'npm run workspace -- --name NAME --email EMAIL --password PASSWORD';

type Wanted = { name: string; email: string; password: string };

/** @returns the exit code: 1 when it could not be done, 2 when it was asked for wrongly */
export async function run(args: string[]): Promise<number> {
  const wanted = readWanted(args);
  if (!wanted) return printUsage(USAGE);
  const { name, email, password } = wanted;
  const admin = { name: email.split('@')[0] ?? email, email, password };
  return printFromStore(({ store, vault }) =>
    createWorkspace(store, { name, admin }, (scope) => connectWebsite(scope, vault)),
  );
}

function readWanted(args: string[]): Wanted | null {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ args, options: { name: text, email: text, password: text } });
    const { name, email, password } = values;
    const isEmail = /^[^@\s]+@[^@\s]+$/.test(email ?? '');
    return name?.trim() && email && isEmail && password ? { name, email, password } : null;
  } catch {
    return null;
  }
}
