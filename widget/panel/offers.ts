/** What is taken of an offer. Fetched with the part that draws offers. */
import type { Chosen } from '../../server/wire/content.ts';
import type { VisitorMessage } from '../../server/wire/visitor.ts';
import type { Line } from './line.ts';
import type { Outbox } from './outbox.ts';

type Talk = { readonly line: Line; readonly outbox: Outbox };

/** Until they have said something after it, in any tab. */
export function isOpen({ line, outbox }: Talk, { seq }: VisitorMessage): boolean {
  const since = line.messages.value.some((one) => one.direction === 'in' && one.seq > seq);
  return !since && outbox.items.value.length === 0;
}

/** Says it as the visitor's own message. Once, from whichever tab: its key is the message that offered it. */
export function respond({ outbox }: Talk, text: string, response: Chosen): void {
  const createdAt = new Date().toISOString();
  const item = { text, attachments: [], claims: null, createdAt, failure: null };
  outbox.send({ key: response.of, response, ...item });
}
