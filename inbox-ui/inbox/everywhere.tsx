import { useEffect } from 'preact/hooks';
import { lazy } from '../parts/lazy.tsx';
import { query } from '../router.ts';
import type { Store } from '../store/store.ts';
import { useDeedToasts } from './deed-toasts.ts';
import { question, useStore } from './desk.ts';
import { useKeys } from './keys/use-keys.ts';
import { startNotifier } from './notices/notifier.ts';
import { keepPush } from './notices/push.ts';
import { isBuilding } from './views/saved.ts';

const commandMenu = () => import('./keys/command-menu.tsx');
const CommandMenu = lazy(async () => (await commandMenu()).CommandMenu);
const KeySheet = lazy(async () => (await import('./keys/key-sheet.tsx')).KeySheet);
const MergeDialog = lazy(async () => (await import('./merging/merge-dialog.tsx')).MergeDialog);
const SnoozeDialog = lazy(async () => (await import('./snooze-dialog.tsx')).SnoozeDialog);
const SendLaterDialog = lazy(
  async () => (await import('./composer/send-later-dialog.tsx')).SendLaterDialog,
);

const TemplateDialog = lazy(
  async () => (await import('./composer/template-dialog.tsx')).TemplateDialog,
);
const ChoicesDialog = lazy(
  async () => (await import('./content/choices-dialog.tsx')).ChoicesDialog,
);
const ViewDialog = lazy(async () => (await import('./views/view-dialog.tsx')).ViewDialog);

/**
 * Once the page has come to rest, the menu is fetched, so that A, H and Mod+K never wait for the network. Only while the
 * line lives: right after a sleep connections are dead, and what is fetched on them cannot be given up. A browser has six.
 */
const REST_MS = 3_000;

/** What works on every screen: keys, the command menu, the sheet of keys, the word about what was done, and of what comes. */
export function Everywhere() {
  const store = useStore();
  useKeys(store);
  useDeedToasts(store);
  useEffect(() => startNotifier(store), [store]);
  useEffect(() => void keepPush(), [store]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (store.connection.state.peek().name !== 'live') return;
      clearInterval(timer);
      commandMenu().catch(() => undefined);
    }, REST_MS);
    return () => clearInterval(timer);
  }, [store]);
  switch (question.value) {
    case 'keys':
      return <KeySheet />;
    case 'merge':
      return <MergeDialog store={store} />;
    case 'snoozeAt':
      return <SnoozeDialog store={store} />;
    case 'sendLater':
      return <SendLaterDialog />;
    case 'template':
      return <TemplateDialog store={store} />;
    case 'choices':
      return <ChoicesDialog store={store} />;
    case null:
      return <Building store={store} />;
    default:
      return <CommandMenu key={question.value} store={store} mood={question.value} />;
  }
}

/** A view being made or changed, over whatever is in sight: the address says so, so that "back" leaves it. */
function Building({ store }: { store: Store }) {
  const what = query.value.get('view');
  const known = store.savedViews.all.value !== null;
  return isBuilding(what) && known ? <ViewDialog key={what} store={store} what={what} /> : null;
}
