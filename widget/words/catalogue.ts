/** The panel's words. English is always there; other languages are files of their own, loaded by those who read them. */
import { signal } from '../panel/signals.ts';
import { en, type Words } from './en.ts';
import type { Locale } from './words.ts';

/** The words in use. */
export const words = signal<Words>(en);

const OTHERS: Record<Exclude<Locale, 'en'>, () => Promise<Words>> = {
  'zh-CN': async () => (await import('./zh-cn.ts')).zh,
};

/** Changes the language. A catalogue that cannot be loaded leaves English: better than no chat. */
export async function speak(locale: Locale): Promise<void> {
  words.value = locale === 'en' ? en : await OTHERS[locale]().catch(() => en);
}
