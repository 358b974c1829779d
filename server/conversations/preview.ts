/** The one line of a message that stands in the list and in notices: its words, without the marks that format them. */
import { plainWords } from '../wire/markdown.ts';
import type { Message } from '../wire/messages.ts';

const LENGTH = 140;
/** More than a line can come of, marks, links and spaces included; the rest of a long text is not looked at. */
const LOOKED_AT = 2_000;

export function previewOf(message: Message): {
  preview: string;
  previewDirection: Message['direction'];
} {
  const words =
    plainWords(message.text.slice(0, LOOKED_AT)) ||
    message.attachments.map(({ name }) => name).join(', ') ||
    message.unsupported;
  const line = (words ?? '').replace(/\s+/g, ' ').trim();
  return { preview: [...line].slice(0, LENGTH).join(''), previewDirection: message.direction };
}
