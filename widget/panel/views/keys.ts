/** Keys of the panel as a whole: out, over to the page, and round and round where the panel is all there is. */
import type { Place } from '../place.ts';
import type { Outside } from './context.ts';

const FOCUSABLE = 'a[href], button, textarea, input:not([hidden]), [tabindex="0"]';

export function panelKeys(place: Place, outside: Outside) {
  return (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
    if (event.isComposing || event.defaultPrevented) return;
    if (event.key === 'Escape') outside.close();
    else if (event.key === 'F6' && place.framed.value) {
      event.preventDefault();
      outside.leave();
    } else if (event.key === 'Tab' && place.modal.value) turnRound(event);
  };
}

/** Full screen on a phone there is nothing behind the panel that a keyboard should reach. */
function turnRound(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const [from, to] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
  if (document.activeElement !== from) return;
  event.preventDefault();
  to?.focus();
}

/** Enter sends, unless it chooses a word in an input method (229: browsers that say so only by code). */
export function isSendKey(event: KeyboardEvent): boolean {
  const composing = event.isComposing || event.keyCode === 229;
  return event.key === 'Enter' && !event.shiftKey && !composing;
}
