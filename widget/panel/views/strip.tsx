/** @jsxImportSource #draw */
/** What the visitor should know about the connection, above the composer. Quiet while all is well. */
import { usePanel } from './context.ts';
import { lazy } from './lazy.tsx';

const Unconfirmed = lazy(() => import('./identity.tsx'), 'Unconfirmed');

export function Strip() {
  const { chat, say } = usePanel();
  const waiting = chat.outbox.items.value.filter(({ failure }) => !failure).length;
  const trouble = chat.trouble.value;
  const offline = waiting === 0 ? say('offline') : say('offlineWaiting', { count: waiting });
  return (
    <div class="strips">
      <p role="status" class={trouble === 'none' ? 'strip empty' : `strip ${trouble}`}>
        {trouble === 'offline' && offline}
        {trouble === 'back' && say('back')}
      </p>
      {chat.session.identityRefused.value && <Unconfirmed />}
      <Announcer />
    </div>
  );
}

/** Several messages that came at once are announced in one sentence. */
function Announcer() {
  const { chat, say } = usePanel();
  const burst = chat.burst.value;
  const name = burst?.author ?? say('team');
  return (
    <p role="status" class="aside">
      {burst && say('arrivedMany', { count: burst.count, name })}
    </p>
  );
}
