/** Finding a saved reply, a colleague or an emoji from within the field: what is offered, which is meant, and putting it in. */
import { signal } from '@preact/signals';
import type { TargetedKeyboardEvent } from 'preact';
import { useState } from 'preact/hooks';
import { blanksOf, fillBlanks, firstBlank } from '../../../server/wire/blanks.ts';
import { layReplyFiles } from './reply-files.ts';
import { fitting, MOST_SHOWN, type Sought, soughtAt } from './sought.ts';
import type { Writing } from './writing.ts';

type Field = { current: HTMLTextAreaElement | null };

/** `text` is what is put in; `files`: so many come with it. */
export type Offer = { id: string; name: string; hint: string; text: string; files?: number };

export type OfferMenu = {
  sign: Sought['sign'];
  offered: Offer[];
  active: number;
  pick(offer: Offer): void;
};

export function useOffers(writing: Writing, field: Field) {
  const [sought, setSought] = useState<Sought | null>(null);
  const [active, setActive] = useState(0);
  const { store, row, kind, text } = writing;
  const offered = sought ? offersFor(writing, sought) : [];
  const pick = (offer: Offer) => {
    const element = field.current;
    if (!sought || !element) return;
    const value = text.peek().slice(0, sought.from) + offer.text + text.peek().slice(sought.to);
    store.drafts.write(row.id, kind, value);
    setSought(null);
    if (offer.files) void layReplyFiles(writing, offer.id);
    // Once the field holds it: what nobody knows is marked, to be written over.
    const { length } = offer.text;
    const { start, end } = firstBlank(offer.text) ?? { start: length, end: length };
    requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(sought.from + start, sought.from + end);
    });
  };
  const look = (element: HTMLTextAreaElement) => {
    const found = soughtAt(element.value, element.selectionStart);
    setSought(found);
    setActive(0);
    if (found?.sign === ':') void fetchEmoji();
  };
  const menu: OfferMenu | null =
    sought && offered.length > 0 ? { sign: sought.sign, offered, active, pick } : null;
  const keys = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (!menu) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = offered[active];
    if (step) setActive((active + step + offered.length) % offered.length);
    else if (event.key === 'Escape') setSought(null);
    else if ((event.key === 'Enter' || event.key === 'Tab') && isPlain(event) && chosen)
      pick(chosen);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { menu, look, keys, close: () => setSought(null) };
}

const emoji = signal<typeof import('./emoji.ts') | null>(null);

/** With the first colon. Without a network there is none: whoever types on has lost nothing. */
async function fetchEmoji(): Promise<void> {
  emoji.value ??= await import('./emoji.ts').catch(() => null);
}

function emojiFor([asked = '']: readonly string[]): Offer[] {
  const found = emoji.value?.findEmoji(asked, MOST_SHOWN) ?? [];
  return found.map(({ sign, words }) => {
    return { id: words[0] ?? sign, name: sign, hint: words.join(' '), text: sign };
  });
}

/** Colleagues are called in notes alone: customers would read their names as nonsense. */
function offersFor({ store, row, kind }: Writing, sought: Sought): Offer[] {
  if (sought.sign === ':') return emojiFor(sought.words);
  if (sought.sign === '@') {
    if (kind !== 'note') return [];
    const others = store.directory.agents.value?.filter(
      ({ id, removedAt }) => id !== store.me.id && removedAt === null,
    );
    return fitting(others ?? [], sought).map(({ id, name, email }) => {
      return { id, name, hint: email, text: `@${name} ` };
    });
  }
  const known = blanksOf(row, store.me);
  return fitting(store.directory.savedReplies.value ?? [], sought).map(
    ({ id, name, text, attachments }) => {
      const files = attachments.length;
      return { id, name, hint: text, text: fillBlanks(text, known), files };
    },
  );
}

const isPlain = (event: KeyboardEvent): boolean =>
  !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
