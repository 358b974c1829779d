/**
 * Whether this visitor talked to us before. Two ways to know, neither asks the network: the site serves the widget
 * itself, so that the panel's own storage is in reach; or the host chose `remember`, which keeps one mark here.
 */
import type { Options } from './options.ts';

export type Memory = ReturnType<typeof createMemory>;

export function createMemory(origin: string, { channel, remember }: Options) {
  const key = `interline:${channel}`;
  const has = (name: string) => attempt(() => localStorage.getItem(name)) !== null;
  return {
    known: (): boolean =>
      (remember && has(key)) || (origin === location.origin && has(`${key}:session`)),
    remember(): void {
      if (remember) attempt(() => localStorage.setItem(key, '1'));
    },
    forget(): void {
      attempt(() => localStorage.removeItem(key));
    },
  };
}

/** Storage may be forbidden altogether; then nobody is known. */
function attempt<Result>(task: () => Result): Result | null {
  try {
    return task();
  } catch {
    return null;
  }
}
