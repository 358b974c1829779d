/** A finger that moves a row to its side. What moves up or down is the list's: the browser scrolls and takes the finger away. */
import { isSelecting } from '../selection.ts';
import { closeRow, FAR_PX, moved } from './moved.ts';

/** A finger is never quite still; from here on it means to move the row. */
const MEANT_PX = 12;
/** From so close to the edge of the screen, phones go back and forth between pages. */
const EDGE_PX = 24;
const MOST_SHARE = 0.6;

export class Swipe {
  readonly #list: HTMLElement;
  readonly #far: (id: string, towards: 'start' | 'end') => void;
  #finger: { id: string; pointerId: number; x: number; y: number } | null = null;

  /** @param far what happens when a finger lets go of a row that it has moved far enough */
  constructor(list: HTMLElement, far: (id: string, towards: 'start' | 'end') => void) {
    this.#list = list;
    this.#far = far;
  }

  begin({ pointerType, pointerId, isPrimary, clientX: x, clientY: y, target }: PointerEvent): void {
    this.cancel();
    const row = target instanceof Element ? target.closest<HTMLElement>('.list-row') : null;
    const id = row?.dataset['id'];
    if (pointerType !== 'touch' || !isPrimary || id === undefined || isSelecting.peek()) return;
    if (x < EDGE_PX || x > innerWidth - EDGE_PX) return;
    this.#finger = { id, pointerId, x, y };
  }

  move(event: PointerEvent): void {
    const finger = this.#finger;
    if (finger?.pointerId !== event.pointerId) return;
    const x = event.clientX - finger.x;
    if (moved.peek() === null && !this.#isMeant(x, event.clientY - finger.y)) return;
    // Also over what is drawn in the place that the row leaves.
    this.#list.setPointerCapture(event.pointerId);
    const most = this.#list.clientWidth * MOST_SHARE;
    const px = Math.max(-most, Math.min(most, x)) * this.#direction();
    moved.value = { id: finger.id, px, open: false };
  }

  end(): void {
    if (this.#finger === null) return;
    const row = moved.peek();
    this.cancel();
    if (row && Math.abs(row.px) >= FAR_PX) this.#far(row.id, row.px > 0 ? 'end' : 'start');
  }

  /** Everything goes back to where it was. */
  cancel(): void {
    this.#finger = null;
    closeRow();
  }

  /** A press that lasted has selected the row meanwhile: it is no longer the finger's to move. */
  #isMeant(x: number, y: number): boolean {
    return !isSelecting.peek() && Math.abs(x) > MEANT_PX && Math.abs(x) > Math.abs(y);
  }

  #direction(): 1 | -1 {
    return getComputedStyle(this.#list).direction === 'rtl' ? -1 : 1;
  }
}
