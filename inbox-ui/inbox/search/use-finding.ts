/** What is asked, as the address has it, and what was found. */
import { useEffect, useState } from 'preact/hooks';
import type { SearchResult } from '../../../server/wire/search.ts';
import { go } from '../../router.ts';
import type { Store } from '../../store/store.ts';
import { isRefusal } from '../../store/transport.ts';

const REST_MS = 220;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** How far back, in days. */
export const SPANS = { week: 7, month: 31, year: 366 } as const;
export type Span = keyof typeof SPANS | 'all';

export type Asked = { q: string; channel: string; tag: string; span: Span };

export function askedIn(query: URLSearchParams): Asked {
  const span = query.get('span') ?? '';
  return {
    q: query.get('q') ?? '',
    channel: query.get('channel') ?? '',
    tag: query.get('tag') ?? '',
    span: isSpan(span) ? span : 'all',
  };
}

const isSpan = (name: string): name is keyof typeof SPANS => Object.hasOwn(SPANS, name);

export function ask({ q, channel, tag, span }: Asked): void {
  const query = new URLSearchParams();
  if (q) query.set('q', q);
  if (channel) query.set('channel', channel);
  if (tag) query.set('tag', tag);
  if (span !== 'all') query.set('span', span);
  go(query.size > 0 ? `/search?${query}` : '/search', { replace: true });
}

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
export function useFinding(store: Store, { q, channel, tag, span }: Asked) {
  const [finding, setFinding] = useState<Finding | null>(null);
  const words = q.trim();
  useEffect(() => {
    if (words === '') return;
    let current = true;
    const timer = setTimeout(async () => {
      const found = await find(store, { q: words, channel, tag, span }, null);
      if (current) setFinding(found);
    }, REST_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [store, words, channel, tag, span]);
  const more = async () => {
    if (!finding?.next || finding.loading) return;
    setFinding({ ...finding, loading: true });
    const page = await find(store, { q: words, channel, tag, span }, finding.next);
    setFinding((now) => {
      // Something else was asked meanwhile.
      if (now?.next !== finding.next) return now;
      if (page.failed) return { ...finding, loading: false };
      return { ...page, results: [...finding.results, ...page.results] };
    });
  };
  return { finding, more: () => void more() };
}

async function find(store: Store, asked: Asked, cursor: string | null): Promise<Finding> {
  const { q, channel, tag, span } = asked;
  const from = span === 'all' ? null : new Date(Date.now() - SPANS[span] * DAY_MS).toISOString();
  try {
    const narrowed = { channel: channel || null, tag: tag || null, from };
    const page = await store.doors.search({ q, ...narrowed, cursor });
    return { ...NOTHING, results: page.data, next: page.next, complete: page.complete };
  } catch (error) {
    const long = isRefusal(error) && error.status === 503;
    return { ...NOTHING, failed: long ? 'long' : 'otherwise' };
  }
}
