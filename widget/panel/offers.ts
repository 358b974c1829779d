/** What is taken of an offer. Fetched with the part that draws offers. */
import type { NewResponse } from '../../server/wire/content.ts';
import { responseKey } from '../../server/wire/response-key.ts';
import type { VisitorMessage } from '../../server/wire/visitor.ts';
import type { Line } from './line.ts';
import type { Outbox } from './outbox.ts';

type Talk = { readonly line: Line; readonly outbox: Outbox };

/** Until they have said something after it, in any tab. */
export function isOpen({ line, outbox }: Talk, { seq }: VisitorMessage): boolean {
  const since = line.messages.value.some((one) => one.direction === 'in' && one.seq > seq);
  return !since && outbox.items.value.length === 0;
}

/** It was said already, or is on its way. */
export function isTaken({ line, outbox }: Talk, key: string): boolean {
  return line.keys.value.has(key) || outbox.items.value.some((item) => item.key === key);
}

/** Says it as the visitor's own message: once, from whichever tab. */
export function respond({ outbox }: Talk, text: string, response: NewResponse): void {
  const createdAt = new Date().toISOString();
  const item = { text, attachments: [], claims: null, createdAt, failure: null };
  outbox.send({ key: responseKey(response), response, ...item });
}

/** The button goes: where one reads, the keyboard finds on, and no phone shows one for it. */
export function leave(button: HTMLElement): void {
  button.closest<HTMLElement>('.log')?.focus({ preventScroll: true });
}
