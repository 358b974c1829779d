/** Plain text with its links found. Only the web's own addresses become links; everything else stays words. */
export type TextPart = { text: string; href: string | null };

const LINK = /\bhttps?:\/\/[^\s<>"'`]+|\bwww\.[^\s<>"'`]+\.[^\s<>"'`]+/giu;
/** What ends a sentence does not belong to the address in it. */
const TRAILING = /[.,;:!?。，；：！？、)\]}»”’*_]+$/u;

export function findLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const shown = trim(match[0]);
    const href = addressOf(shown);
    if (!href) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index), href: null });
    parts.push({ text: shown, href });
    from = match.index + shown.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), href: null });
  return parts;
}

function trim(found: string): string {
  let shown = found.replace(TRAILING, '');
  // A bracket that was opened inside the address closes inside it too.
  if (shown.includes('(') && found.startsWith(`${shown})`)) shown += ')';
  return shown;
}

function addressOf(shown: string): string | null {
  try {
    const url = new URL(/^www\./i.test(shown) ? `https://${shown}` : shown);
    return url.hostname.includes('.') || url.hostname === 'localhost' ? url.href : null;
  } catch {
    return null;
  }
}
