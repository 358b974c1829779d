/**
 * Which key means what. A letter is matched by what is printed on the key; where the layout has no Latin letters,
 * by its place. Bindings are written as on key caps: `j`, `shift+e`, `mod+k`, `g i` (one after the other).
 */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'
>;

const NAMED: Record<string, string> = {
  enter: 'Enter',
  esc: 'Escape',
  up: 'ArrowUp',
  down: 'ArrowDown',
};
/** Where the signs are on the layout that the places are named after. */
const PLACES: Record<string, string> = { '/': 'Slash', '?': 'Slash', ',': 'Comma', '.': 'Period' };
/** Where these are differs so much that only what is printed tells. */
const PRINTED = new Set([...Object.keys(PLACES), '*', '!', ...'0123456789']);
const APPLE = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** Whether a press is this one stroke. */
export function isStroke(stroke: string, press: KeyPress, apple = APPLE): boolean {
  const parts = stroke.split('+');
  const key = parts.at(-1) ?? '';
  const wants = (name: string) => parts.slice(0, -1).includes(name);
  const mod = apple ? press.metaKey : press.ctrlKey;
  const other = apple ? press.ctrlKey : press.metaKey;
  if (wants('mod') !== mod || other || press.altKey) return false;
  // Signs need Shift on some layouts and not on others: what is printed decides.
  const sign = PRINTED.has(key) && press.key === key;
  if (!sign && wants('shift') !== (press.shiftKey && key !== '?')) return false;
  return sign || isKey(key, press);
}

/** How a press is written as a stroke; null for what keeps its meaning: combinations, Enter, arrows, digits and the like. */
export function strokeOf(press: KeyPress): string | null {
  const { key, code, shiftKey } = press;
  if (press.ctrlKey || press.metaKey || press.altKey || key.length !== 1) return null;
  if (/\d/.test(key)) return null;
  if (PRINTED.has(key)) return key;
  const printed = key.toLowerCase();
  const placed = isAscii(printed) ? undefined : /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase();
  const letter = isLatin(printed) ? printed : placed;
  if (letter === undefined) return null;
  return shiftKey ? `shift+${letter}` : letter;
}

function isKey(key: string, press: KeyPress): boolean {
  const named = NAMED[key];
  if (named) return press.key === named;
  const printed = press.key.toLowerCase();
  if (isLatin(printed)) return printed === key;
  if (press.key.length !== 1 || isAscii(printed)) return false;
  const place = PLACES[key] ?? `Key${key.toUpperCase()}`;
  return press.code === place && (key === '?') === (press.shiftKey && place === 'Slash');
}

/** Follows strokes that come one after the other (`g i`). */
export class Sequence {
  #first: { stroke: string; at: number } | null = null;

  /** The binding this press completes, `'pending'` when it may begin one, or null. */
  match(bindings: readonly string[], press: KeyPress, now: number): string | 'pending' | null {
    const first = this.#first && now - this.#first.at < PATIENCE_MS ? this.#first.stroke : null;
    this.#first = null;
    for (const binding of bindings) {
      const [one = '', two] = binding.split(' ');
      if (
        two === undefined
          ? !first && isStroke(one, press)
          : first === one && isStroke(two, follows(one, press))
      ) {
        return binding;
      }
    }
    const begun = bindings.find((binding) => {
      return binding.includes(' ') && isStroke(binding.split(' ')[0] ?? '', press);
    });
    if (!begun) return null;
    this.#first = { stroke: begun.split(' ')[0] ?? '', at: now };
    return 'pending';
  }
}

const PATIENCE_MS = 1_500;

/** After a sign that takes Shift, the finger may still be on it. */
function follows(first: string, press: KeyPress): KeyPress {
  const { key, code, ctrlKey, metaKey, altKey } = press;
  return first === '*' ? { key, code, ctrlKey, metaKey, altKey, shiftKey: false } : press;
}

/** Keys that write or move inside what has the focus are not ours. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !NOT_TEXT.has(target.type);
}

const NOT_TEXT = new Set(['button', 'checkbox', 'radio', 'range', 'submit', 'reset', 'file']);

function isLatin(key: string): boolean {
  return /^[a-z]$/.test(key);
}

function isAscii(key: string): boolean {
  return /^[\x20-\x7e]+$/.test(key);
}
