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

export type Taken = Extract<Content, { of: string }>;

/** The word that took this message's offer, as far as the opened line has it. */
export function takenOf(store: Store, messageId: string): Taken | null {
  for (const { kind, data } of store.thread.opened.value?.whole.value ?? []) {
    const content = kind === 'message' ? data.message.content : null;
    if (content && 'of' in content && content.of === messageId) return content;
  }
  return null;
}
