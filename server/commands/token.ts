/** `npm run token -- --email E [--name N] [--scopes read,write,admin]`: prints a new API token and nothing else. */
import { parseArgs } from 'node:util';
import { EVERY_SCOPE } from '../agents/agents.ts';
import { issueTokenFor } from '../agents/tokens.ts';
import type { Scope } from '../wire/people.ts';
import { printFromStore, printUsage } from './print-from-store.ts';

const USAGE = 'npm run token -- --email EMAIL [--name NAME] [--scopes read,write,admin]';

type Wanted = { email: string; name: string; scopes?: Scope[] };

/** @returns the exit code: 1 when it could not be done, 2 when it was asked for wrongly */
export async function run(args: string[]): Promise<number> {
  const wanted = readWanted(args);
  if (!wanted) return printUsage(USAGE);
  const { email, ...token } = wanted;
  return printFromStore(({ store }) => issueTokenFor(store, email, token));
}

function readWanted(args: string[]): Wanted | null {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ args, options: { email: text, name: text, scopes: text } });
    const { email, name = 'Command line', scopes } = values;
    if (!email || !name.trim()) return null;
    if (scopes === undefined) return { email, name };
    const parsed = readScopes(scopes);
    return parsed && { email, name, scopes: parsed };
  } catch {
    return null;
  }
}

/** Without `--scopes` the token may do whatever the agent may. */
function readScopes(list: string): Scope[] | null {
  const wanted = list.split(',').map((scope) => scope.trim());
  const known = EVERY_SCOPE.filter((scope) => wanted.includes(scope));
  return known.length > 0 && known.length === new Set(wanted).size ? known : null;
}
