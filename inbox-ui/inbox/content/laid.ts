/** What the next answer will offer, per conversation; and what was taken of what an earlier one offered. */
import { type Signal, signal } from '@preact/signals';
import type { Content, Offer } from '../../../server/wire/content.ts';
import type { Store } from '../../store/store.ts';

const laid = new Map<string, Signal<Offer | null>>();

export function offerFor(conversationId: string): Signal<Offer | null> {
  const offer = laid.get(conversationId) ?? signal<Offer | null>(null);
  laid.set(conversationId, offer);
  return offer;
}

export type Taken = Extract<Content, { kind: 'chosen' }>;

/** The words that took something of this message's offer, as far as the opened line has them. */
export function takenOf(store: Store, messageId: string): Taken[] {
  const events = store.thread.opened.value?.whole.value ?? [];
  return events.flatMap(({ kind, data }) => {
    const content = kind === 'message' ? data.message.content : null;
    return content?.kind === 'chosen' && content.of === messageId ? [content] : [];
  });
}
