/** What operators' commands have in common: one line out, one line of complaint, an exit code. */
import type { Store } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';
import { reachStore } from './reach.ts';

/** Prints what `work` finds, and nothing else. @returns the exit code: 1 when the product said no */
export async function printFromStore(work: (store: Store) => Promise<string>): Promise<number> {
  const { store, close } = await reachStore();
  try {
    process.stdout.write(`${await work(store)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`${error.detail}\n`);
    return 1;
  } finally {
    await close();
  }
}

/** For a command that was asked for wrongly. @returns the exit code */
export function printUsage(usage: string): number {
  process.stderr.write(`Usage: ${usage}\n`);
  return 2;
}
