/** The ways to select rows of the list that is looked at. */
import { effect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { List } from '../store/list.ts';
import type { Store } from '../store/store.ts';
import { cursor, view } from './desk.ts';
import {
  clearSelection,
  keepSelected,
  rangeEnd,
  reach,
  selected,
  selectOnly,
  toggle,
} from './selection.ts';

/** Rows that only keep their place, because they belong elsewhere by now, cannot be selected. */
export function selectRow(store: Store, id: string | null = cursor.peek()): void {
  if (id !== null && selectable(store).includes(id)) toggle(id);
}

/** One row further; nothing opens on the way. */
export function extendSelection(store: Store, by: 1 | -1): void {
  const order = selectable(store);
  const from = cursor.peek();
  const at = from === null ? -1 : order.indexOf(from);
  const [start, end] = at < 0 ? [order[0], order[0]] : [order[at], order[at + by] ?? order[at]];
  if (start === undefined || end === undefined) return;
  reach(order, start, end);
  cursor.value = end;
}

/** From where the hand selected last, else from the row under the keys. */
export function selectTo(store: Store, id: string): void {
  const order = selectable(store);
  if (!order.includes(id)) return;
  const start = [rangeEnd(), cursor.peek()].find((one) => one !== null && order.includes(one));
  reach(order, start ?? id, id);
  cursor.value = id;
}

/** All that are shown; what was not loaded yet is not. */
export function selectShown(store: Store): void {
  selectOnly(selectable(store));
}

/** What leaves the view leaves the selection, whoever did it. Another view begins with none. */
export function useFaithfulSelection(store: Store, list: List): void {
  useEffect(() => {
    const end = effect(() => {
      if (selected.value.size === 0) return;
      const shown = new Set(list.shown.value.map(({ id }) => id));
      keepSelected((id) => {
        const row = store.conversations.row(id).value;
        return shown.has(id) && store.lists.holds(list.view, row);
      });
    });
    return () => {
      end();
      clearSelection();
    };
  }, [store, list]);
}

function selectable(store: Store): string[] {
  const list = store.lists.of(view.peek());
  const ids = list.shown.peek().map(({ id }) => id);
  return ids.filter((id) => store.lists.holds(list.view, store.conversations.peek(id)));
}
