/** A mail that somebody passed on, found in the body of the mail that passes it on. */
import type { MailAddress } from '../mail/mail.ts';
import { NOBODY, readMailbox, readMailboxes } from './addresses.ts';
import { readAttribution } from './attribution.ts';
import { splitPerson } from './attribution-parts.ts';
import { isForwardSubject } from './forward-subjects.ts';
import { type HeaderBlock, readHeaderBlock } from './header-block.ts';
import { isBlank, isQuoted, type Lines, linesEnd, nextSaid, splitLines } from './lines.ts';
import { ruleAbove } from './marks.ts';
import { readSeparator, type Separator } from './separators.ts';

export type Forwarded = {
  from: MailAddress;
  to: MailAddress[];
  cc: MailAddress[];
  /** As written; '' when the program leaves it out. */
  subject: string;
  /** As written, in whatever language. */
  date: string;
  /** The forwarded text, without the quote marks some programs put before it. */
  text: string;
  /** What the forwarder wrote above. */
  comment: string;
};

type Found = { start: number; bodyAt: number; block: HeaderBlock | null; attribution: string };

/** A mail's first lines: below, nobody begins to pass another on. */
const SEARCHED = 2_000;
/** As many may belong to what begins on the last of them. */
const HEADER_LINES = 100;

/**
 * The mail forwarded in a plain body, or null. Separators decide by themselves. Header blocks and
 * attributions look alike in answers, so they count only under a forward's subject, or, where the
 * subject is not known, a block with nothing written above.
 */
export function findForwarded(text: string, subject?: string): Forwarded | null {
  const { seen } = splitLines(text.slice(0, linesEnd(text, SEARCHED + HEADER_LINES)));
  const forwards = subject === undefined ? undefined : isForwardSubject(subject);
  const limit = Math.min(seen.length, SEARCHED);
  let empty = true;
  for (let at = 0; at < limit; at += 1) {
    if (isBlank(seen[at])) continue;
    const found = readForward(seen, at, forwards ?? (empty ? 'block' : false));
    if (found === 'reply') return null;
    if (found) return forwardedFrom(splitLines(text), found);
    empty &&= /^[\s>_-]*$/.test(seen[at] ?? '');
  }
  return null;
}

/** The forward that begins at a line; 'reply' when an answer's quote does. */
function readForward(
  lines: readonly string[],
  at: number,
  trusted: boolean | 'block',
): Found | 'reply' | null {
  const separator = readSeparator(lines[at] ?? '');
  if (separator) return readAnnounced(lines, at, { separator, trusted });
  const block = readHeaderBlock(lines, at);
  if (block && trusted !== false) return { start: at, bodyAt: block.end, block, attribution: '' };
  const attribution = block ? null : readAttribution(lines, at);
  if (attribution && trusted === true) {
    return { start: at, bodyAt: attribution.end, block: null, attribution: attribution.text };
  }
  return block || attribution ? 'reply' : null;
}

function readAnnounced(
  lines: readonly string[],
  at: number,
  { separator, trusted }: { separator: Separator; trusted: boolean | 'block' },
): Found | 'reply' | null {
  const found = readSeparated(lines, at, separator.rest);
  const passesOn = separator.kind === 'forward' && (found.block !== null || !separator.bare);
  if (passesOn || (trusted !== false && found.block)) return found;
  return separator.kind === 'original' && !separator.bare ? 'reply' : null;
}

/** A separator with the header below it, or behind it on the same line. */
function readSeparated(lines: readonly string[], at: number, rest: string): Found {
  const next = nextSaid(lines, at + 1);
  if (rest !== '') {
    const here = [rest, ...lines.slice(at + 1, at + 80)];
    const block = readHeaderBlock(here, 0);
    if (block) return { start: at, bodyAt: at + block.end, block, attribution: '' };
  }
  const again = next === -1 ? null : readSeparator(lines[next] ?? '');
  const first = again ? nextSaid(lines, next + 1) : next;
  const block = first === -1 ? null : readHeaderBlock(lines, first);
  return { start: at, bodyAt: block?.end ?? at + 1, block, attribution: '' };
}

function forwardedFrom({ raw, seen }: Lines, found: Found): Forwarded {
  const { block, attribution, bodyAt } = found;
  const start = ruleAbove(seen, found.start);
  const value = (field: 'from' | 'to' | 'cc' | 'date' | 'subject') =>
    block?.values.get(field)?.trim() ?? '';
  const person = attribution === '' ? null : splitPerson(attribution);
  return {
    from: person ? person.from : value('from') === '' ? NOBODY : readMailbox(value('from')),
    to: readMailboxes(value('to')),
    cc: readMailboxes(value('cc')),
    subject: value('subject'),
    date: person ? person.date : value('date'),
    text: bodyText(raw, seen, bodyAt),
    comment: raw.slice(0, start).join('\n').trim(),
  };
}

/** Without the marks or the indent when the whole body has them. */
function bodyText(raw: readonly string[], seen: readonly string[], from: number): string {
  const first = nextSaid(seen, from);
  let lines = raw.slice(from);
  if (first !== -1 && isQuoted(seen[first] ?? ''))
    lines = lines.map((line) => line.replace(/^ ?[>＞] ?/, ''));
  if (lines.every((line) => isBlank(line) || line.startsWith('    '))) {
    lines = lines.map((line) => line.slice(4));
  }
  return lines.join('\n').trim();
}
