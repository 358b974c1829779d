/** What is asked in all, and what was found. */
import { useEffect, useState } from 'preact/hooks';
import type { SearchResult } from '../../../server/wire/search.ts';
import type { Store } from '../../store/store.ts';
import { isRefusal, type Searched } from '../../store/transport.ts';
import { type Asked, SPANS } from './asked.ts';
import { type Known, narrow } from './operators.ts';

const REST_MS = 220;
const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;

/** What the address asks, chosen and typed; what was typed counts where both say something. */
export function seek({ q, channel, tag, priority, span }: Asked, known: Known) {
  const { words, unknown, ...typed } = narrow(q, known);
  const days = span === 'all' ? null : SPANS[span];
  const from =
    days === null ? null : new Date(startOfHour(known.now) - days * DAY_MS).toISOString();
  const chosen = {
    channel: channel || null,
    tag: tag || null,
    priority: priority || null,
    from,
  };
  const sought: Searched = {
    ...{ q: words, person: null, direction: null, has: null, before: null },
    ...chosen,
    ...typed,
  };
  return { sought, typed, unknown };
}

/** The same question for a while, however often the screen is drawn. */
const startOfHour = (now: Date): number => Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;

export type Finding = {
  results: SearchResult[];
  next: string | null;
  complete: boolean;
  /** `long`: it was given up, because it took too long. */
  failed: 'long' | 'otherwise' | null;
  loading: boolean;
};

const NOTHING: Finding = { results: [], next: null, complete: true, failed: null, loading: false };

/** @returns what was found (null: nothing was asked yet), and the way to the next page */
export function useFinding(store: Store, sought: Searched) {
  const [finding, setFinding] = useState<Finding | null>(null);
  const nothing = asksNothing(sought);
  const key = JSON.stringify(sought);
  useEffect(() => {
    if (nothing) return;
    let current = true;
    const timer = setTimeout(async () => {
      const found = await find(store, sought, null);
      if (current) setFinding(found);
    }, REST_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [store, key]);
  const more = async () => {
    if (!finding?.next || finding.loading) return;
    setFinding({ ...finding, loading: true });
    const page = await find(store, sought, finding.next);
    setFinding((now) => {
      // Something else was asked meanwhile.
      if (now?.next !== finding.next) return now;
      if (page.failed) return { ...finding, loading: false };
      return { ...page, results: [...finding.results, ...page.results] };
    });
  };
  return { finding, more: () => void more() };
}

/** Neither words, nor a person, nor files: what would be found is everything. */
export const asksNothing = ({ q, person, has }: Searched): boolean =>
  q === '' && person === null && has === null;

async function find(store: Store, sought: Searched, cursor: string | null): Promise<Finding> {
  try {
    const page = await store.doors.search(sought, cursor);
    return { ...NOTHING, results: page.data, next: page.next, complete: page.complete };
  } catch (error) {
    const long = isRefusal(error) && error.status === 503;
    return { ...NOTHING, failed: long ? 'long' : 'otherwise' };
  }
}
