/** The catalogue in use. Reading `words.value` in a component follows a change of language at once. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Locale } from '../../server/wire/people.ts';
import { en, type Words } from './en/catalogue.ts';

export type { Words };

export const LOCALES: readonly { id: Locale; name: string }[] = [
  { id: 'en', name: 'English' },
  { id: 'zh-CN', name: '简体中文' },
];

const REMEMBERED = 'interline.locale';
const spoken = signal<{ locale: Locale; words: Words }>({ locale: 'en', words: en });

export const locale = computed(() => spoken.value.locale);
export const words = computed(() => spoken.value.words);

/** Words that come with whoever says them, in the language in use. */
export const inUse = <Said>(english: Said, chinese: Said): ReadonlySignal<Said> =>
  computed(() => (locale.value === 'zh-CN' ? chinese : english));

/** Change the language of every screen, and of the next visit before logging in. */
export async function speak(next: Locale): Promise<void> {
  spoken.value = { locale: next, words: await load(next) };
  document.documentElement.lang = next;
  localStorage.setItem(REMEMBERED, next);
}

/** What to speak before we know who is here. */
export function likelyLocale(): Locale {
  const wishes = [localStorage.getItem(REMEMBERED) ?? '', ...navigator.languages];
  for (const wish of wishes) {
    if (wish.startsWith('zh')) return 'zh-CN';
    if (wish.startsWith('en')) return 'en';
  }
  return 'en';
}

async function load(wanted: Locale): Promise<Words> {
  return wanted === 'zh-CN' ? (await import('./zh-cn/catalogue.ts')).zhCn : en;
}
