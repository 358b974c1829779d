/** Asking again until there is an answer that counts: the server may be gone for a moment, or busy. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Method, Remote } from '../../support/remote.ts';

const PATIENCE_MS = 10_000;
const MOST_TRIES = 200;
const AGAIN_MS = 50;
const LATER = [429, 503];

/** One try. @returns the answer's status, 0 when there was none */
export type Try = (signal: AbortSignal) => Promise<number>;

/** @param cutAfter the first try is given up after so many ms @throws when something else than a success is answered */
export async function insist(attempt: Try, cutAfter: number | null = null): Promise<void> {
  const cut = cutAfter === null ? [] : [cutAfter];
  const patiences = [...cut, ...Array.from({ length: MOST_TRIES }, () => PATIENCE_MS)];
  for (const patience of patiences) {
    const status = await attempt(AbortSignal.timeout(patience)).catch(() => 0);
    if (status >= 200 && status < 300) return;
    if (status !== 0 && !LATER.includes(status)) throw new Error(`answered ${status}`);
    if (patience !== cutAfter) await sleep(AGAIN_MS);
  }
  throw new Error('there was no answer');
}

/** A look, which changes nothing and so can be repeated whatever went wrong. */
export async function patiently<Seen>(look: () => Promise<Seen>): Promise<Seen> {
  for (let n = 0; ; n += 1) {
    try {
      return await look();
    } catch (error) {
      if (n === MOST_TRIES) throw error;
      await sleep(AGAIN_MS);
    }
  }
}

export async function statusOf(
  who: Remote,
  what: { method: Method; path: string; body: unknown },
  signal: AbortSignal,
): Promise<number> {
  const response = await fetch(who.url + what.path, {
    method: what.method,
    headers: { 'content-type': 'application/json', ...who.headers },
    body: JSON.stringify(what.body),
    signal,
  });
  await response.arrayBuffer();
  return response.status;
}
