import { useEffect, useLayoutEffect } from 'preact/hooks';
import type { View } from '../../server/wire/conversations.ts';
import { screenSize } from '../parts/screen-size.ts';
import { SideSheet } from '../parts/side-sheet.tsx';
import { toast } from '../parts/toast.tsx';
import { go } from '../router.ts';
import { wantedDensity } from '../session/preferences.ts';
import type { Store } from '../store/store.ts';
import { words } from '../words/words.ts';
import { ConnectionStrip } from './connection-strip.tsx';
import { ContextPane } from './context/context-pane.tsx';
import { prefetchBeside, prefetchFirst } from './deeds.ts';
import {
  addressOf,
  contextShown,
  cursor,
  numberOf,
  toggleContext,
  useStore,
  viewOf,
} from './desk.ts';
import './inbox.css';
import { useKeyboardRoom } from './keyboard-room.ts';
import { ConversationList } from './list/conversation-list.tsx';
import { ListEdge } from './list/list-edge.tsx';
import { ChoosePane } from './thread/choose-pane.tsx';
import { ThreadPane } from './thread/thread-pane.tsx';
import { useInboxTitle } from './title.ts';
import { savedIn } from './views/saved.ts';

export { SearchPage } from './search/search-page.tsx';

type Props = { view: string; conversation: string | null };

/** List, line and details side by side; on a phone one after the other. The address says what is opened. */
export function InboxPage({ view, conversation }: Props) {
  const store = useStore();
  const known = viewOf(view);
  const id = useConversation(store, conversation);
  useView(store, known);
  useDensity(store, known);
  useInboxTitle(store, known, id);
  useKeyboardRoom();
  const phone = screenSize.value === 'phone';
  const listed = !phone || conversation === null;
  return (
    <div class="inbox">
      <ConnectionStrip store={store} />
      {!listed && <h1 class="hidden-text">{words.value.inbox.title}</h1>}
      <div class={`inbox-panes inbox-${screenSize.value}`}>
        {listed && <ConversationList key={known} store={store} view={known} />}
        {!phone && <ListEdge />}
        {id !== null && <Opened key={id} store={store} id={id} />}
        {id === null && !phone && <ChoosePane store={store} view={known} />}
      </div>
    </div>
  );
}

function Opened({ store, id }: { store: Store; id: string }) {
  // Beside a conversation that is not there, there is nobody to tell about.
  const shown = contextShown.value && store.thread.phase.value !== 'missing';
  if (screenSize.value === 'phone' && shown) return <ContextPane store={store} id={id} />;
  return (
    <>
      <ThreadPane store={store} id={id} />
      {shown && screenSize.value === 'wide' && <ContextPane store={store} id={id} />}
      {shown && screenSize.value !== 'wide' && (
        <SideSheet label={words.value.inbox.context.label} side="end" onClose={closeDetails}>
          <ContextPane store={store} id={id} />
        </SideSheet>
      )}
    </>
  );
}

function closeDetails(): void {
  if (contextShown.peek()) toggleContext();
}

function useView(store: Store, view: View): void {
  useEffect(() => {
    const visited = store.lists.visit(view);
    visited.then(() => prefetchFirst(store)).catch(() => undefined);
  }, [store, view]);
}

/** A saved view may want its rows otherwise, as long as it is in sight. */
function useDensity(store: Store, view: View): void {
  const wanted = savedIn(store, view)?.density ?? null;
  useEffect(() => {
    wantedDensity.value = wanted;
    return () => {
      wantedDensity.value = null;
    };
  }, [wanted]);
}

/** Opens what the address names: an id, or the number people read to each other. */
function useConversation(store: Store, name: string | null): string | null {
  const number = name === null ? null : numberOf(name);
  const id = number === null ? name : null;
  useEffect(() => {
    if (number !== null) void goToNumber(store, number);
  }, [store, number]);
  // Before anything is painted: what is held already is there in the first frame, and what is not is asked for first.
  useLayoutEffect(() => {
    if (id === null) return;
    cursor.value = id;
    void store.open(id).then(() => prefetchBeside(store, id));
    return () => store.close();
  }, [store, id]);
  return id;
}

async function goToNumber(store: Store, number: number): Promise<void> {
  const known = store.conversations.all().find((row) => row.number === number);
  // Addresses of the API take the number, too.
  const id = known?.id ?? (await askFor(store, number));
  if (id === null) toast({ text: words.peek().inbox.thread.missing });
  go(addressOf(id), { replace: true });
}

async function askFor(store: Store, number: number): Promise<string | null> {
  const row = await store.doors.conversation(String(number)).catch(() => null);
  return row?.id ?? null;
}
