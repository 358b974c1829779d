/** What every view needs: the chat, the words, and how to reach the page around us. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { words } from '../../words/catalogue.ts';
import type { Words } from '../../words/en.ts';
import { fill } from '../../words/words.ts';
import type { Chat } from '../chat.ts';

export type Outside = {
  close(): void;
  /** Hands the keyboard back to the page. */
  leave(): void;
};

export const PanelContext = createContext<{ chat: Chat; outside: Outside } | null>(null);

export type Say = (word: keyof Words, values?: Readonly<Record<string, string | number>>) => string;

/** Fails loudly in a view that stands outside the panel. */
export function usePanel() {
  const context = useContext(PanelContext);
  if (!context) throw new Error('This view needs the panel around it.');
  const locale = context.chat.place.region.value;
  const { value: catalogue } = words;
  const say: Say = (word, values = {}) => fill(catalogue[word], values);
  return { ...context, locale, say };
}
