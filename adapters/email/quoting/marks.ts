/** What each line of a mail is: new text, a quote, or the line that announces one. */
import { readAttribution } from './attribution.ts';
import { hasDate } from './attribution-words.ts';
import { readHeaderBlock } from './header-block.ts';
import { isBlank, isQuoted, isRule, nextFilled, nextSaid } from './lines.ts';
import { isReplyAbove, readSeparator } from './separators.ts';

/** `announced` belongs to an attribution, `quoted` carries a quote mark. */
export type Mark = 'blank' | 'text' | 'quoted' | 'announced';

/** What is known from elsewhere about a line, as HTML tells it. */
export type Hint = 'quoted' | 'announced' | 'history' | undefined;

export type Marked = {
  marks: Mark[];
  /** From this line on all is history, to the end. */
  end: number;
  /** The text passes another mail on before it quotes any: then all of it is content. */
  forwards: boolean;
};

type Step = { mark: Mark; end: number } | 'history' | 'forward';
type Reading = { lines: readonly string[]; hints: readonly Hint[]; last: Mark };

/** Headers further down than this are not looked for: nobody writes that much above a quote. */
const HEADERS_WITHIN = 10_000;

/** Marks the lines down to where history begins that runs to the end. */
export function markLines(lines: readonly string[], hints: readonly Hint[] = []): Marked {
  const marks: Mark[] = [];
  const reading: Reading = { lines, hints, last: 'blank' };
  let quotes = false;
  while (marks.length < lines.length) {
    const step = readStep(reading, marks.length);
    if (step === 'forward' && !quotes) return { marks, end: lines.length, forwards: true };
    if (typeof step === 'string') {
      return { marks, end: ruleAbove(lines, marks.length), forwards: false };
    }
    while (marks.length < step.end) marks.push(step.mark);
    if (step.mark !== 'blank') reading.last = step.mark;
    quotes ||= step.mark === 'quoted' || step.mark === 'announced';
  }
  return { marks, end: lines.length, forwards: false };
}

function readStep(reading: Reading, at: number): Step {
  const { lines, hints, last } = reading;
  const hint = hints[at];
  if (hint === 'history') return passesOn(lines, at) ? 'forward' : 'history';
  if (isBlank(lines[at])) return { mark: 'blank', end: at + 1 };
  if (hint === 'announced') return readAnnounced(reading, at);
  if (hint === 'quoted' || isQuoteLine(lines, at)) {
    return last === 'quoted' ? { mark: 'quoted', end: at + 1 } : readFirstQuoted(reading, at);
  }
  return at < HEADERS_WITHIN ? readText(reading, at) : { mark: 'text', end: at + 1 };
}

/** A `>` that closes a link begun on the line above quotes nothing. */
function isQuoteLine(lines: readonly string[], at: number): boolean {
  if (!isQuoted(lines[at] ?? '')) return false;
  const above = lines[at - 1] ?? '';
  return above.lastIndexOf('<') <= above.lastIndexOf('>') || isQuoted(above);
}

/** Some programs quote the attribution too; Apple's quotes all of a forwarded mail. */
function readFirstQuoted(reading: Reading, at: number): Step {
  const { lines } = reading;
  if (passesOn(lines, at)) return 'forward';
  const attribution = readAttribution(lines, at);
  if (attribution) return { mark: 'announced', end: attribution.end };
  if (!isBetweenMarks(lines[at] ?? '')) return { mark: 'quoted', end: at + 1 };
  return quoteFollows(reading, at + 1) ? { mark: 'announced', end: at + 1 } : 'history';
}

/** GroupWise: `>>> Ana <ana@example.org> 3/5/2024 10:21 AM >>>`. */
function isBetweenMarks(line: string): boolean {
  return line.length < 300 && /^>>> .*\S >>>\s*$/.test(line) && hasDate(line);
}

function readAnnounced(reading: Reading, at: number): Step {
  if (passesOn(reading.lines, at)) return 'forward';
  let end = at + 1;
  while (reading.hints[end] === 'announced') end += 1;
  return quoteFollows(reading, end) ? { mark: 'announced', end } : 'history';
}

function readText(reading: Reading, at: number): Step {
  const { lines } = reading;
  const line = lines[at] ?? '';
  if (passesOn(lines, at)) return 'forward';
  const separator = readSeparator(line);
  if (separator?.kind === 'original' && !separator.bare) return 'history';
  if (isReplyAbove(line) || readHeaderBlock(lines, at)) return 'history';
  const attribution = readAttribution(lines, at);
  if (!attribution) return { mark: 'text', end: at + 1 };
  if (!quoteFollows(reading, attribution.end)) return 'history';
  return { mark: 'announced', end: attribution.end };
}

/** A separator of forwarded mail; without dashes only with a header right below. */
function passesOn(lines: readonly string[], at: number): boolean {
  const separator = readSeparator(lines[at] ?? '');
  if (separator?.kind !== 'forward') return false;
  if (!separator.bare) return true;
  const next = nextSaid(lines, at + 1);
  return next !== -1 && readHeaderBlock(lines, next) !== null;
}

function quoteFollows({ lines, hints }: Reading, at: number): boolean {
  const next = nextFilled(lines, at);
  return next !== -1 && (hints[next] === 'quoted' || isQuoted(lines[next] ?? ''));
}

/** Rules drawn right above belong to what follows. */
export function ruleAbove(lines: readonly string[], at: number): number {
  let start = at;
  for (let index = at - 1; index >= 0 && index >= at - 6; index -= 1) {
    const line = lines[index] ?? '';
    if (isRule(line)) start = index;
    else if (!isBlank(line)) break;
  }
  return start;
}
