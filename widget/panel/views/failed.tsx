/** @jsxImportSource #draw */
/** A message that was not taken: why, and what can be done about it. */
import type { Failure, Outgoing } from '../outgoing.ts';
import { type SayAll, usePart } from './context.ts';
import './failed.css';

export function Failed({ item, failure }: { item: Outgoing; failure: Failure }) {
  const { chat, say } = usePart();
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

function reasonOf({ code, detail }: Failure, say: SayAll): string {
  if (code === 'verified_only') return say('reasonVerified');
  if (code === 'blocked') return say('reasonBlocked');
  if (code === 'too_large') return say('reasonLong');
  if (code === 'server' || !detail) return say('reasonServer');
  return say('reasonRefused', { detail });
}
