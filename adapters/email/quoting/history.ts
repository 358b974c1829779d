/** Which lines of a mail are history: quoted text and what announces it. */
import { attributionInside, readAttribution } from './attribution.ts';
import { isBlank, type Lines } from './lines.ts';
import { type Hint, type Mark, type Marked, markLines, ruleAbove } from './marks.ts';
import { signatureStart } from './signature.ts';

export type History = {
  /** For each line: is it cut? */
  cut: boolean[];
  marks: Mark[];
  forwards: boolean;
};

/** An unbroken quote with its attribution. */
type Region = { start: number; end: number; announced: boolean };

/**
 * Finds the history. A quote at the end goes; so does the only quote of a mail when somebody is
 * named above it. Quotes with answers between them stay, and so does one picked by hand.
 */
export function findHistory(lines: readonly string[], hints: readonly Hint[] = []): History {
  const marked = markLines(lines, hints);
  const cut = lines.map((_, index) => index >= marked.end);
  const { marks, forwards } = marked;
  if (forwards) return { cut, marks, forwards };
  const regions = findRegions(lines, marked);
  const last = regions.at(-1);
  if (last) {
    const trailing = isOver(lines, last.end, marked.end);
    if (trailing) cut.fill(true, last.start, marked.end);
    else if (regions.length === 1 && last.announced) cut.fill(true, last.start, last.end);
  }
  return { cut, marks, forwards };
}

/** Gives an attribution a line of its own where it lost its line break. */
export function splitAttributions(lines: Lines): Lines {
  const limit = Math.min(lines.seen.length, 1000);
  for (let index = 0; index < limit; index += 1) {
    const line = lines.seen[index] ?? '';
    const at = attributionInside(line);
    if (at <= 0 || line.length !== lines.raw[index]?.length) continue;
    const below = [line.slice(at), ...lines.seen.slice(index + 1, index + 5)];
    if (readAttribution(below, 0)) return splitAt(lines, index, at);
  }
  return lines;
}

function splitAt({ raw, seen }: Lines, index: number, at: number): Lines {
  const halves = (all: readonly string[]) => {
    const line = all[index] ?? '';
    return [...all.slice(0, index), line.slice(0, at), line.slice(at), ...all.slice(index + 1)];
  };
  return { raw: halves(raw), seen: halves(seen) };
}

function findRegions(lines: readonly string[], { marks, end }: Marked): Region[] {
  const regions: Region[] = [];
  let region: Region | null = null;
  for (let index = 0; index < end; index += 1) {
    const mark = marks[index];
    if (mark === 'text' && !isWrappedQuote(lines, marks, index)) region = null;
    if (mark !== 'quoted' && mark !== 'announced') continue;
    const announced = mark === 'announced';
    if (announced && marks[index - 1] !== 'announced' && !region?.announced) region = null;
    region ??= openRegion(regions, announced ? ruleAbove(lines, index) : index);
    region.end = index + 1;
    region.announced ||= announced;
  }
  return regions;
}

function openRegion(regions: Region[], start: number): Region {
  const region = { start, end: start, announced: false };
  regions.push(region);
  return region;
}

/** The rest of a quoted line that was wrapped without its mark: never after a gap or a full stop. */
function isWrappedQuote(lines: readonly string[], marks: readonly Mark[], at: number): boolean {
  if (marks[at - 1] !== 'quoted' || marks[at + 1] !== 'quoted') return false;
  const above = (lines[at - 1] ?? '').trimEnd();
  const line = (lines[at] ?? '').trim();
  if (/^[(<]https?:\/\//.test(line) || /[(<]https?:\/\/[^\s)>]*$/.test(above)) return true;
  return above.length >= 64 && line.length <= 32 && !/[.!?:;。！？]$/.test(above);
}

/** Is nothing left but a signature? */
function isOver(lines: readonly string[], from: number, to: number): boolean {
  const end = signatureStart(lines, from, to);
  for (let index = from; index < end; index += 1) {
    if (!isBlank(lines[index])) return false;
  }
  return true;
}
