/** Where a signature begins that says nothing of its own. */
import { isBlank } from './lines.ts';
import { isMobileSignature, isProgramSignature } from './mobile-signatures.ts';

/** A signature without the blank of RFC 3676 behind the dashes is believed when it is short. */
const SHORT = 12;

/** The first line of the signature within a stretch of lines; `to` when it has none. */
export function signatureStart(lines: readonly string[], from: number, to: number): number {
  for (let index = from; index < to; index += 1) {
    const line = lines[index] ?? '';
    if (beginsSignature(lines, index, to)) return index;
    if (isMailMasterCard(line)) return cardStart(lines, from, index);
  }
  return to;
}

function beginsSignature(lines: readonly string[], index: number, to: number): boolean {
  const line = lines[index] ?? '';
  if (line.length < 2) return false;
  if (isDelimiter(line)) return line === '-- ' || !isFilled(lines, index, to, SHORT);
  // Where it stands is seen sooner than what it says.
  if (standsAlone(lines, index, to)) {
    if (isMobileSignature(line)) return true;
    if (!isFilled(lines, index, to, 0) && isProgramSignature(line)) return true;
  }
  return isListFooter(lines, index, to);
}

function isDelimiter(line: string): boolean {
  return line.startsWith('--') && line.trimEnd() === '--';
}

/** Do more than `most` lines with something on them follow? */
function isFilled(lines: readonly string[], after: number, to: number, most: number): boolean {
  let count = 0;
  for (let index = after + 1; index < to && count <= most; index += 1) {
    if (!isBlank(lines[index])) count += 1;
  }
  return count > most;
}

/** At a paragraph's end; or close to the text's end, with a device's excuse below. */
function standsAlone(lines: readonly string[], index: number, to: number): boolean {
  return index + 1 >= to || isBlank(lines[index + 1]) || !isFilled(lines, index, to, 3);
}

/** A mailing list's rule with its name and addresses under it. */
function isListFooter(lines: readonly string[], index: number, to: number): boolean {
  const line = lines[index] ?? '';
  if (!line.startsWith('____') || !/^_{20,}\s*$/.test(line)) return false;
  const footer = lines.slice(index + 1, Math.min(to, index + 8)).join(' ');
  return !isFilled(lines, index, to, 6) && /@|https?:\/\//.test(footer);
}

/** The card that NetEase's mail program puts under a mail ends in these words. */
function isMailMasterCard(line: string): boolean {
  return line.length < 60 && /由\s?网易邮箱大师\s?(?:定制|发送)/.test(line);
}

/** The card's table begins with a row of bars, a few lines above its last words. */
function cardStart(lines: readonly string[], from: number, end: number): number {
  let start = end;
  for (let index = end - 1; index >= Math.max(from, end - 14); index -= 1) {
    if (/^\s*\|[\s|]*$/.test(lines[index] ?? '')) start = index;
  }
  return start;
}
