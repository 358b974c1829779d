/** Group commit for the way out: what comes back while the store is busy is written down together as soon as it is free. */
import { setTimeout as pause } from 'node:timers/promises';
import { isUnreachable } from '../database/errors.ts';
import { Grouping } from '../events/grouping.ts';
import type { Store } from '../events/scope.ts';
import { inPlace } from '../failpoints.ts';
import type { Sent } from './parcel.ts';
import { settleAll } from './settle.ts';

/** Each waits for its turns with a lock or three: more would need more room than Postgres has for them. */
const MOST_TOGETHER = 64;
const AGAIN_MS = 250;

/** `until`: it is worth trying, in ms since the epoch; afterwards somebody else looks after it. */
type Unsettled = { sent: Sent; until: number };

export class Settling {
  readonly #grouping: Grouping<Unsettled, unknown>;

  constructor(store: Store) {
    const work = (workspaceId: string, those: readonly Unsettled[]) =>
      inPlace('settle', () => settle(store, workspaceId, those));
    this.#grouping = new Grouping(work, MOST_TOGETHER);
  }

  /** Resolves after commit with null, or with why it could not be stored. */
  add(sent: Sent, until: number): Promise<unknown> {
    return this.#grouping.add(sent.parcel.channel.workspaceId, { sent, until });
  }
}

/**
 * The platform has had its say: as long as it can be, it is written down. When one of several is at fault the others are
 * written down without it.
 * @returns for each null, or why not
 */
async function settle(
  store: Store,
  workspaceId: string,
  those: readonly Unsettled[],
): Promise<unknown[]> {
  const sent = those.map((one) => one.sent);
  try {
    await store.in(workspaceId, (scope) => settleAll(scope, sent), 'once');
    return those.map(() => null);
  } catch (error) {
    if (isUnreachable(error)) {
      await pause(AGAIN_MS);
      const worth = those.some(({ until }) => until > Date.now());
      return worth ? settle(store, workspaceId, those) : those.map(() => error);
    }
    if (those.length === 1) return [error];
    const middle = those.length >> 1;
    const before = await settle(store, workspaceId, those.slice(0, middle));
    return [...before, ...(await settle(store, workspaceId, those.slice(middle)))];
  }
}
