/** What a list goes by: which rows its view holds, in what order, and under which headings. */
import type { OwnConversation, View } from '../../server/wire/conversations.ts';
import { placeIn } from '../../server/wire/view-order.ts';
import { isTimed } from './matching.ts';
import type { SavedViews } from './saved-views.ts';
import { belongs, type Group, groupOf, type Key, narrowedTo, recencyOf } from './views.ts';

/** So far ahead lists are read that change by the passing of time alone. */
export const AHEAD_MS = 10 * 60_000;

export type Rule = {
  holds(row: OwnConversation): boolean;
  keyOf(row: OwnConversation): Key;
  groupOf(row: OwnConversation, now: number): Group;
  /** Resolves once rows can be told. */
  ready(): Promise<void>;
  /** How far ahead of time pages are read, in seconds. */
  ahead(): number;
};

export function ruleOf(view: View, me: string, saved: SavedViews): Rule {
  const narrowed = narrowedTo(view);
  if (narrowed?.by === 'saved') return savedRule(narrowed.id, saved);
  return {
    holds: (row) => belongs(view, row, me),
    keyOf: (row) => row,
    groupOf,
    ready: async () => undefined,
    ahead: () => 0,
  };
}

/** Looked up each time: a view may be changed while its list is open. */
function savedRule(id: string, saved: SavedViews): Rule {
  const orderOf = () => saved.find(id)?.order ?? 'waiting';
  return {
    holds(row) {
      const view = saved.find(id);
      return view !== undefined && saved.holds(view, row);
    },
    keyOf: (row) => ({ rank: placeIn(orderOf(), row), id: row.id }),
    groupOf: (row, now) => (orderOf() === 'newest' ? recencyOf(row, now) : groupOf(row, now)),
    ready: () => saved.ready(),
    ahead() {
      const view = saved.find(id);
      return view && isTimed(view.filter) ? AHEAD_MS / 1000 : 0;
    },
  };
}
