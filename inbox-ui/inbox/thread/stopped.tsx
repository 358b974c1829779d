/** An answer that others came before: what they said, and what to do with one's own words. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Message } from '../../../server/wire/messages.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import type { Pending } from '../../store/outbox.ts';
import type { Store } from '../../store/store.ts';
import { clock, names } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { takeUp } from '../composer/take-back.ts';
import { nameIn } from './said-by.ts';
import './stopped.css';

type Props = { store: Store; pending: Pending };

/** More would hide the question. */
const MOST_SHOWN = 4;

/** Questions that were closed without an answer; the message itself goes on asking. */
const left = signal<ReadonlySet<string>>(new Set());

/** Asks about the oldest answer of this conversation that was stopped. */
export function StoppedQuestion({ store, id }: { store: Store; id: string }) {
  const pending = store.outbox.pending.value.find(
    ({ key, conversationId, state }) =>
      state === 'stopped' && conversationId === id && !left.value.has(key),
  );
  return pending ? <Question key={pending.key} store={store} pending={pending} /> : null;
}

function Question({ store, pending }: Props) {
  const { stopped } = words.value.inbox;
  const { missed = [], conversationId } = pending;
  useEffect(() => {
    store.sight.shown(conversationId, Math.max(0, ...missed.map(({ seq }) => seq)));
  }, [pending]);
  const leave = () => {
    left.value = new Set([...left.peek(), pending.key]);
  };
  return (
    <Dialog title={stopped.title(whoOf(store, missed))} onClose={leave}>
      <ul class="stopped-missed">
        {missed.slice(-MOST_SHOWN).map((message) => (
          <Missed key={message.id} store={store} message={message} />
        ))}
      </ul>
      <p class="stopped-own">
        <span class="stopped-label">{stopped.yours}</span>
        <span dir="auto">{pending.text}</span>
      </p>
      <div class="dialog-actions">
        <Choices store={store} pending={pending} />
      </div>
    </Dialog>
  );
}

/** The same choice below the message, for as long as it is not made. */
export function Stopped({ store, pending }: Props) {
  const { stopped } = words.value.inbox;
  const ask = () => {
    left.value = new Set([...left.peek()].filter((key) => key !== pending.key));
  };
  return (
    <p class="message-state is-failed" role="status">
      <Icon name="alert" size={14} />
      <span>
        {stopped.because(whoOf(store, pending.missed ?? []))}{' '}
        <Button look="link" onClick={ask}>
          {stopped.look}
        </Button>
      </span>
    </p>
  );
}

function Choices({ store, pending }: Props) {
  const { stopped, state } = words.value.inbox;
  return (
    <>
      <Button onClick={() => store.outbox.discard(pending.key)}>{state.discard}</Button>
      <Button onClick={() => store.sendAnyway(pending)}>{stopped.sendAnyway}</Button>
      <Button look="primary" focusFirst onClick={() => takeUp(store, pending)}>
        {stopped.change}
      </Button>
    </>
  );
}

function Missed({ store, message }: { store: Store; message: Message }) {
  const { thread, letters } = words.value.inbox;
  const { direction, text, createdAt } = message;
  return (
    <li class={`stopped-said stopped-${direction}`}>
      <span class="stopped-head">
        <strong dir="auto">{nameIn(store, message)}</strong>
        {direction === 'note' && <span>{thread.note}</span>}
        <time dateTime={createdAt}>{clock(createdAt)}</time>
      </span>
      <span class="stopped-text" dir="auto">
        {text || letters.said.noWords}
      </span>
    </li>
  );
}

function whoOf(store: Store, missed: readonly Message[]): string {
  return names([...new Set(missed.map((message) => nameIn(store, message)))]);
}
