/** The words of parts that are drawn later, and of those who see none of them, never fetched. */
import type { Locale } from '../words.ts';
import type { LaterWords } from './en.ts';

const PARTS: Record<Locale, () => Promise<LaterWords>> = {
  en: async () => (await import('./en.ts')).later,
  'zh-CN': async () => (await import('./zh-cn.ts')).later,
  'zh-TW': async () => (await import('./zh-tw.ts')).later,
  ja: async () => (await import('./ja.ts')).later,
  ko: async () => (await import('./ko.ts')).later,
  es: async () => (await import('./es.ts')).later,
  fr: async () => (await import('./fr.ts')).later,
  de: async () => (await import('./de.ts')).later,
  it: async () => (await import('./it.ts')).later,
  'pt-BR': async () => (await import('./pt-br.ts')).later,
  nl: async () => (await import('./nl.ts')).later,
  pl: async () => (await import('./pl.ts')).later,
  tr: async () => (await import('./tr.ts')).later,
  ru: async () => (await import('./ru.ts')).later,
  ar: async () => (await import('./ar.ts')).later,
};

/** In this language, or else in English. @throws when neither can be had */
export const laterWords = (locale: Locale): Promise<LaterWords> =>
  PARTS[locale]().catch(() => PARTS.en());
