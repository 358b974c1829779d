import { useState } from 'preact/hooks';
import type { Message } from '../../../server/wire/messages.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { toast } from '../../parts/toast.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { Due, isHeldBack } from '../letter/due.tsx';

type Props = { store: Store; message: Message; last: boolean };

/** What became of it, in honest words. Settled ones are quiet until looked at; trouble never is. */
export function MessageState({ store, message, last }: Props) {
  const { state } = words.value.inbox;
  if (message.state === 'failed' || message.state === 'unknown') {
    return <Trouble store={store} message={message} />;
  }
  if (isHeldBack(message)) return <Due store={store} message={message} />;
  if (message.state === 'cancelled') return <Cancelled message={message} />;
  const settling = message.state === 'queued' || message.state === 'sending';
  return (
    <p
      class={`message-state${last || settling ? '' : ' is-quiet'}`}
      role={last ? 'status' : undefined}
    >
      {state[message.state]}
    </p>
  );
}

function Cancelled({ message: { reason } }: { message: Message }) {
  const { state } = words.value.inbox;
  return (
    <p class="message-state">{reason ? state.because(state.cancelled, reason) : state.cancelled}</p>
  );
}

function Trouble({ store, message }: { store: Store; message: Message }) {
  const { state } = words.value.inbox;
  const [busy, setBusy] = useState(false);
  const word = state[message.state];
  const retry = async () => {
    setBusy(true);
    if (!(await store.resend(message))) toast({ text: words.peek().inbox.state.retryFailed });
    setBusy(false);
  };
  return (
    <p
      class={`message-state ${message.state === 'failed' ? 'is-failed' : 'is-unknown'}`}
      role="status"
    >
      <Icon name="alert" size={14} />
      <span>
        {message.reason ? state.because(word, message.reason) : `${word}.`}{' '}
        <Button look="link" busy={busy} onClick={() => void retry()}>
          {state.retry}
        </Button>
      </span>
    </p>
  );
}
