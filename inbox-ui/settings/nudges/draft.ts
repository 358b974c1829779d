/** A nudge while it is being written: numbers are what was typed, and what is wrong with them is told. Pure. */
import type { Nudge } from '../../../server/wire/nudges.ts';

export type Draft = {
  id: string;
  on: boolean;
  text: string;
  /** One a line. */
  pages: string;
  seconds: string;
  visits: string;
  scroll: string;
  name: string;
  value: string;
  open: boolean;
  again: 'once' | 'days';
  days: string;
};

export type Fault = 'text' | 'pages' | 'seconds' | 'visits' | 'scroll' | 'name' | 'days';

export const emptyDraft = (id: string): Draft => ({
  ...{ id, on: true, text: '', pages: '', seconds: '10', visits: '1', scroll: '0' },
  ...{ name: '', value: '', open: false, again: 'once', days: '7' },
});

export function draftOf({ attribute, days, pages, ...nudge }: Nudge): Draft {
  return {
    ...nudge,
    pages: pages.join('\n'),
    seconds: String(nudge.seconds),
    visits: String(nudge.visits),
    scroll: String(nudge.scroll),
    name: attribute?.name ?? '',
    value: attribute?.value ?? '',
    again: days === null ? 'once' : 'days',
    days: String(days ?? 7),
  };
}

export function nudgeOf(draft: Draft): Nudge {
  const { id, on, text, open } = draft;
  const name = draft.name.trim();
  return {
    ...{ id, on, text, open, pages: linesOf(draft.pages) },
    seconds: Number(draft.seconds),
    visits: Number(draft.visits),
    scroll: Number(draft.scroll),
    attribute: name ? { name, value: draft.value.trim() } : null,
    days: draft.again === 'days' ? Number(draft.days) : null,
  };
}

/** What has to be seen to before it can be kept: the same rules as the server's. */
export function faultsOf(draft: Draft): ReadonlySet<Fault> {
  const pages = linesOf(draft.pages);
  const name = draft.name.trim();
  const wrong: Record<Fault, boolean> = {
    text: draft.text.trim() === '',
    pages: pages.length > 10 || pages.some((page) => page.length > 200),
    seconds: !isWhole(draft.seconds, 0, 3_600),
    visits: !isWhole(draft.visits, 1, 100),
    scroll: !isWhole(draft.scroll, 0, 100),
    name: name === '' ? draft.value.trim() !== '' : !/^[A-Za-z][A-Za-z0-9-]{0,39}$/.test(name),
    days: draft.again === 'days' && !isWhole(draft.days, 1, 365),
  };
  return new Set((Object.keys(wrong) as Fault[]).filter((fault) => wrong[fault]));
}

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

const isWhole = (typed: string, least: number, most: number): boolean =>
  /^\d+$/.test(typed.trim()) && Number(typed) >= least && Number(typed) <= most;
