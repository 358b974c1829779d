/** Count and noun agree; `#` stands for the number as the language writes it. */
import { numbers } from './formatters.ts';

export function plural(
  language: string,
  count: number,
  forms: { one?: string; other: string },
): string {
  const rule = new Intl.PluralRules(language).select(count);
  const form = (rule === 'one' ? forms.one : undefined) ?? forms.other;
  return form.replace('#', numbers(language, {}).format(count));
}
