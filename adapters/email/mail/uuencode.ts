/** Files written into a text between `begin 644 name` and `end`, as before MIME. */

import { LIMITS } from './limits.ts';

export type UuFile = { name: string; content: Buffer };

/** The files in a text, and the text without them. What only looks like one stays text. */
export function takeUuFiles(text: string): { text: string; files: UuFile[] } {
  if (!/^begin [0-7]{3,4} /m.test(text)) return { text, files: [] };
  const kept: string[] = [];
  const files: UuFile[] = [];
  const lines = text.split('\n');
  const ends = nextEnds(lines);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const name = files.length < LIMITS.uuFiles ? nameIn(line) : '';
    const end = ends[at] ?? -1;
    if (name && end > at + 1 && isUuLine(lines[at + 1] ?? '')) {
      files.push({ name, content: uuLinesBytes(lines.slice(at + 1, end)) });
      at = end;
    } else kept.push(line);
  }
  return { text: kept.join('\n'), files };
}

function nameIn(line: string): string {
  return /^begin [0-7]{3,4} ([^\r]*)/.exec(line)?.[1]?.trim() ?? '';
}

/** The bytes of a whole part in uuencode, with or without its frame. */
export function uuBytes(text: string): Buffer {
  const lines = text.split('\n');
  const begin = lines.findIndex((line) => /^begin [0-7]{3,4} /.test(line));
  const end = lines.findIndex((line, at) => at > begin && line.trim() === 'end');
  return uuLinesBytes(lines.slice(begin + 1, end === -1 ? undefined : end));
}

/** For each line the next `end`, -1 where there is none. */
function nextEnds(lines: readonly string[]): number[] {
  const ends = new Array<number>(lines.length).fill(-1);
  let next = -1;
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    if (lines[at]?.trim() === 'end') next = at;
    ends[at] = next;
  }
  return ends;
}

/** The first letter says how many bytes the line has; mailers drop or add a little at its end. */
function isUuLine(line: string): boolean {
  const letters = Math.ceil(bytesIn(line) / 3) * 4;
  const given = line.replace(/\r+$/, '').length - 1;
  return line !== '' && /^[ -`]/.test(line) && given >= letters - 3 && given <= letters + 2;
}

function uuLinesBytes(lines: readonly string[]): Buffer {
  return Buffer.concat(lines.map(lineBytes));
}

function lineBytes(line: string): Buffer {
  const size = line.trim() === '' ? 0 : bytesIn(line);
  const bytes = Buffer.alloc(size + 2);
  for (let at = 1, out = 0; out < size; at += 4, out += 3) {
    const [a, b, c, d] = [0, 1, 2, 3].map((offset) => sixBits(line, at + offset));
    bytes.writeUIntBE(((a ?? 0) << 18) | ((b ?? 0) << 12) | ((c ?? 0) << 6) | (d ?? 0), out, 3);
  }
  return bytes.subarray(0, size);
}

const bytesIn = (line: string): number => sixBits(line, 0);

/** Beyond the end of the line are the blanks that were cut off. */
function sixBits(line: string, at: number): number {
  const code = line.charCodeAt(at);
  return code >= 0x20 && code <= 0x60 ? (code - 0x20) & 63 : 0;
}
