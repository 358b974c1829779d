import { useSignal } from '@preact/signals';
import type { Message } from '../../../server/wire/messages.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { toast } from '../../parts/toast.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { answer } from './answering.ts';
import { isFollowing } from './followed.tsx';
import { fullName, namesOf, recipientsOf } from './people.ts';

/** What to know before reading: doubts about the sender, and who wrote it first. */
export function Before({ store, message }: { store: Store; message: Message }) {
  const { letters } = words.value.inbox;
  const { doubt, forwardedFrom } = message;
  return (
    <>
      {doubt && (
        <p class="letter-doubt">
          <Icon name="alert" />
          <span dir="auto">{doubt}</span>
        </p>
      )}
      {forwardedFrom && (
        <p class="letter-forwarded">
          <Icon name="forwarded" size={14} />
          <span dir="auto">{letters.forwardedFrom(fullName(forwardedFrom))}</span>
          {!message.side && <MakeCustomer store={store} message={message} />}
        </p>
      )}
    </>
  );
}

/** A colleague passed it on: an agent says whose question it really is. */
function MakeCustomer({ store, message }: { store: Store; message: Message }) {
  const { letters } = words.value.inbox;
  const state = useSignal<'asked' | 'busy' | 'done'>('asked');
  if (state.value === 'done') return null;
  const make = async () => {
    state.value = 'busy';
    try {
      await store.doors.makeCustomer(message.conversationId, message.id);
      state.value = 'done';
    } catch {
      state.value = 'asked';
      toast({ text: letters.makeCustomerFailed });
    }
  };
  return (
    <Button look="link" busy={state.value === 'busy'} onClick={() => void make()}>
      {letters.makeCustomer}
    </Button>
  );
}

/** Talk with others beside the customer's own, and the way to go on with it. */
export function Side({ store, message }: { store: Store; message: Message }) {
  const { letters } = words.value.inbox;
  const { addressing } = message;
  const others = addressing ? [addressing.from] : recipientsOf(message).to;
  if (isFollowing(message)) {
    return (
      <p class="letter-side">
        <span dir="auto">{letters.followed(namesOf(others))}</span>
      </p>
    );
  }
  return (
    <p class="letter-side">
      <span dir="auto">{letters.side(namesOf(others))}</span>
      <Button look="link" onClick={() => answer(store, message, 'reply')}>
        {letters.answerSide}
      </Button>
    </p>
  );
}

/** Whom it did not reach. */
export function Refused({ message }: { message: Message }) {
  const { letters } = words.value.inbox;
  if (message.refused.length === 0) return null;
  return (
    <ul class="letter-refused">
      {message.refused.map(({ address, reason }) => (
        <li key={address}>
          <Icon name="alert" size={14} />
          <span dir="auto">{letters.refused(address, reason)}</span>
        </li>
      ))}
    </ul>
  );
}
