/** What sending takes: where things are kept, and a way out. */
import type { Tools } from '../../adapters/adapter.ts';
import type { Shelf } from '../attachments/uploads.ts';
import type { Vault } from '../channels/settings.ts';
import type { Store } from '../events/scope.ts';
import type { Pace } from './pace.ts';

export type Sender = Shelf & {
  store: Store;
  vault: Vault;
  pace: Pace;
  /** Where whoever gets the mails that follow a line ends them. */
  stopUrl(workspaceId: string, threadId: string): string;
  /** Tools for one task: guarded fetch, log, clock, an abort signal that ends with the lease, or when asked to. */
  tools(channel: { id: string; adapter: string }, timeoutMs?: number): Tools;
};

/** Of one delivery; after that a person decides. */
export const MOST_ATTEMPTS = 12;

const LONGEST_WAIT_MS = 15 * 60_000;

/** 2, 4, 8 … seconds, at most a quarter of an hour, spread so that many do not come back at once. */
export function backoff(attempt: number): number {
  return spread(Math.min(LONGEST_WAIT_MS, 1000 * 2 ** attempt));
}

/** Up to a quarter more or less. */
export const spread = (ms: number): number => ms * (0.75 + Math.random() / 2);
