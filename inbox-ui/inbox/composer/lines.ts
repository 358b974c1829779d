/** The ways to the customer, as the server says; asked anew whenever something changes what may be sent. */
import { type Signal, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { OwnConversation } from '../../../server/wire/conversations.ts';
import type { SendingLine } from '../../../server/wire/sending.ts';
import type { Store } from '../../store/store.ts';

const known = signal<ReadonlyMap<string, SendingLine[]>>(new Map());
const choices = new Map<string, Signal<string | null>>();

/** Empty: not known yet. The first is where an answer goes unless another is chosen. */
export function linesOf(conversationId: string): SendingLine[] {
  return known.value.get(conversationId) ?? [];
}

/** The thread chosen by hand, per conversation; null: where they spoke last. */
export function choiceOf(conversationId: string): Signal<string | null> {
  const choice = choices.get(conversationId) ?? signal<string | null>(null);
  choices.set(conversationId, choice);
  return choice;
}

export function lineOf(conversationId: string): SendingLine | null {
  const lines = linesOf(conversationId);
  const chosen = choiceOf(conversationId).value;
  return lines.find(({ threadId }) => threadId === chosen) ?? lines[0] ?? null;
}

/** What may still be said on a line: null is everything. */
export type Closing = 'over' | 'spent' | null;

export function closingOf({ closesAt, answersLeft }: SendingLine, now: number): Closing {
  if (closesAt !== null && new Date(closesAt).getTime() <= now) return 'over';
  return answersLeft === 0 ? 'spent' : null;
}

export function useLines(store: Store, { id, inboundSeq, seq, contact }: OwnConversation): void {
  const { name } = store.connection.state.value;
  const channels = store.directory.channels.value;
  // Our own answers change something only where they are counted.
  const lines = linesOf(id);
  const counted = lines.some(({ answersLeft }) => answersLeft !== null);
  // The one way there is, always open, stays what it is however much they write.
  const moves = lines.length !== 1 || counted || lines.some(({ closesAt }) => closesAt !== null);
  useEffect(() => {
    store.doors.sending(id).then(
      (lines) => {
        known.value = new Map(known.peek()).set(id, lines);
      },
      () => undefined,
    );
  }, [
    store,
    id,
    contact.id,
    moves ? inboundSeq : 0,
    counted ? seq : 0,
    channels,
    name === 'offline',
  ]);
}
