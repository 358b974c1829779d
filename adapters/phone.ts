/**
 * Phone numbers: one spelling for each, so that one person is one identity whichever channel names
 * the number. Pure, and without tables of countries: only the three plans are known here where
 * platforms disagree about the very same telephone.
 */

import type { Wording } from './adapter.ts';

/** What the kind of identity `phone` is called. */
export const PHONE: Wording = { en: 'Phone', 'zh-CN': '电话' };

/** Digits of a country whose mobiles are spelt in two ways, and the one that is dialled today. */
const PLANS: readonly { variant: RegExp; canonical: string }[] = [
  // Brazil: mobiles (6 to 9 first) got a ninth digit, finished in 2016; older accounts lack it.
  { variant: /^55(\d\d)([6-9]\d{7})$/, canonical: '55$19$2' },
  // Argentina: a mobile has a 9 after the country's code; what texts is taken for a mobile.
  { variant: /^54([1-8]\d{9})$/, canonical: '549$1' },
  // Mexico: mobiles had a 1 after the country's code until 2019.
  { variant: /^521(\d{10})$/, canonical: '52$1' },
];

/**
 * The number as E.164 (`+5511987654321`), variants made one. Spaces and punctuation do not count; a
 * number without `+` or `00` is taken as international, as WhatsApp writes them. What is no such
 * number (a short code, a sender's name) comes back trimmed and otherwise as it was.
 */
export function canonicalPhone(text: string): string {
  const plain = text.normalize('NFKC').trim();
  const written = /^(?:\+|00)?([\d\s().\-/\u00a0]+)$/.exec(plain)?.[1];
  const digits = written?.replaceAll(/\D/g, '') ?? '';
  if (!/^[1-9]\d{6,14}$/.test(digits)) return plain;
  const plan = PLANS.find(({ variant }) => variant.test(digits));
  return `+${plan ? digits.replace(plan.variant, plan.canonical) : digits}`;
}
