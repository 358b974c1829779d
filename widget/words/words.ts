/** Which language to speak, and filling the gaps in a sentence. */

export type Locale = 'en' | 'zh-CN';

/** The language we have that comes nearest to the wishes, first wish first. */
export function pickLocale(wishes: readonly string[]): Locale {
  const wish = wishes.find((one) => /^(zh|en)(?![a-z])/i.test(one)) ?? '';
  return /^zh/i.test(wish) ? 'zh-CN' : 'en';
}

/** Fills `{name}` gaps. A gap without a value stays visible: a wrong text should be seen, not guessed. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (gap, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : gap,
  );
}
