import { useEffect, useState } from 'preact/hooks';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import { useStore } from '../inbox/desk.ts';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Icon } from '../parts/icon.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { ChannelMark } from '../parts/small.tsx';
import { TextField } from '../parts/text-field.tsx';
import { toast } from '../parts/toast.tsx';
import { go } from '../router.ts';
import { Page } from '../shell/page.tsx';
import type { Store } from '../store/store.ts';
import { bytes, shortMoment } from '../words/format.ts';
import { now } from '../words/now.ts';
import { useChoices } from './choices.ts';
import { handOver } from './hand-over.ts';
import { said } from './said.ts';
import { forgetShared, readShared, type Shared } from './shared.ts';
import './sharing.css';

/** Another app has shared something: to whom shall it go? It becomes a draft there, and nothing more. */
export function SharePage() {
  const [shared, setShared] = useState<Shared | null | undefined>(undefined);
  const sharing = said.value;
  useEffect(() => {
    readShared().then(setShared, () => setShared(null));
  }, []);
  return (
    <Page title={sharing.title}>
      {shared === undefined && <Skeleton lines={4} />}
      {shared === null && (
        <EmptyState
          title={sharing.nothing}
          shape="square"
          action={<Button href="/inbox/inbox">{sharing.toInbox}</Button>}
        >
          {sharing.nothingText}
        </EmptyState>
      )}
      {shared && <Choosing shared={shared} />}
    </Page>
  );
}

function Choosing({ shared }: { shared: Shared }) {
  const store = useStore();
  const [sought, setSought] = useState('');
  const sharing = said.value;
  const blocked = useBlocked(store, shared);
  const discard = () => void forgetShared().then(() => go('/inbox/inbox', { replace: true }));
  return (
    <>
      <What shared={shared} />
      {blocked && (
        <Banner tone="wait" icon="plug" boxed role="status">
          {blocked}
        </Banner>
      )}
      <TextField
        label={sharing.find}
        type="search"
        value={sought}
        onInput={setSought}
        optional="quiet"
        tall
      />
      <Choices store={store} shared={shared} sought={sought} blocked={blocked} />
      <Button icon="trash" wide onClick={discard}>
        {sharing.discard}
      </Button>
    </>
  );
}

/** Files go to the server before they go anywhere; words can wait in a draft on this device. */
function useBlocked(store: Store, { files }: Shared): string | null {
  const away = store.connection.state.value.name === 'offline';
  return away && files.length > 0 ? said.value.offline : null;
}

function What({ shared: { text, files } }: { shared: Shared }) {
  return (
    <section class="shared-what" aria-label={said.value.what}>
      {text && (
        <p class="shared-text" dir="auto">
          {text}
        </p>
      )}
      {files.length > 0 && (
        <ul class="shared-files">
          {files.map(({ name, size }, at) => (
            <li key={`${at} ${name}`}>
              <Icon name="file" />
              <span class="truncate" dir="auto">
                {name}
              </span>
              <span class="number">{bytes(size)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type ChoicesProps = { store: Store; shared: Shared; sought: string; blocked: string | null };

function Choices({ store, shared, sought, blocked }: ChoicesProps) {
  const found = useChoices(store, sought);
  const sharing = said.value;
  if (found === null) return <Skeleton lines={6} />;
  const recent = sought.trim() === '';
  if (found.length === 0) {
    return <EmptyState title={recent ? sharing.none : sharing.notFound(sought.trim())} />;
  }
  const choose = ({ id }: OwnConversation) => {
    // Said in words above, and said again when somebody presses all the same.
    if (blocked) toast({ text: blocked });
    else void handOver(store, id, shared);
  };
  return (
    <section class="card" aria-label={recent ? sharing.recent : sharing.found}>
      <ul class="rows">
        {found.map((row) => (
          <li key={row.id}>
            <button
              type="button"
              class="row shared-row"
              aria-disabled={blocked !== null || undefined}
              onClick={() => choose(row)}
            >
              <ChannelMark adapter={row.channel.adapter} mark={row.channel.mark} />
              <span class="row-main">
                <span class="truncate" dir="auto">
                  {row.contact.name}
                </span>
                <span class="row-detail truncate" dir="auto">
                  {row.subject || row.preview}
                </span>
              </span>
              <time class="number" dateTime={row.lastMessageAt}>
                {shortMoment(row.lastMessageAt, now.value)}
              </time>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
