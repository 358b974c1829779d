/** What a message says: its words, its files, or what it is when there are no words for it. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Shape } from '../payload.ts';
import { canonicalPhone } from '../phone.ts';
import { fileReaders } from './files.ts';
import type { Content, Read } from './part.ts';
import { wordsOf } from './rich.ts';
import { Entities } from './shapes.ts';

const Text = Type.String();
const Location = Type.Object({ latitude: Type.Number(), longitude: Type.Number() });
const Venue = Compile(Type.Object({ location: Location, title: Text, address: Text }));
const Contact = Compile(
  Type.Object({
    phone_number: Text,
    first_name: Text,
    last_name: Type.Optional(Text),
    vcard: Type.Optional(Text),
  }),
);
const Dice = Compile(Type.Object({ emoji: Text, value: Type.Integer() }));
const Poll = Compile(
  Type.Object({ question: Text, options: Type.Array(Type.Object({ text: Text })) }),
);
const Checklist = Compile(
  Type.Object({
    title: Text,
    tasks: Type.Array(Type.Object({ text: Text, completion_date: Type.Optional(Type.Integer()) })),
  }),
);
const Titled = Compile(Type.Object({ title: Text }));
const WebAppData = Compile(Type.Object({ data: Text, button_text: Text }));

/** The first field a message has decides: some fill an older field too, for bots that know no other. */
const READERS: readonly (readonly [field: string, read: Read])[] = [
  ...fileReaders,
  ['venue', reading(Venue, (it) => ({ text: placeText(it.location, it.title, it.address) }))],
  ['location', reading(Compile(Location), (it) => ({ text: placeText(it) }))],
  ['contact', reading(Contact, (it) => ({ text: contactText(it) }))],
  ['dice', reading(Dice, ({ emoji, value }) => ({ text: `${emoji} ${value}` }))],
  ['poll', reading(Poll, (it) => ({ text: pollText(it), unsupported: 'a poll' }))],
  ['checklist', reading(Checklist, (it) => ({ text: checklistText(it) }))],
  ['rich_message', (value) => ({ text: wordsOf(value), unsupported: 'a rich message' })],
  ['game', reading(Titled, ({ title }) => ({ text: title, unsupported: 'a game' }))],
  ['invoice', reading(Titled, ({ title }) => ({ text: title, unsupported: 'an invoice' }))],
  ['web_app_data', reading(WebAppData, ({ data, button_text }) => ({ text: data || button_text }))],
];

/** Things people do that have no words. */
const WORDLESS = new Map([
  ['story', 'a story'],
  ['paid_media', 'paid media'],
  ['successful_payment', 'a payment'],
  ['refunded_payment', 'a refund'],
  ['users_shared', 'people picked from their list'],
  ['chat_shared', 'a chat picked from their list'],
  ['passport_data', 'passport data'],
  ['giveaway', 'a giveaway'],
  ['giveaway_winners', 'the winners of a giveaway'],
  ['gift', 'a gift'],
  ['unique_gift', 'a gift'],
  ['gift_upgrade_sent', 'a gift'],
]);

const UNKNOWN = 'something this version cannot show';

/** Everything a message says. Whatever it is, the answer has words, files or says what it is. */
export function contentOf(message: object): Content {
  const main = mainContent(message);
  const words = [main?.text ?? '', writtenText(message)].filter(Boolean).join('\n');
  const found = { ...main, text: words };
  const empty = words === '' && !found.attachments && !found.unsupported;
  return empty ? { text: '', unsupported: UNKNOWN } : found;
}

/** One's own phone number, of a contact that Telegram says is the sender's; null else. */
export function ownPhone(message: object, senderId: number): string | null {
  const contact: unknown = Reflect.get(message, 'contact');
  if (!Contact.Check(contact) || Reflect.get(contact, 'user_id') !== senderId) return null;
  const phone = canonicalPhone(contact.phone_number);
  return phone.startsWith('+') ? phone : null;
}

function mainContent(message: object): Content | null {
  for (const [field, read] of READERS) {
    const found = Object.hasOwn(message, field) ? read(Reflect.get(message, field)) : null;
    if (found) return found;
  }
  const wordless = [...WORDLESS.keys()].find((field) => Object.hasOwn(message, field));
  return wordless === undefined ? null : { text: '', unsupported: WORDLESS.get(wordless) ?? '' };
}

function writtenText(message: object): string {
  for (const [field, marks] of [
    ['text', 'entities'],
    ['caption', 'caption_entities'],
  ] as const) {
    const text: unknown = Object.hasOwn(message, field) ? Reflect.get(message, field) : undefined;
    if (typeof text === 'string') return withAddresses(text, Reflect.get(message, marks));
  }
  return '';
}

/**
 * The text as it reads; of the marks only those count that hide an address behind other words. They
 * are counted in UTF-16 units, as texts are here.
 */
function withAddresses(text: string, entities: unknown): string {
  if (!Entities.Check(entities)) return text;
  const links = entities.filter(({ type, url }) => type === 'text_link' && url);
  const fromTheEnd = links.toSorted((a, b) => b.offset + b.length - (a.offset + a.length));
  return fromTheEnd.reduce((written, { offset, length, url = '' }) => {
    const end = offset + length;
    const shown = text.slice(offset, end).trim();
    return shown === url ? written : `${written.slice(0, end)} (${url})${written.slice(end)}`;
  }, text);
}

function reading<T>(shape: Shape<T>, read: (value: T) => Content): Read {
  return (value) => (shape.Check(value) ? read(value) : null);
}

type Point = { latitude: number; longitude: number };

function placeText({ latitude, longitude }: Point, ...lines: string[]): string {
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}`;
  return [...lines, map].filter(Boolean).join('\n');
}

type Card = { phone_number: string; first_name: string; last_name?: string; vcard?: string };

function contactText({ phone_number, first_name, last_name = '', vcard = '' }: Card): string {
  const lines = vcard.slice(0, 4000).split(/\r?\n/);
  const fields = lines.map((line) => /^(?:[\w-]+\.)?(TEL|EMAIL)[^:]*:(.+)$/i.exec(line));
  const valuesOf = (wanted: string) =>
    fields.flatMap((it) => (it?.[1]?.toUpperCase() === wanted ? [it[2]?.trim() ?? ''] : []));
  const phones = [phone_number, ...valuesOf('TEL')].map(canonicalPhone);
  const name = `${first_name} ${last_name}`.trim();
  return [...new Set([name, ...phones, ...valuesOf('EMAIL')])].filter(Boolean).join('\n');
}

function pollText({ question, options }: { question: string; options: { text: string }[] }) {
  return [question, ...options.map(({ text }) => `– ${text}`)].join('\n');
}

type Tasks = { title: string; tasks: { text: string; completion_date?: number }[] };

function checklistText({ title, tasks }: Tasks): string {
  const lines = tasks.map(({ text, completion_date: done }) => `${done ? '☑' : '☐'} ${text}`);
  return [title, ...lines].join('\n');
}
