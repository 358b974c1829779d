/** @jsxImportSource #draw */
/** How far a message on its way has come, in words, and what can be done about it. */
import type { Outgoing, OutgoingState } from '../outgoing.ts';
import { type Say, usePanel } from './context.ts';
import { useSecondsUntil } from './countdown.ts';
import { lazy } from './lazy.tsx';

const Failed = lazy(() => import('./failed.tsx'), 'Failed');

/** `quiet`: the one after it says the same; only for ears. */
export function OutgoingStatus({ item, quiet }: { item: Outgoing; quiet: boolean }) {
  const { chat, say } = usePanel();
  const state = chat.outbox.stateOf(item);
  const seconds = useSecondsUntil(state.at === 'delayed' ? state.until : null);
  if (state.at === 'failed') return <Failed item={item} failure={state.failure} />;
  return <p class={quiet ? 'aside' : `meta ${state.at}`}>{wordsOf(state, seconds, say)}</p>;
}

function wordsOf(state: OutgoingState, seconds: number, say: Say): string {
  if (state.at === 'delayed' && seconds > 0) return say('waitingTime', { count: seconds });
  if (state.at === 'waiting') return say('waiting');
  return say(state.at === 'sent' ? 'sent' : 'sending');
}
