/** What is asked, as the address has it. */
import { go } from '../../router.ts';

/** How far back, in days. */
export const SPANS = { week: 7, month: 31, year: 366 } as const;
export type Span = keyof typeof SPANS | 'all';

export type Asked = { q: string; channel: string; tag: string; priority: string; span: Span };

export function askedIn(query: URLSearchParams): Asked {
  const span = query.get('span') ?? '';
  return {
    q: query.get('q') ?? '',
    channel: query.get('channel') ?? '',
    tag: query.get('tag') ?? '',
    priority: query.get('priority') ?? '',
    span: isSpan(span) ? span : 'all',
  };
}

const isSpan = (name: string): name is keyof typeof SPANS => Object.hasOwn(SPANS, name);

export function ask({ q, channel, tag, priority, span }: Asked): void {
  const query = new URLSearchParams();
  if (q) query.set('q', q);
  if (channel) query.set('channel', channel);
  if (tag) query.set('tag', tag);
  if (priority) query.set('priority', priority);
  if (span !== 'all') query.set('span', span);
  go(query.size > 0 ? `/search?${query}` : '/search', { replace: true });
}
