/** @jsxImportSource #draw */
/** What hangs from a button: Escape and a press elsewhere close it. */
import type { ComponentChildren } from 'preact';
import { endAll, type Lifetime, listen } from '../../lifetime.ts';
import { useEffect, useRef } from '../draw/hooks.ts';
import './sheet.css';

type SheetProps = { label: string; close: () => void; children: ComponentChildren };

/** Asks something. */
export function Sheet({ label, close, children }: SheetProps) {
  const box = useBox<HTMLFieldSetElement>(close);
  return (
    <fieldset
      class="sheet"
      aria-label={label}
      tabIndex={-1}
      ref={box}
      onKeyDown={(event) => leave(event, close)}
    >
      {children}
    </fieldset>
  );
}

type MenuSheetProps = SheetProps & {
  /** Beside each other. */
  columns?: number;
};

/** Offers something, about which arrow keys go. */
export function MenuSheet({ label, columns = 1, close, children }: MenuSheetProps) {
  const box = useBox<HTMLDivElement>(close);
  return (
    <div
      class={columns > 1 ? 'sheet signs' : 'sheet'}
      role="menu"
      aria-label={label}
      tabIndex={-1}
      ref={box}
      onKeyDown={(event) => {
        leave(event, close);
        // Out of a menu, and on from the button it hangs from.
        if (event.key === 'Tab') close();
        walk(event, columns);
      }}
    >
      {children}
    </div>
  );
}

/** Has the focus while it is there, and goes with a press elsewhere. */
function useBox<Box extends HTMLElement>(close: () => void) {
  const box = useRef<Box | null>(null);
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('button, input')?.focus();
    const life: Lifetime = [];
    listen(life, document, 'pointerdown', ({ target }) => {
      const at = target as Element;
      // The button that opened it closes it by itself.
      if (!box.current?.contains(at) && !at.closest('[aria-expanded=true]')) close();
    });
    return () => endAll(life);
  }, []);
  return box;
}

function leave(event: KeyboardEvent, close: () => void): void {
  if (event.key !== 'Escape') return;
  event.preventDefault();
  close();
}

type Pressed = KeyboardEvent & { currentTarget: HTMLElement };

/** To the next button in the direction of an arrow. */
function walk(event: Pressed, columns: number): void {
  const all = [...event.currentTarget.querySelectorAll('button')];
  const at = all.indexOf(document.activeElement as HTMLButtonElement);
  const onwards = document.dir === 'rtl' ? -1 : 1;
  const steps: Record<string, number> = {
    ArrowDown: columns,
    ArrowUp: -columns,
    ArrowRight: onwards,
    ArrowLeft: -onwards,
    Home: -at,
    End: all.length - 1 - at,
  };
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  all[at + step]?.focus();
}
