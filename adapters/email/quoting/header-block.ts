/** The `From: … Sent: … To: … Subject: …` block above a quoted or forwarded mail. */
import { type Field, fieldOf, STUCK_LABEL } from './labels.ts';
import { HEADER_LINE_MAX, isBlankQuote, unquote } from './lines.ts';

export type HeaderBlock = {
  /** Values as written; of repeated fields the first. */
  values: Map<Field, string>;
  /** The line after the block. */
  end: number;
};

type Labelled = { field: Field; value: string };

const LINES_MAX = 60;

/**
 * The header block that begins at a line, or null. Lines may be bold, quoted, stuck together,
 * wrapped or in a table; one blank line between two of them is forgiven.
 */
export function readHeaderBlock(lines: readonly string[], start: number): HeaderBlock | null {
  const first = readLabels(lines[start]);
  if (first.length === 0 || first[0]?.field === 'other') return null;
  const values = new Map<Field, string>();
  let last = keep(values, first);
  let end = start + 1;
  while (end < lines.length && end < start + LINES_MAX) {
    const next = followUp(lines, end, values, last);
    if (!next) break;
    if (next.labels.length > 0) last = keep(values, next.labels);
    else values.set(last, join(values.get(last) ?? '', lines[next.at]));
    end = next.at + 1;
  }
  return isHeader(values) ? { values, end } : null;
}

/** The label line or the wrapped rest of the last value that comes next; null at the block's end. */
function followUp(
  lines: readonly string[],
  at: number,
  values: ReadonlyMap<Field, string>,
  last: Field,
): { at: number; labels: Labelled[] } | null {
  const filled = isBlankQuote(lines[at]) ? at + 1 : at;
  const labels = readLabels(lines[filled]);
  if (labels.length > 0) {
    const fresh = labels.some(({ field }) => field === 'other' || !values.has(field));
    return fresh || (filled === at && last === 'cc') ? { at: filled, labels } : null;
  }
  if (filled !== at || isBlankQuote(lines[at])) return null;
  return isWrapped(lines, at, values.get(last) ?? '') ? { at, labels } : null;
}

/** A line goes on with the value above when that is unfinished or another label follows soon. */
function isWrapped(lines: readonly string[], at: number, value: string): boolean {
  if (value === '' || /(?:[,;，；<[]|mailto:)\s*$/.test(value)) return true;
  const line = unquote(lines[at] ?? '');
  if (/^(?:<|\[mailto)/.test(line) && !/[>\]]\s*$/.test(value)) return true;
  for (let index = at + 1; index < at + 4 && !isBlankQuote(lines[index]); index += 1) {
    if (readLabels(lines[index]).length > 0) return true;
  }
  return false;
}

function join(value: string, line = ''): string {
  return `${value} ${unquote(line)}`.trim().slice(0, 20_000);
}

function keep(values: Map<Field, string>, labels: readonly Labelled[]): Field {
  let last: Field = 'other';
  for (const { field, value } of labels) {
    if (!values.has(field)) values.set(field, value);
    last = field;
  }
  return last;
}

/** Enough fields, and at least an address or a whole header's worth: a travel plan has neither. */
function isHeader(values: ReadonlyMap<Field, string>): boolean {
  const known = [...values.keys()].filter((field) => field !== 'other');
  if (known.length < 2 || !(values.has('from') || values.has('date'))) return false;
  const text = [...values.values()].join(' ');
  const mail = /[^\s@]@[^\s@]/.test(text);
  return mail || (values.has('from') && values.has('subject') && known.length >= 3);
}

/** The labels of a line: one as a rule, several where line breaks were lost. */
export function readLabels(line: string | undefined): Labelled[] {
  if (line === undefined || line.length > HEADER_LINE_MAX * 10) return [];
  const text = unquote(line).replace(/^[_-]{5,200}\s*/, '');
  const first = /^[^|:：]{0,16}\|/.test(text) ? readCells(text) : readLabel(text);
  if (!first) return [];
  return unstick(first);
}

function readLabel(text: string): Labelled | null {
  const colon = text.slice(0, 40).search(/[:：]/);
  if (colon < 1) return null;
  const field = fieldOf(text.slice(0, colon).replace(/[*_]/g, ' '));
  if (field === undefined || /^\p{Ll}[^:：]{0,1}[:：]/u.test(text)) return null;
  return { field, value: bare(text.slice(colon + 1)) };
}

/** A table's row: `| 发件人 | 张三<zhang@example.com> |`. */
function readCells(text: string): Labelled | null {
  const [label = '', ...cells] = text.replace(/^\|/, '').split('|', 8);
  const field = fieldOf(label.replace(/[:：*]/g, ' '));
  if (field === undefined) return null;
  return { field, value: bare(cells.join(' ')) };
}

function bare(value: string): string {
  return value.replace(/^[\s*_]+/, '').trim();
}

/** `ana@example.com>To: Bo <bo@example.com>Sent: Monday` apart again. */
function unstick(first: Labelled): Labelled[] {
  const { field, value } = first;
  if (field === 'subject' || value.length < 8) return [first];
  const labels: Labelled[] = [];
  let open = first.field;
  let from = 0;
  for (const mark of value.matchAll(STUCK_LABEL)) {
    const next = fieldOf(mark[0].replace(/ ?[:：]$/, ''));
    if (!next || next === open || !isStuck(value, mark.index) || open === 'subject') continue;
    if (labels.some((label) => label.field === next)) continue;
    labels.push({ field: open, value: bare(value.slice(from, mark.index)) });
    open = next;
    from = mark.index + mark[0].length;
  }
  labels.push({ field: open, value: bare(value.slice(from)) });
  return labels;
}

/** Behind an address's end, or behind a date: never in the middle of a word or after prose. */
function isStuck(value: string, at: number): boolean {
  const before = value.slice(Math.max(0, at - 24), at);
  return /(?:[>\])]|@[^\s@]{3,20})\s*$/.test(before) || /\d[^@<>]{0,20}$/.test(before);
}
