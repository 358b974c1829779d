/** What clicks and long presses on rows do, beside opening them. One place for all rows: there are many, and they come and go. */
import type { TargetedMouseEvent, TargetedPointerEvent } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Store } from '../../store/store.ts';
import { selectRow, selectTo } from '../selecting.ts';
import { isSelecting } from '../selection.ts';

/** As long as platforms take a press for a long one. */
const LONG_MS = 450;
/** A finger is never quite still; further, and it scrolls. */
const STILL_PX = 10;
const FELT_MS = 10;

/** The listeners, to be spread on the list. */
export function useRowPresses(store: Store) {
  return useMemo(() => {
    const press = new Press((id) => selectRow(store, id));
    return {
      onPointerDown: (event: TargetedPointerEvent<HTMLElement>) => {
        press.begin(event);
        foresee(store, event);
      },
      onPointerMove: (event: TargetedPointerEvent<HTMLElement>) => press.move(event),
      onPointerUp: () => press.end(),
      onPointerCancel: () => press.end(),
      // The browser's own menu for links would lie over what the press has selected.
      onContextMenu: (event: TargetedMouseEvent<HTMLElement>) => {
        if (press.byTouch) event.preventDefault();
      },
      onClick: (event: TargetedMouseEvent<HTMLElement>) => {
        if (press.wasLong || selectByClick(store, event, press.byTouch)) event.preventDefault();
      },
    };
  }, [store]);
}

/** What a click is about to open is asked for while the button is still down. */
function foresee(store: Store, event: PointerEvent): void {
  const id = event.pointerType === 'mouse' && event.button === 0 ? rowOf(event) : null;
  if (id !== null) void store.thread.prefetch(id);
}

/** Whether the click selected; else it opens the row. Once a finger selects, it goes on selecting: there is no hovering. */
function selectByClick(store: Store, event: MouseEvent, byTouch: boolean): boolean {
  const id = rowOf(event);
  if (id === null) return false;
  const onBox = event.target instanceof Element && event.target.closest('.row-check') !== null;
  if (event.shiftKey) selectTo(store, id);
  else if (onBox || event.ctrlKey || event.metaKey || (byTouch && isSelecting.peek())) {
    selectRow(store, id);
  } else return false;
  return true;
}

function rowOf({ target }: Event): string | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('.list-row') : null;
  return row?.dataset['id'] ?? null;
}

/** A finger that stays where it is selects the row below it. */
class Press {
  byTouch = false;
  wasLong = false;
  readonly #held: (id: string) => void;
  #from = { x: 0, y: 0 };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(held: (id: string) => void) {
    this.#held = held;
  }

  begin(event: PointerEvent): void {
    this.end();
    this.wasLong = false;
    this.byTouch = event.pointerType === 'touch';
    const id = rowOf(event);
    if (!this.byTouch || id === null) return;
    this.#from = { x: event.clientX, y: event.clientY };
    this.#timer = setTimeout(() => {
      this.wasLong = true;
      // Not every device can be felt.
      navigator.vibrate?.(FELT_MS);
      this.#held(id);
    }, LONG_MS);
  }

  move({ clientX, clientY }: PointerEvent): void {
    const way = Math.hypot(clientX - this.#from.x, clientY - this.#from.y);
    if (way > STILL_PX) this.end();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
