/** The contents of WeChat messages as text, files and what neither can say. */
import type { InboundMessage } from '../message.ts';
import type { Fields } from './xml.ts';

export type Content = Pick<InboundMessage, 'text' | 'attachments' | 'unsupported' | 'context'>;

/** What WeChat writes in the place of stickers, games, cards and the like. */
const PLACEHOLDERS = ['【收到不支持的消息类型，暂无法显示】', '[Unsupported Message]'];

export function readContent(fields: Fields): Content {
  const type = fields.get('MsgType') ?? '';
  const read = readers.get(type);
  return read
    ? read(fields)
    : { text: '', unsupported: `a message of type “${type.slice(0, 40)}”` };
}

const readers = new Map<string, (fields: Fields) => Content>([
  ['text', readText],
  ['image', (fields) => file(fields, 'image.jpg', 'image/jpeg')],
  ['voice', readVoice],
  ['video', (fields) => file(fields, 'video.mp4', 'video/mp4')],
  ['shortvideo', (fields) => file(fields, 'video.mp4', 'video/mp4')],
  ['location', readLocation],
  ['link', (fields) => ({ text: lines(fields, 'Title', 'Description', 'Url') })],
  ['miniprogrampage', (it) => ({ text: lines(it, 'Title'), unsupported: 'a mini program' })],
  // Undocumented: it names the file, and there is no way to fetch it.
  ['file', (it) => ({ text: lines(it, 'Title', 'Description'), unsupported: 'a file' })],
]);

function readText(fields: Fields): Content {
  const text = fields.get('Content') ?? '';
  if (text !== '' && !PLACEHOLDERS.includes(text)) return { text };
  return { text: '', unsupported: 'something WeChat passes on to nobody, such as a sticker' };
}

/** Where speech recognition is switched on, WeChat adds what it heard. */
function readVoice(fields: Fields): Content {
  const format = fields.get('Format') || 'amr';
  const content = file(fields, `voice.${format.slice(0, 10)}`, `audio/${format.slice(0, 10)}`);
  const heard = fields.get('Recognition') ?? '';
  return heard === '' ? content : { ...content, text: heard, context: 'Written down by WeChat' };
}

function readLocation(fields: Fields): Content {
  const [latitude, longitude] = ['Location_X', 'Location_Y'].map((name) =>
    Number(fields.get(name) || Number.NaN),
  );
  const place = `mlat=${latitude}&mlon=${longitude}`;
  const map = place.includes('NaN') ? '' : `https://www.openstreetmap.org/?${place}`;
  return { text: [lines(fields, 'Label'), map].filter(Boolean).join('\n') };
}

/** By its id, not by the address that comes with pictures: only WeChat's API is asked for files. */
function file(fields: Fields, name: string, type: string): Content {
  const remote = fields.get('MediaId') ?? '';
  if (remote === '') return { text: '', unsupported: 'a file that WeChat does not name' };
  return { text: '', attachments: [{ name, type, source: { remote } }] };
}

function lines(fields: Fields, ...names: string[]): string {
  const found = names.map((name) => fields.get(name) ?? '');
  return found.filter((line) => line !== '').join('\n');
}
