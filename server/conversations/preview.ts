/** The one line of a message that stands in the list. */
import type { Message } from '../wire/messages.ts';

const LENGTH = 140;

export function previewOf(message: Message): {
  preview: string;
  previewDirection: Message['direction'];
} {
  const words =
    message.text || message.attachments.map(({ name }) => name).join(', ') || message.unsupported;
  const line = (words ?? '').replace(/\s+/g, ' ').trim();
  return { preview: [...line].slice(0, LENGTH).join(''), previewDirection: message.direction };
}
