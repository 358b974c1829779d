/**
 * Words as they stand in the index. One index serves all workspaces, so each word carries a sign of its own workspace:
 * what is rare here is found at once, however often others say it. Channel, direction and whether there are files are words,
 * too, of a kind that no text has; then to filter is to look for one word more.
 */
import { createHash } from 'node:crypto';
import type { Question } from './question.ts';
import { wordsOf } from './words.ts';

export type Filed = {
  text: string;
  channelId: string | null;
  direction: 'in' | 'out' | 'note';
  hasFile: boolean;
};

export type Filter = {
  channelId?: string | undefined;
  direction?: Filed['direction'] | undefined;
  hasFile?: boolean | undefined;
};

/** Of a text of 200,000 characters, this much is looked for. */
const MOST_WORDS = 4_000;

/** As `tsvector` is written. */
export function lexemesOf(
  workspaceId: string,
  { text, channelId, direction, hasFile }: Filed,
): string {
  const sign = signOf(workspaceId);
  const said = new Set<string>();
  for (const { word } of wordsOf(text)) {
    if (said.size >= MOST_WORDS) break;
    said.add(word);
  }
  const filed = [...said, ...filters({ direction, channelId: channelId ?? undefined, hasFile })];
  return filed.map((word) => quoted(sign + word)).join(' ');
}

/** As `tsquery` is written. */
export function queryOf(workspaceId: string, { terms }: Question, filter: Filter): string {
  const sign = signOf(workspaceId);
  const asked = terms.map(({ word, begins }) => quoted(sign + word) + (begins ? ':*' : ''));
  return [...asked, ...filters(filter).map((word) => quoted(sign + word))].join(' & ');
}

/**
 * What of it the index is asked for: whole words alone, where the last one is begun with so few letters that very many
 * words begin so.
 */
export function heldOf(workspaceId: string, question: Question, filter: Filter): string {
  const telling = question.terms.filter(({ word, begins }) => !begins || word.length > FEW_LETTERS);
  const terms = telling.length > 0 ? telling : question.terms;
  return queryOf(workspaceId, { ...question, terms }, filter);
}

const FEW_LETTERS = 3;

function filters({ channelId, direction, hasFile }: Filter): string[] {
  return [
    ...(direction ? [`=${direction}`] : []),
    ...(hasFile ? ['=file'] : []),
    ...(channelId ? [`#${channelId.replaceAll('-', '').slice(0, 16)}`] : []),
  ];
}

const signs = new Map<string, string>();

/** Three letters: two workspaces may share one, which costs time and shows nothing. */
function signOf(workspaceId: string): string {
  const known = signs.get(workspaceId);
  if (known) return known;
  const sign = createHash('sha256').update(workspaceId).digest('base64url').toLowerCase();
  const letters = sign.replace(/[^a-z0-9]/g, '').slice(0, 3);
  signs.set(workspaceId, letters);
  return letters;
}

const quoted = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
