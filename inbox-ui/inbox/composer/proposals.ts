/** Whom an answer would go to, as the server says; asked once for each way of answering. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Recipients } from '../../../server/wire/addressing.ts';
import type { OwnConversation } from '../../../server/wire/conversations.ts';
import type { Envelope } from '../../store/envelopes.ts';
import type { Store } from '../../store/store.ts';

const NOBODY: Recipients = { to: [], cc: [], bcc: [] };
const known = signal<ReadonlyMap<string, Recipients>>(new Map());

/** As chosen by hand, else as proposed; null: not known yet. What is passed on goes to nobody unless named. */
export function recipientsFor(conversationId: string, envelope: Envelope): Recipients | null {
  if (envelope.recipients) return envelope.recipients;
  if (envelope.mode === 'forward') return NOBODY;
  return known.value.get(keyOf(conversationId, envelope)) ?? null;
}

/** Asks when there is something new to answer, or the line came back. */
export function useProposal(store: Store, row: OwnConversation, envelope: Envelope): void {
  const { mode, aboutId } = envelope;
  const { name } = store.connection.state.value;
  useEffect(() => {
    if (mode === 'forward') return;
    store.doors.recipients(row.id, mode, aboutId).then(
      (proposed) => {
        const key = keyOf(row.id, envelope);
        known.value = new Map(known.peek()).set(key, proposed ?? NOBODY);
      },
      () => undefined,
    );
  }, [store, row.id, row.inboundSeq, mode, aboutId, name === 'offline']);
}

function keyOf(conversationId: string, { mode, aboutId }: Envelope): string {
  return `${conversationId} ${mode} ${aboutId}`;
}
