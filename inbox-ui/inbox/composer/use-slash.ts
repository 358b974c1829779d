/** Finding a saved reply from within the field: what is offered, which one is meant, and putting it in. */
import type { TargetedKeyboardEvent } from 'preact';
import { useState } from 'preact/hooks';
import type { SavedReply } from '../../../server/wire/saved-replies.ts';
import { blanksOf, fillBlanks, firstBlank } from './blanks.ts';
import { fitting, type Slash, slashAt } from './slash.ts';
import type { Writing } from './writing.ts';

type Field = { current: HTMLTextAreaElement | null };

export type SlashMenu = {
  offered: SavedReply[];
  active: number;
  pick(reply: SavedReply): void;
};

export function useSlash(writing: Writing, field: Field) {
  const [slash, setSlash] = useState<Slash | null>(null);
  const [active, setActive] = useState(0);
  const { store, row, kind, text } = writing;
  const offered = slash ? fitting(store.directory.savedReplies.value ?? [], slash) : [];
  const pick = (reply: SavedReply) => {
    const element = field.current;
    if (!slash || !element) return;
    const filled = fillBlanks(reply.text, blanksOf(row, store.me));
    const value = text.peek().slice(0, slash.from) + filled + text.peek().slice(slash.to);
    store.drafts.write(row.id, kind, value);
    setSlash(null);
    // Once the field holds it: what nobody knows is marked, to be written over.
    const blank = firstBlank(filled);
    const [start, end] = blank ? [blank.start, blank.end] : [filled.length, filled.length];
    requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(slash.from + start, slash.from + end);
    });
  };
  const look = (element: HTMLTextAreaElement) => {
    setSlash(slashAt(element.value, element.selectionStart));
    setActive(0);
  };
  const menu: SlashMenu | null = offered.length > 0 ? { offered, active, pick } : null;
  const keys = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (!menu) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = offered[active];
    if (step) setActive((active + step + offered.length) % offered.length);
    else if (event.key === 'Escape') setSlash(null);
    else if ((event.key === 'Enter' || event.key === 'Tab') && isPlain(event) && chosen)
      pick(chosen);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { menu, look, keys, close: () => setSlash(null) };
}

const isPlain = (event: KeyboardEvent): boolean =>
  !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
