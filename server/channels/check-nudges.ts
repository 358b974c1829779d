/** What is said to visitors by itself, made sure of before it is kept. */
import { clean } from '../events/text.ts';
import type { Nudge } from '../wire/nudges.ts';
import { Refusal } from '../wire/problems.ts';

/** With clean texts. @throws Refusal invalid */
export function checkNudges(nudges: readonly Nudge[]): Nudge[] {
  const ids = new Set(nudges.map(({ id }) => id));
  if (ids.size < nudges.length) throw new Refusal('invalid', 'nudges: two have the same id.');
  return nudges.map(checkNudge);
}

function checkNudge(nudge: Nudge): Nudge {
  const text = clean(nudge.text).trim();
  if (text === '') throw new Refusal('invalid', `nudges: ${nudge.id} says nothing.`);
  const pages = nudge.pages.map(asPattern).filter(Boolean);
  const { attribute } = nudge;
  const said = attribute && {
    name: asProperty(attribute.name),
    value: clean(attribute.value).trim(),
  };
  return { ...nudge, text, pages: [...new Set(pages)], attribute: said };
}

/** As pages compare it with their own address: as few bytes as can be are spent on that there. */
const asPattern = (page: string): string =>
  clean(page)
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '');

/** `customer-plan`, as it stands on a tag, is `customerPlan` to a script. */
const asProperty = (name: string): string =>
  name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
