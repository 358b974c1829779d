/** What the opened line shows of what was only known elsewhere. */
import { effect } from '@preact/signals';
import type { Conversations } from './conversations.ts';
import type { Outbox } from './outbox.ts';
import type { Thread } from './thread.ts';

/** Sent messages leave the outbox once the line shows them under their key. @returns the end of it */
export function settleShown(thread: Thread, outbox: Outbox): () => void {
  return effect(() => {
    const events = thread.opened.value?.events.value ?? [];
    const shown = events.flatMap((event) => (event.kind === 'message' ? event.data.message : []));
    outbox.settle(shown.filter(({ key }) => key !== null));
  });
}

/** A conversation that was merged into the opened one, by somebody else, brings its past along. @returns the end of it */
export function rereadMerged(conversations: Conversations, thread: Thread): () => void {
  return conversations.follow(({ after, cause }) => {
    if (after.mergedInto === null || cause === 'own') return;
    const opened = conversations.peek(thread.opened.peek()?.id ?? '');
    if (opened?.mergedIds.includes(after.id)) void thread.rereadAlong();
  });
}
