/** Where a popover stands: beside its anchor, on the side with room, inside the window. */
export type Side = 'below' | 'above' | 'after';
export type Align = 'start' | 'end' | 'center';

const MIRRORED = { start: 'end', end: 'start' } as const;
const GAP = 4;
const MARGIN = 8;

/** Put `floating` beside `anchor`. Both must be rendered. */
export function place(floating: HTMLElement, anchor: DOMRect, side: Side, align: Align): void {
  const size = floating.getBoundingClientRect();
  const rightToLeft = getComputedStyle(floating).direction === 'rtl';
  const edge = align !== 'center' && rightToLeft ? MIRRORED[align] : align;
  const { x, y } = side === 'after' ? after(size, anchor) : stacked(size, anchor, side, edge);
  floating.style.left = `${clamp(x, innerWidth - size.width)}px`;
  floating.style.top = `${clamp(y, innerHeight - size.height)}px`;
}

type Point = { x: number; y: number };

function after(size: DOMRect, anchor: DOMRect): Point {
  return { x: anchor.right + MARGIN, y: anchor.top + (anchor.height - size.height) / 2 };
}

function stacked(size: DOMRect, anchor: DOMRect, side: Side, align: Align): Point {
  const below = anchor.bottom + GAP;
  const above = anchor.top - GAP - size.height;
  const fitsBelow = below + size.height <= innerHeight - MARGIN;
  const up = side === 'above' ? above >= MARGIN : !fitsBelow && above >= MARGIN;
  return { x: column(size, anchor, align), y: up ? above : below };
}

function column(size: DOMRect, anchor: DOMRect, align: Align): number {
  if (align === 'center') return anchor.left + (anchor.width - size.width) / 2;
  return align === 'start' ? anchor.left : anchor.right - size.width;
}

function clamp(value: number, most: number): number {
  return Math.max(MARGIN, Math.min(value, most - MARGIN));
}
