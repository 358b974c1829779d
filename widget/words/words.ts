/** Which language to speak, how it runs, and filling the gaps in a sentence. */

/** Of two that share a language, the first is spoken to who only names the language. */
export const LOCALES = [
  'en',
  'zh-CN',
  'zh-TW',
  'ja',
  'ko',
  'es',
  'fr',
  'de',
  'it',
  'pt-BR',
  'nl',
  'pl',
  'tr',
  'ru',
  'ar',
] as const;
export type Locale = (typeof LOCALES)[number];

/** A sentence that changes with a number; its forms are those of `Intl.PluralRules`. */
export type Forms = { readonly other: string } & {
  readonly [Form in Intl.LDMLPluralRule]?: string;
};

/** Where 正體字 is read, whether the script is named or only the place. */
const TRADITIONAL = /^zh(?!.*hans).+(hant|tw|hk|mo)/i;

/** The language we have that comes nearest to the wishes, first wish first. */
export function pickLocale(wishes: readonly string[]): Locale {
  for (const wish of wishes) {
    const [language] = wish.toLowerCase().split(/[-_]/);
    const found = TRADITIONAL.test(wish)
      ? 'zh-TW'
      : LOCALES.find((locale) => locale.split('-')[0] === language);
    if (found) return found;
  }
  return 'en';
}

/** The side on which its lines begin. */
export const directionOf = (locale: Locale): 'ltr' | 'rtl' => (locale === 'ar' ? 'rtl' : 'ltr');

/** The form of a sentence that goes with this number. */
export function formOf(word: string | Forms, count: unknown, locale: Locale): string {
  if (typeof word === 'string') return word;
  const form = new Intl.PluralRules(locale).select(Number(count));
  return word[form] ?? word.other;
}

/** Fills `{name}` gaps. A gap without a value stays visible: a wrong text should be seen, not guessed. */
export function fill(
  text: string,
  values: Readonly<Record<string, string | number>>,
  locale?: string,
): string {
  return text.replace(/\{(\w+)\}/g, (gap, name: string) =>
    // Numbers in the digits of the place, as the times beside them.
    Object.hasOwn(values, name) ? (values[name]?.toLocaleString(locale) ?? gap) : gap,
  );
}
