/**
 * The launcher's name, on every page before anything is fetched: hence in every language, and as short as can be. By
 * language alone: 客服 is written alike in both scripts. Whether it is open is told by its state, not by its name.
 */
const CHAT = 'Chat';

export const NAMES = {
  en: CHAT,
  es: CHAT,
  fr: CHAT,
  de: CHAT,
  it: CHAT,
  pt: CHAT,
  nl: CHAT,
  pl: 'Czat',
  tr: 'Sohbet',
  ru: 'Чат',
  ar: 'دردشة',
  zh: '客服',
  ja: 'チャット',
  ko: '채팅',
};

export type Language = keyof typeof NAMES;

const isSpoken = (language: string): language is Language => Object.hasOwn(NAMES, language);

/** The language of the first wish that is spoken here: its first part only. */
export const languageOf = (wishes: readonly string[]): Language =>
  wishes.map((wish) => wish.toLowerCase().replace(/[-_].*/, '')).find(isSpoken) ?? 'en';
