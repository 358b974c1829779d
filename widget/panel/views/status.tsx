/** @jsxImportSource #draw */
/** How far a message on its way has come, in words, and what can be done about it. */
import type { Failure, Outgoing, OutgoingState } from '../outgoing.ts';
import { type Say, usePanel } from './context.ts';
import { useSecondsUntil } from './countdown.ts';

/** `quiet`: the one after it says the same; only for ears. */
export function OutgoingStatus({ item, quiet }: { item: Outgoing; quiet: boolean }) {
  const { chat, say } = usePanel();
  const state = chat.outbox.stateOf(item);
  const seconds = useSecondsUntil(state.at === 'delayed' ? state.until : null);
  if (state.at === 'failed') return <Failed item={item} failure={state.failure} />;
  return <p class={quiet ? 'aside' : `meta ${state.at}`}>{wordsOf(state, seconds, say)}</p>;
}

function Failed({ item, failure }: { item: Outgoing; failure: Failure }) {
  const { chat, say } = usePanel();
  return (
    <div class="failed" role="alert">
      <p class="meta">
        <strong>{say('failed')}.</strong> {reasonOf(failure, say)}
      </p>
      <button type="button" class="link" onClick={() => chat.outbox.retry(item.key)}>
        {say('retry')}
      </button>
      <button type="button" class="link quiet" onClick={() => chat.outbox.discard(item.key)}>
        {say('discard')}
      </button>
    </div>
  );
}

function wordsOf(state: OutgoingState, seconds: number, say: Say): string {
  if (state.at === 'delayed' && seconds > 0) return say('waitingTime', { count: seconds });
  if (state.at === 'waiting') return say('waiting');
  return say(state.at === 'sent' ? 'sent' : 'sending');
}

function reasonOf({ code, detail }: Failure, say: Say): string {
  if (code === 'verified_only') return say('reasonVerified');
  if (code === 'blocked') return say('reasonBlocked');
  if (code === 'too_large') return say('reasonLong');
  if (code === 'server' || !detail) return say('reasonServer');
  return say('reasonRefused', { detail });
}
