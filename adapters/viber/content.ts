/** What a message says. Its files lie at addresses of Viber's, open to whoever knows them. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { AttachmentReference } from '../message.ts';
import type { Shape } from '../payload.ts';
import { canonicalPhone } from '../phone.ts';

type Content = { text: string; attachments?: AttachmentReference[]; unsupported?: string };
type Read = (message: unknown) => Content | null;

const Text = Type.String();
const Address = Type.String({ pattern: '^https?://\\S{1,4000}$' });
/** Numbers come as such or as texts. */
const Either = Type.Union([Type.Number(), Text]);
const Size = Type.Optional(Either);

const Words = Compile(Type.Object({ text: Text }));
const File = Compile(
  Type.Object({
    media: Address,
    text: Type.Optional(Text),
    file_name: Type.Optional(Text),
    size: Size,
    file_size: Size,
  }),
);
const Link = Compile(Type.Object({ media: Text, text: Type.Optional(Text) }));
const Located = Compile(
  Type.Object({
    location: Type.Object({ lat: Either, lon: Either, address: Type.Optional(Text) }),
  }),
);
const Contact = Compile(
  Type.Object({
    contact: Type.Object({ name: Type.Optional(Text), phone_number: Type.Optional(Either) }),
  }),
);

const READERS = new Map<string, Read>([
  ['text', reading(Words, ({ text }) => (text === '' ? null : { text }))],
  ['picture', fileOf('picture.jpg', 'image/jpeg')],
  ['video', fileOf('video.mp4', 'video/mp4')],
  ['file', fileOf('file', 'application/octet-stream')],
  ['sticker', fileOf('sticker.png', 'image/png')],
  ['url', reading(Link, ({ text = '', media }) => lines(text, media))],
  ['location', reading(Located, ({ location }) => placeIn(location))],
  ['contact', reading(Contact, ({ contact }) => contactIn(contact))],
]);

/** What it is where it has no words: Viber's names of types are not for people. */
const NAMES = new Map([
  ['sticker', 'a sticker'],
  ['rich_media', 'a card with buttons'],
  ['poll', 'a poll'],
  ['picture', 'a picture'],
  ['video', 'a video'],
  ['file', 'a file'],
  ['url', 'a link'],
  ['location', 'a place'],
  ['contact', 'a contact'],
]);

/** A type or form we do not know is said to be one, with the words it has. */
export function contentOf(message: { type: string }): Content {
  const found = READERS.get(message.type)?.(message);
  if (found) return found;
  const text = Words.Check(message) ? message.text : '';
  return { text, unsupported: NAMES.get(message.type) ?? 'something this version cannot show' };
}

function reading<T>(shape: Shape<T>, read: (message: T) => Content | null): Read {
  return (message) => (shape.Check(message) ? read(message) : null);
}

function fileOf(name: string, type: string): Read {
  return reading(File, (message) => {
    const { media: remote, text = '', file_name, size = message.file_size } = message;
    const bytes = Number(size);
    const known = Number.isSafeInteger(bytes) && bytes >= 0 ? { size: bytes } : {};
    return { text, attachments: [{ name: file_name || name, type, ...known, source: { remote } }] };
  });
}

function lines(...parts: string[]): Content | null {
  const text = [...new Set(parts)].filter(Boolean).join('\n');
  return text === '' ? null : { text };
}

type Place = { lat: number | string; lon: number | string; address?: string };

function placeIn({ lat: north, lon: east, address = '' }: Place) {
  const [lat, lon] = [Number(north), Number(east)];
  if (Number.isNaN(lat) || Number.isNaN(lon)) return lines(address);
  return lines(address, `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}`);
}

function contactIn({
  name = '',
  phone_number: phone = '',
}: {
  name?: string;
  phone_number?: string | number;
}) {
  return lines(name, phone === '' ? '' : canonicalPhone(`${phone}`));
}
