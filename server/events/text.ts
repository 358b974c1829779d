/** Text at the boundary: Postgres cannot hold NUL, and lone surrogates are not Unicode. Everything else stays as written. */
import { Refusal } from '../wire/problems.ts';

export const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/** A name for people to read. @throws Refusal invalid when nothing is left of it */
export function cleanName(name: string): string {
  const cleaned = clean(name).trim();
  if (cleaned) return cleaned;
  throw new Refusal('invalid', 'name: write something that can be read.');
}
