/** The rows an agent has chosen to do the same to all of them, and what a deed is about. */
import { computed, signal } from '@preact/signals';
import { meant } from './desk.ts';

type Chosen = {
  ids: ReadonlySet<string>;
  /** Where a range began and where it ends now; what was chosen besides. */
  anchor: string | null;
  head: string | null;
  besides: ReadonlySet<string>;
};

const NONE: Chosen = { ids: new Set(), anchor: null, head: null, besides: new Set() };

const chosen = signal(NONE);

export const selected = computed(() => chosen.value.ids);
export const isSelecting = computed(() => selected.value.size > 0);

/**
 * Whom a deed is about. The selection comes first, also beside an opened conversation: on wide screens nearly always one
 * is opened, and whoever has just ticked rows means those. The list's head says so for as long as it lasts, and Esc ends
 * it. The buttons of the opened conversation act on that one alone.
 */
export const targets = computed<readonly string[]>(() => {
  if (isSelecting.value) return [...selected.value];
  return meant.value === null ? [] : [meant.value];
});

export function toggle(id: string): void {
  const ids = new Set(selected.peek());
  if (!ids.delete(id)) ids.add(id);
  chosen.value = { ids, anchor: id, head: id, besides: ids };
}

/** In the place of all that was selected. */
export function selectOnly(ids: readonly string[]): void {
  chosen.value = { ...NONE, ids: new Set(ids) };
}

export function clearSelection(): void {
  chosen.value = NONE;
}

/**
 * Selects from one row to another. Where the last range ended there, it grows or shrinks instead of a new one beginning.
 * @param order all rows that can be selected, as they stand
 */
export function reach(order: readonly string[], from: string, to: string): void {
  const { ids, anchor, head, besides } = chosen.peek();
  const goesOn = head === from && anchor !== null && order.includes(anchor);
  const start = goesOn ? anchor : from;
  const rest = goesOn ? besides : ids;
  const range = between(order, start, to);
  chosen.value = { ids: new Set([...rest, ...range]), anchor: start, head: to, besides: rest };
}

/** Where a range begins that a click ends; null before anything was selected. */
export function rangeEnd(): string | null {
  return chosen.peek().head;
}

/** What is no longer there to be seen is no longer selected. */
export function keepSelected(stays: (id: string) => boolean): void {
  const { ids, ...range } = chosen.peek();
  const kept = new Set([...ids].filter(stays));
  if (kept.size === ids.size) return;
  const besides = new Set([...range.besides].filter(stays));
  chosen.value = kept.size === 0 ? NONE : { ...range, ids: kept, besides };
}

function between(order: readonly string[], one: string, other: string): readonly string[] {
  const ends = [order.indexOf(one), order.indexOf(other)].filter((at) => at >= 0);
  return ends.length === 0 ? [] : order.slice(Math.min(...ends), Math.max(...ends) + 1);
}
