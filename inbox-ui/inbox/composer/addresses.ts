/** Addresses as people type and paste them: one by one, or a whole line out of another program. */
import type { Addressee } from '../../../server/wire/addressing.ts';

/** The server's own rule. */
const ADDRESS = /^[^\s@<>"(),:;[\]\\]+@[^\s@<>"(),:;\\]+$/;
const MOST_CHARACTERS = 20_000;

export function isAddress(text: string): boolean {
  return text.length <= 320 && ADDRESS.test(text);
}

/** What was typed as addressees; what is none stays as it was written, so that it can be seen and mended. */
export function readAddresses(text: string): Addressee[] {
  return split(text.slice(0, MOST_CHARACTERS)).flatMap((part) => {
    const words = part.split(/\s+/);
    const several = words.length > 1 && words.every(isAddress);
    return (several ? words : [part]).map(readOne);
  });
}

/** Once each, whatever their letters' case. */
export function withoutDoubles(people: readonly Addressee[]): Addressee[] {
  const seen = new Set<string>();
  return people.filter(({ address }) => {
    const key = address.toLowerCase();
    return !seen.has(key) && seen.add(key);
  });
}

function readOne(part: string): Addressee {
  const open = part.lastIndexOf('<');
  if (open < 0 || !part.endsWith('>')) return { address: part.replace(/^mailto:/i, ''), name: '' };
  const name = part.slice(0, open).trim().replace(/^"|"$/g, '').trim();
  return { address: part.slice(open + 1, -1).trim(), name };
}

/** At commas, semicolons and line ends, but not inside quotation marks. */
function split(text: string): string[] {
  const parts: string[] = [];
  let quoted = false;
  let part = '';
  for (const sign of text) {
    if (sign === '"') quoted = !quoted;
    if (sign === '\n' || (!quoted && /[,;，；]/.test(sign))) {
      parts.push(part);
      [part, quoted] = ['', false];
    } else part += sign;
  }
  return [...parts, part].map((one) => one.trim()).filter(Boolean);
}
