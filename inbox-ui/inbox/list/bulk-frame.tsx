import type { ComponentChildren, TargetedKeyboardEvent } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from '../../parts/icon-button.tsx';
import { moveFocus } from '../../parts/roving.ts';
import { words } from '../../words/words.ts';
import './bulk.css';

type Props = { count: number; onClear: () => void; children: ComponentChildren };

/** How many are selected, the way out, and the verbs for all of them. */
export function BulkFrame({ count, onClear, children }: Props) {
  const { actions, bulk } = words.value.inbox;
  const bar = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = bar.current;
    // Who ended the selection from here goes on in the list, rather than at the top of the page.
    return () => {
      if (element?.contains(document.activeElement)) enterList(element);
    };
  }, []);
  return (
    <div ref={bar} class="bulk-bar" role="toolbar" aria-label={bulk.tools} onKeyDown={walk}>
      <IconButton icon="close" label={actions.selectNone} keys="esc" onClick={onClear} />
      <span class="bulk-count truncate number">{bulk.selected(count)}</span>
      {children}
    </div>
  );
}

function enterList(bar: HTMLElement): void {
  bar.closest('.list-pane')?.querySelector<HTMLElement>('.list-row[tabindex="0"]')?.focus();
}

/** Up and down open the menus that hang from it. */
function walk(event: TargetedKeyboardEvent<HTMLElement>): void {
  const inMenu = event.target instanceof Element && event.target.closest('[role=menu]');
  if (inMenu || !['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return;
  moveFocus(event, '.bulk-bar > button');
}
