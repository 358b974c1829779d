import { useSignal } from '@preact/signals';
import type { TargetedKeyboardEvent } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { lazy } from '../../parts/lazy.tsx';
import { screenSize } from '../../parts/screen-size.ts';
import { type Density, density } from '../../session/preferences.ts';
import type { List } from '../../store/list.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { step } from '../deeds.ts';
import { cursor, opened } from '../desk.ts';
import { extendSelection, selectRow, selectShown } from '../selecting.ts';
import { isSelecting } from '../selection.ts';
import { Row } from './row.tsx';
import { useRowPresses } from './row-presses.ts';
import { HEADING_PX, inSight, layOut, type Placed, placeOf } from './windowing.ts';

const RowDeeds = lazy(async () => (await import('../swiping/row-deeds.tsx')).RowDeeds);

const ROW_PX: Record<Density, number> = { comfortable: 64, cosy: 52, compact: 36 };
/** So close to the end the next page is fetched. */
const MORE_PX = 600;

type Props = { store: Store; list: List; name: string };

/** Where each view was left, so that coming back from a conversation finds the same place. */
const places = new Map<string, number>();

/** The rows of a view: one stop for Tab, arrows and J/K inside, only those in sight exist. */
export function Rows({ store, list, name }: Props) {
  const entries = list.shown.value;
  const rowPx = ROW_PX[density.value];
  const { placed, height } = useMemo(() => layOut(entries, rowPx), [entries, rowPx]);
  const { scroller, scroll } = useScroll(list, placed);
  const entry = entryRow(placed);
  const presses = useRowPresses(store);
  useFollowCursor(scroller, placed);
  const seen = inSight(placed, scroll.value, entry);
  return (
    <div class="list-scroll scroll" ref={scroller} tabIndex={-1}>
      <div
        class={`list-rows${isSelecting.value ? ' is-selecting' : ''}`}
        role="listbox"
        aria-label={words.value.inbox.list.label(name)}
        aria-multiselectable="true"
        style={{ height: `${height}px` }}
        onKeyDown={(event) => handle(event, store)}
        {...presses}
      >
        {seen.map((one) =>
          one.kind === 'heading' ? (
            <Heading key={`${one.group} ${one.top}`} heading={one} />
          ) : (
            <Row
              key={one.id}
              store={store}
              view={list.view}
              placed={one}
              total={entries.length}
              entry={one.id === entry}
            />
          ),
        )}
      </div>
      {screenSize.value === 'phone' && <RowDeeds store={store} placed={seen} />}
    </div>
  );
}

/** Its words are part of each row's name; here it is for the eye. */
function Heading({ heading }: { heading: Extract<Placed, { kind: 'heading' }> }) {
  const { groups } = words.value.inbox.list;
  return (
    <div
      class={`list-group list-group-${heading.group}`}
      aria-hidden="true"
      style={placeOf(heading)}
    >
      {groups[heading.group]}
      <span class="number">{heading.count}</span>
    </div>
  );
}

/** @param placed what is drawn: when that changes, the end may be in sight without anybody having scrolled */
function useScroll(list: List, placed: readonly Placed[]) {
  const scroller = useRef<HTMLDivElement>(null);
  const scroll = useSignal({ top: places.get(list.view) ?? 0, height: innerHeight });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    element.scrollTop = places.get(list.view) ?? 0;
    const look = () => {
      scroll.value = { top: element.scrollTop, height: element.clientHeight };
      places.set(list.view, element.scrollTop);
      fetchNear(element, list);
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [list]);
  useLayoutEffect(() => {
    if (scroller.current) fetchNear(scroller.current, list);
  }, [list, placed]);
  return { scroller, scroll };
}

function fetchNear(element: HTMLElement, list: List): void {
  const rest = element.scrollHeight - element.scrollTop - element.clientHeight;
  if (rest < MORE_PX) list.more().catch(() => undefined);
}

/** The row that Tab enters: under the keys, else opened, else the first. */
function entryRow(placed: readonly Placed[]): string | null {
  const rows = placed.filter((one) => one.kind === 'row');
  const wanted = [cursor.value, opened.value];
  return wanted.find((id) => rows.some((row) => row.id === id)) ?? rows[0]?.id ?? null;
}

/** Keeps the row under the keys in sight, and the focus on it when the list has the focus. */
function useFollowCursor(
  scroller: { current: HTMLElement | null },
  placed: readonly Placed[],
): void {
  const id = cursor.value;
  const alone = opened.value === null;
  const hadFocus = useHadFocus(scroller);
  useEffect(() => {
    const element = scroller.current;
    const at = placed.findIndex((one) => one.kind === 'row' && one.id === id);
    // Keys may have gone on before this came to pass: the focus would call them back, as it takes the cursor along.
    if (!element || at < 0 || cursor.peek() !== id) return;
    reveal(element, placed, at);
    if (mayTakeFocus(element, hadFocus)) {
      element.querySelector<HTMLElement>(`[data-id="${id}"]`)?.focus({ preventScroll: true });
    }
  }, [id, alone]);
}

/** Whether the focus was in the list last: the row that has it may go, and it goes nowhere then. */
function useHadFocus(scroller: { current: HTMLElement | null }): { readonly current: boolean } {
  const had = useRef(false);
  useEffect(() => {
    const look = ({ target }: FocusEvent) => {
      had.current = target instanceof Node && scroller.current?.contains(target) === true;
    };
    document.addEventListener('focusin', look);
    return () => document.removeEventListener('focusin', look);
  }, [scroller]);
  return had;
}

function reveal(element: HTMLElement, placed: readonly Placed[], at: number): void {
  const row = placed[at];
  if (!row) return;
  // A heading right above it comes into sight with it.
  const above = placed[at - 1]?.kind === 'heading' ? HEADING_PX : 0;
  if (row.top - above < element.scrollTop) element.scrollTop = row.top - above;
  const bottom = row.top + row.height - element.clientHeight;
  if (bottom > element.scrollTop) element.scrollTop = bottom;
}

/** The focus follows inside the list, and comes from nowhere; it is not taken from what is being read or written. */
function mayTakeFocus(element: HTMLElement, hadFocus: { readonly current: boolean }): boolean {
  const focused = document.activeElement;
  if (focused === document.body) return opened.peek() === null || hadFocus.current;
  return element.contains(focused);
}

/** The keys that every list has for moving and selecting. */
function handle(event: TargetedKeyboardEvent<HTMLElement>, store: Store): void {
  const act = deedOf(event, store);
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

function deedOf(event: KeyboardEvent, store: Store): (() => void) | null {
  const { key, shiftKey } = event;
  if (key === ' ') return () => selectRow(store);
  if (key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) {
    return () => selectShown(store);
  }
  const by = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (by !== 1 && by !== -1) return null;
  return () => (shiftKey ? extendSelection(store, by) : step(store, by));
}
