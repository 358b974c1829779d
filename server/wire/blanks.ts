/**
 * Blanks of a saved reply or a macro, such as {{contact.first|there}}: filled in when it is used, with what is known then.
 * The server and the screens fill them in alike.
 */
import type { Conversation } from './conversations.ts';

const BLANK = /\{\{\s*([^{}|]+?)\s*(?:\|\s*([^{}]*?)\s*)?\}\}/g;

export const BLANK_NAMES = [
  'contact.name',
  'contact.first',
  'agent.name',
  'agent.first',
  'channel',
  'number',
  'subject',
] as const;

export type Blanks = Readonly<Record<(typeof BLANK_NAMES)[number], string>>;

type Asked = Pick<Conversation, 'contact' | 'channel' | 'number' | 'subject'>;

/** What can be known of a conversation and whoever answers it. */
export function blanksOf(row: Asked, agent: { name: string }): Blanks {
  return {
    'contact.name': row.contact.name,
    'contact.first': firstOf(row.contact.name),
    'agent.name': agent.name,
    'agent.first': firstOf(agent.name),
    channel: row.channel.name,
    number: String(row.number),
    subject: row.subject,
  };
}

/** What is not known says what it would rather say (after the bar), or stays to be filled in by hand. */
export function fillBlanks(text: string, known: Blanks): string {
  return text.replace(BLANK, (blank, asked: string, otherwise: string | undefined) => {
    const name = BLANK_NAMES.find((one) => one === asked.toLowerCase());
    return (name && known[name]) || otherwise || blank;
  });
}

/** Where the first one stands that nobody filled in. */
export function firstBlank(text: string): { start: number; end: number } | null {
  const found = text.matchAll(BLANK).next().value;
  return found ? { start: found.index, end: found.index + found[0].length } : null;
}

/** Names in Han script are not divided. */
function firstOf(name: string): string {
  return name.trim().split(/\s+/)[0] ?? '';
}
