/** The contents of LINE messages as text, files and what neither can say. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { AttachmentReference, InboundMessage } from '../message.ts';
import { checked } from '../payload.ts';
import { remote } from './media.ts';

export type Content = Pick<
  InboundMessage,
  'text' | 'attachments' | 'unsupported' | 'context' | 'quotes'
>;

/** Keys end up in indexes, so they are neither empty nor endless. */
export const Key = Type.String({ minLength: 1, maxLength: 200 });

const quoted = { quotedMessageId: Type.Optional(Key) };

const Any = Compile(Type.Object({ type: Type.String() }));
const Text = Compile(Type.Object({ text: Type.String(), ...quoted }));
const Media = Compile(
  Type.Object({
    id: Key,
    contentProvider: Type.Optional(
      Type.Object({ type: Type.String(), originalContentUrl: Type.Optional(Type.String()) }),
    ),
    imageSet: Type.Optional(
      Type.Object({ index: Type.Optional(Type.Integer()), total: Type.Optional(Type.Integer()) }),
    ),
  }),
);
const File = Compile(
  Type.Object({
    id: Key,
    fileName: Type.String(),
    fileSize: Type.Optional(Type.Integer({ minimum: 0 })),
  }),
);
/** Numbers, or texts of them. */
const Degrees = Type.Union([Type.Number(), Type.String({ pattern: '^-?[0-9]{1,3}([.][0-9]+)?$' })]);
const Location = Compile(
  Type.Object({
    title: Type.Optional(Type.String()),
    address: Type.Optional(Type.String()),
    latitude: Degrees,
    longitude: Degrees,
  }),
);
const Sticker = Compile(
  Type.Object({
    stickerId: Type.Union([Type.String({ pattern: '^[0-9]{1,20}$' }), Type.Integer()]),
    text: Type.Optional(Type.String()),
    ...quoted,
  }),
);

/** @throws MalformedRequestError when a known type lacks what it must have */
export function readContent(message: unknown): Content {
  const { type } = checked(message, Any, 'a message');
  const read = readers.get(type);
  return read
    ? read(message)
    : { text: '', unsupported: `a message of type “${type.slice(0, 40)}”` };
}

const readers = new Map<string, (message: unknown) => Content>([
  ['text', readText],
  ['image', (message) => readMedia(message, 'image.jpg', 'image/jpeg')],
  ['video', (message) => readMedia(message, 'video.mp4', 'video/mp4')],
  ['audio', (message) => readMedia(message, 'audio.m4a', 'audio/mp4')],
  ['file', readFile],
  ['location', readLocation],
  ['sticker', readSticker],
]);

function readText(message: unknown): Content {
  const { text, quotedMessageId } = checked(message, Text, 'a text');
  return { text, ...(quotedMessageId && { quotes: quotedMessageId }) };
}

/** Each picture of an album is a message of its own. */
function readMedia(message: unknown, name: string, type: string): Content {
  const { id, contentProvider, imageSet } = checked(message, Media, 'a media message');
  const elsewhere = contentProvider?.type === 'external' && contentProvider.originalContentUrl;
  const source = elsewhere ? remote.elsewhere(elsewhere) : remote.content(id);
  const { index, total } = imageSet ?? {};
  return {
    text: '',
    attachments: [{ name, type, source: { remote: source } }],
    ...(index && total && { context: `Picture ${index} of ${total}` }),
  };
}

function readFile(message: unknown): Content {
  const { id, fileName: name, fileSize: size } = checked(message, File, 'a file');
  const source = { remote: remote.content(id) };
  const file: AttachmentReference = { name, type: 'application/octet-stream', source };
  return { text: '', attachments: [{ ...file, ...(size !== undefined && { size }) }] };
}

function readLocation(message: unknown): Content {
  const { title, address, latitude, longitude } = checked(message, Location, 'a location');
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}`;
  return { text: [title, address, map].filter(Boolean).join('\n') };
}

function readSticker(message: unknown): Content {
  const { stickerId, text = '', quotedMessageId } = checked(message, Sticker, 'a sticker');
  const source = { remote: remote.sticker(`${stickerId}`) };
  return {
    text,
    attachments: [{ name: 'sticker.png', type: 'image/png', source }],
    ...(quotedMessageId && { quotes: quotedMessageId }),
  };
}
