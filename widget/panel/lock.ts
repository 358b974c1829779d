/** Turns between tabs. The server also refuses to store a key twice, so a lock here saves work; it does not keep data right. */
import type { Store } from './store.ts';

/** Runs the task while no other tab runs one under the same name. */
export type Lock = <Result>(name: string, task: () => Promise<Result>) => Promise<Result>;

/** A tab that dies in its turn is waited for this long where the browser cannot tell us. */
const LEASE = 30_000;
const PAUSE = 250;

export function createLock(channelId: string, store: Store, locks: LockManager | undefined): Lock {
  const lease = leaseLock(store, newKey());
  if (!locks) return lease;
  return async <Result>(name: string, task: () => Promise<Result>): Promise<Result> => {
    let begun = false;
    const begin = () => {
      begun = true;
      return task();
    };
    try {
      return (await locks.request(`interline:${channelId}:${name}`, begin)) as Result;
    } catch (error) {
      // Where storage in frames is forbidden, locks are too; then no other tab shares anything with this one.
      if (begun) throw error;
      return lease(name, task);
    }
  };
}

/** Pages without https have no `navigator.locks`: a lease in the shared storage does nearly as well. */
export function leaseLock(store: Store, self: string, now: () => number = Date.now): Lock {
  const free = (name: string): boolean => {
    const [owner, until] = (store.get(`lock:${name}`) ?? '').split(' ');
    return !owner || owner === self || Number(until) < now();
  };
  return async (name, task) => {
    while (!free(name)) await new Promise((resolve) => setTimeout(resolve, PAUSE));
    store.set(`lock:${name}`, `${self} ${now() + LEASE}`);
    try {
      return await task();
    } finally {
      store.remove(`lock:${name}`);
    }
  };
}

/** 128 random bits in the alphabet of message keys. `randomUUID` exists only under https. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
