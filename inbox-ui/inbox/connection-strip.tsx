import { useComputed } from '@preact/signals';
import { keptUpTo } from '../kept.ts';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { isAdmin } from '../session/session.ts';
import type { Store } from '../store/store.ts';
import { clock } from '../words/format.ts';
import { words } from '../words/words.ts';

/** Says when we are not live or nothing is sent, since when, and what will go by itself afterwards. Silent otherwise. */
export function ConnectionStrip({ store }: { store: Store }) {
  const waiting = useComputed(() => {
    return store.outbox.pending.value.filter(
      ({ state }) => state === 'waiting' || state === 'posting',
    ).length;
  });
  const { name, since } = store.connection.state.value;
  const { connection } = words.value.inbox;
  const kept = keptUpTo.value;
  if (name === 'catching-up') {
    return (
      <Banner tone="note" icon="refresh" role="status">
        {connection.catchingUp}
      </Banner>
    );
  }
  if (name !== 'offline' && kept === null) return <Resting since={store.restingSince.value} />;
  const count = waiting.value;
  const [said, saidWaiting] =
    kept === null
      ? [connection.offline, connection.offlineWaiting]
      : [connection.kept, connection.keptWaiting];
  const time = clock(kept ?? since);
  return (
    <Banner
      tone="wait"
      icon="plug"
      role="status"
      // A page that began without the server asks every few seconds by itself.
      actions={
        kept === null && (
          <Button look="link" onClick={() => store.connection.hurry()}>
            {connection.tryNow}
          </Button>
        )
      }
    >
      {count > 0 ? saidWaiting(time, count) : said(time)}
    </Banner>
  );
}

/** The server listens, but nobody behind it carries out what is said. */
function Resting({ since }: { since: string | null }) {
  const { resting, why } = words.value.inbox.connection;
  if (since === null) return null;
  return (
    <Banner
      tone="wait"
      icon="clock"
      role="status"
      actions={isAdmin.value && <a href="/settings/system">{why}</a>}
    >
      {resting(clock(since))}
    </Banner>
  );
}
