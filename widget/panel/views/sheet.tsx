/** @jsxImportSource #draw */
/** What hangs from a button: arrow keys go about in it, Escape and a press elsewhere close it. */
import type { ComponentChildren } from 'preact';
import { endAll, type Lifetime, listen } from '../../lifetime.ts';
import { useEffect, useRef } from '../draw/hooks.ts';
import './sheet.css';

type SheetProps = {
  role: 'menu' | 'group';
  label: string;
  /** Beside each other. */
  columns?: number;
  close: () => void;
  children: ComponentChildren;
};

export function Sheet({ role, label, columns = 1, close, children }: SheetProps) {
  const box = useRef<HTMLDivElement | null>(null);
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
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it is a menu or a group
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: and either has a name
    <div
      class={columns > 1 ? 'sheet signs' : 'sheet'}
      role={role}
      aria-label={label}
      tabIndex={-1}
      ref={box}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault();
          close();
        }
        if (role !== 'menu') return;
        // Out of a menu, and on from the button it hangs from.
        if (event.key === 'Tab') close();
        walk(event, columns);
      }}
    >
      {children}
    </div>
  );
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
