/** The few words on the website's own page, of one language only. */
import { type RoomWords, room } from './en.ts';
import { type Locale, pickLocale } from './words.ts';

const PARTS: Record<Exclude<Locale, 'en'>, () => Promise<RoomWords>> = {
  'zh-CN': async () => (await import('./zh-cn.ts')).room,
  'zh-TW': async () => (await import('./zh-tw.ts')).room,
  ja: async () => (await import('./ja.ts')).room,
  ko: async () => (await import('./ko.ts')).room,
  es: async () => (await import('./es.ts')).room,
  fr: async () => (await import('./fr.ts')).room,
  de: async () => (await import('./de.ts')).room,
  it: async () => (await import('./it.ts')).room,
  'pt-BR': async () => (await import('./pt-br.ts')).room,
  nl: async () => (await import('./nl.ts')).room,
  pl: async () => (await import('./pl.ts')).room,
  tr: async () => (await import('./tr.ts')).room,
  ru: async () => (await import('./ru.ts')).room,
  ar: async () => (await import('./ar.ts')).room,
};

/** In the language of the first wish that we speak; English where it cannot be fetched, or until it is. */
export async function roomWords(wishes: readonly string[]): Promise<RoomWords> {
  const locale = pickLocale(wishes);
  return locale === 'en' ? room : PARTS[locale]().catch(() => room);
}
