/** The panel's words. Each language is a file of its own, fetched by those who read it and by nobody else. */
import { signal } from '../panel/signals.ts';
import type { Words } from './en.ts';
import type { LaterWords } from './later/en.ts';
import type { Locale } from './words.ts';

export type AllWords = Words & LaterWords;
/** `whole`: those of the parts that are drawn later are among them; they are not fetched before one is wanted. */
type Speech =
  | { locale: Locale; whole: false; words: Words }
  | { locale: Locale; whole: true; words: AllWords };

/** The words in use, and in which language they are; null until they are here, and nothing is drawn before. */
export const spoken = signal<Speech | null>(null);

const PARTS: Record<Locale, () => Promise<Words>> = {
  en: async () => (await import('./en.ts')).panel,
  'zh-CN': async () => (await import('./zh-cn.ts')).panel,
  'zh-TW': async () => (await import('./zh-tw.ts')).panel,
  ja: async () => (await import('./ja.ts')).panel,
  ko: async () => (await import('./ko.ts')).panel,
  es: async () => (await import('./es.ts')).panel,
  fr: async () => (await import('./fr.ts')).panel,
  de: async () => (await import('./de.ts')).panel,
  it: async () => (await import('./it.ts')).panel,
  'pt-BR': async () => (await import('./pt-br.ts')).panel,
  nl: async () => (await import('./nl.ts')).panel,
  pl: async () => (await import('./pl.ts')).panel,
  tr: async () => (await import('./tr.ts')).panel,
  ru: async () => (await import('./ru.ts')).panel,
  ar: async () => (await import('./ar.ts')).panel,
};

let wanted: Locale = 'en';
let later = false;

/**
 * Changes the language; the wish that came last holds, whichever is here first. One that cannot be fetched leaves
 * English: better than no chat. Throws when that cannot be had either.
 */
export async function speak(locale: Locale): Promise<void> {
  wanted = locale;
  const found = await PARTS[locale]().then(
    (words) => ({ locale, words, whole: false as const }),
    async () => ({ locale: 'en' as const, words: await PARTS.en(), whole: false as const }),
  );
  // With the same breath, lest a part that is drawn goes on in another language.
  const speech = later ? await completed(found).catch(() => found) : found;
  if (wanted === locale) spoken.value = speech;
}

/** Has the words of all parts, from now on in each language. @throws when they cannot be fetched */
export async function speakOfAll(): Promise<void> {
  later = true;
  const speech = spoken.peek();
  if (!speech || speech.whole) return;
  const whole = await completed(speech);
  // Otherwise the language was changed meanwhile, and that brought them.
  if (spoken.peek() === speech) spoken.value = whole;
}

async function completed({ locale, words }: Speech): Promise<Speech> {
  const { laterWords } = await import('./later/fetch.ts');
  return { locale, words: { ...words, ...(await laterWords(locale)) }, whole: true };
}
