/** What every view needs: the chat, the words, and how to reach the page around us. */
import { type AllWords, spoken } from '../../words/catalogue.ts';
import type { Words } from '../../words/en.ts';
import { fill, formOf } from '../../words/words.ts';
import type { Chat } from '../chat.ts';

export type Outside = {
  close(): void;
  /** Hands the keyboard back to the page. */
  leave(): void;
};

type Surroundings = { chat: Chat; outside: Outside };

let around: Surroundings | null = null;

/** A page has one panel, and all its views stand in it. */
export function standIn(surroundings: Surroundings): void {
  around = surroundings;
}

type Values = Readonly<Record<string, string | number>>;
export type Say<Known = Words> = (word: keyof Known, values?: Values) => string;
/** Also of what is fetched later. */
export type SayAll = Say<AllWords>;

/** Fails loudly in a view that stands outside the panel, or that is drawn before there are words. */
export function usePanel() {
  const speech = spoken.value;
  if (!around || !speech) throw new Error('This view needs the panel around it.');
  const locale = around.chat.place.region.value;
  const say: Say = (word, values = {}) =>
    fill(formOf(speech.words[word], values['count'], speech.locale), values, locale);
  return { ...around, locale, say };
}

/** In a part that is fetched later, which is not drawn before its words are here, too (`lazy.tsx`). */
export const usePart = usePanel as () => ReturnType<typeof usePanel> & { say: SayAll };
