/** The agent may have gone on when an answer of theirs turns out to be stopped: then they are told where they are. */
import { effect } from '@preact/signals';
import { toast } from '../../parts/toast.tsx';
import { go } from '../../router.ts';
import type { Pending } from '../../store/outbox.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { addressOf, openedId } from '../desk.ts';

/** @param then takes back what was done because the answer seemed to have gone */
export function whenStopped(
  store: Store,
  { key, conversationId }: Pending,
  then: () => void = () => undefined,
): void {
  const end = effect(() => {
    const pending = store.outbox.pending.value.find((one) => one.key === key);
    if (pending && pending.state !== 'stopped') return;
    queueMicrotask(() => end());
    if (!pending) return;
    then();
    if (openedId.peek() !== conversationId) tell(store, conversationId);
  });
}

function tell(store: Store, conversationId: string): void {
  const { stopped } = words.peek().inbox;
  const name = store.conversations.peek(conversationId)?.contact.name ?? '';
  const look = () => go(addressOf(conversationId, 'all'));
  toast({ text: stopped.elsewhere(name), action: { label: stopped.look, run: look } });
}
