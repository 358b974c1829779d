/** Which files stand beside a message; apart from the schemas, for the screens. */
import type { Content } from './content.ts';

/** All but those that stand on a card. */
export function filesBeside<File>(
  files: readonly File[],
  content: Content | null | undefined,
): File[] {
  if (content?.kind !== 'cards') return [...files];
  const shown = new Set(content.cards.map(({ picture }) => picture));
  return files.filter((_file, place) => !shown.has(place));
}
