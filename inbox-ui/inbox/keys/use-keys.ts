import { useEffect } from 'preact/hooks';
import { route } from '../../router.ts';
import { preferences } from '../../session/preferences.ts';
import type { Store } from '../../store/store.ts';
import { isWishing, question } from '../desk.ts';
import { ACTIONS, type Action, type ActionId, isPossible } from './actions.ts';
import { keysOf } from './bindings.ts';
import { isWriting, Sequence } from './keymap.ts';

/** Keys that a focused thing has a use for itself: then they are its own. */
const PRESSED = new Set(['Enter', ' ', 'ArrowUp', 'ArrowDown', 'Home', 'End']);

/** No letters: they also work for those who do without single keys. */
const PLAIN = new Set(['esc', 'enter', 'up', 'down', 'shift+up', 'shift+down']);

/** Listens for keys wherever no field has the focus. */
export function useKeys(store: Store): void {
  useEffect(() => {
    const sequence = new Sequence();
    const press = (event: KeyboardEvent) => {
      if (isForeign(event)) return;
      const usable = ACTIONS.filter((action) => action.run && isUsable(action, event));
      const keys = usable.flatMap(({ id }) => keysOf(id).filter((key) => isAllowed(key, event)));
      const found = sequence.match(keys, event, Date.now());
      if (found === null) return;
      event.preventDefault();
      const action = usable.find(({ id }) => keysOf(id).includes(found));
      if (action && !(event.repeat && !WALKING.has(action.id))) action.run?.(store, found);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [store]);
}

/** Taken by somebody else, part of a word being composed, or meant for a field that is about to appear. */
function isForeign(event: KeyboardEvent): boolean {
  return event.defaultPrevented || event.isComposing || isWishing();
}

/** Holding a key walks through the list; it must not close one conversation after the other. */
const WALKING = new Set<ActionId>(['next', 'previous', 'selectNext', 'selectPrevious']);

function isUsable(action: Action, event: KeyboardEvent): boolean {
  // Dialogs and menus have keys of their own; the command menu may still be called over them.
  const covered =
    question.peek() !== null ||
    document.querySelector('dialog[open], .popover:popover-open:not(.tooltip, .toasts)');
  if (covered) return false;
  if (action.group === 'go' || action.group === 'app') return true;
  if (route.peek().page !== 'inbox') return action.id === 'takeOldest';
  return isPossible(action) && !(isBusyElsewhere(event) && usesPressed(action, event));
}

/** Enter on a button presses the button; arrows in the line scroll it. */
function isBusyElsewhere({ target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement) || target === document.body) return false;
  return target.closest('[role=option]') === null && target.id !== 'main';
}

function usesPressed(action: Action, { key }: KeyboardEvent): boolean {
  return PRESSED.has(key) && keysOf(action.id).length > 0;
}

/** Single keys are for hands that do not write, and for those who want them. */
function isAllowed(key: string, event: KeyboardEvent): boolean {
  if (key.startsWith('mod+')) return true;
  if (isWriting(event.target)) return false;
  return preferences.peek().singleKeys || PLAIN.has(key);
}
