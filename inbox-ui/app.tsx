/** From "who is here?" to the screen the address means. */
import { computed } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Everywhere } from './inbox/everywhere.tsx';
import { InboxPage, SearchPage } from './inbox/inbox-page.tsx';
import { Button } from './parts/button.tsx';
import { EmptyState } from './parts/empty-state.tsx';
import { lazy } from './parts/lazy.tsx';
import { Toasts } from './parts/toast.tsx';
import { TooltipLayer } from './parts/tooltip.tsx';
import { type Route, route } from './router.ts';
import { phase, readAgain, session } from './session/session.ts';
import { liveOf } from './shell/live.ts';
import { usePageTitle } from './shell/page.tsx';
import { Shell } from './shell/shell.tsx';
import { live, startStore, stopStore } from './store/live.ts';
import { words } from './words/words.ts';

const LogInPage = lazy(async () => (await import('./session/log-in-page.tsx')).LogInPage);
const SetupPage = lazy(async () => (await import('./session/setup-page.tsx')).SetupPage);
const InvitationPage = lazy(
  async () => (await import('./session/invitation-page.tsx')).InvitationPage,
);
const ResetPage = lazy(async () => (await import('./session/reset-page.tsx')).ResetPage);
const SettingsPage = lazy(async () => (await import('./settings/settings-page.tsx')).SettingsPage);
const ContactsPage = lazy(async () => (await import('./contacts/contacts-page.tsx')).ContactsPage);
const TranscriptPage = lazy(
  async () => (await import('./transcript/transcript-page.tsx')).TranscriptPage,
);
const VisitorsPage = lazy(async () => (await import('./visitors/visitors-page.tsx')).VisitorsPage);
const SharePage = lazy(async () => (await import('./sharing/share-page.tsx')).SharePage);
const KitPage = lazy(async () => (await import('./kit/kit-page.tsx')).KitPage);
const ContactPage = lazy(async () => (await import('./contacts/contact-page.tsx')).ContactPage);

/** Everything. */
export function App() {
  return (
    <>
      <Door />
      <Toasts />
      <TooltipLayer />
    </>
  );
}

function Door() {
  const here = route.value;
  const stage = phase.value;
  if (stage === 'starting') return null;
  if (stage === 'unreachable') return <Unreachable />;
  if (stage === 'setup') return <SetupPage />;
  if (here.page === 'kit') return <KitPage />;
  if (here.page === 'invitation') return <InvitationPage token={here.token} />;
  if (here.page === 'reset') return <ResetPage token={here.token} />;
  if (stage === 'in' && here.page === 'transcript') {
    return <TranscriptPage id={here.conversation} />;
  }
  return stage === 'in' ? <Inside /> : <LogInPage expired={stage === 'expired'} />;
}

const me = computed(() => session.value?.agent.id);

function Inside() {
  const id = me.value;
  useEffect(() => {
    const agent = session.peek()?.agent;
    if (agent) startStore({ id: agent.id, name: agent.name });
    return stopStore;
  }, [id]);
  const store = live.value;
  const doubts = store?.directory.self.value ?? 0;
  useEffect(() => {
    if (doubts > 0) void readAgain();
  }, [doubts]);
  if (!store) return null;
  return (
    <>
      <Shell live={liveOf(store)}>
        <Screen route={route.value} />
      </Shell>
      <Everywhere />
    </>
  );
}

function Screen({ route: here }: { route: Route }) {
  if (here.page === 'inbox') return <InboxPage view={here.view} conversation={here.conversation} />;
  if (here.page === 'search') return <SearchPage />;
  if (here.page === 'share') return <SharePage />;
  if (here.page === 'visitors') return <VisitorsPage />;
  if (here.page === 'settings') return <SettingsPage section={here.section} id={here.id} />;
  if (here.page !== 'contacts') return <UnknownPage />;
  return here.id === null ? <ContactsPage /> : <ContactPage key={here.id} id={here.id} />;
}

function UnknownPage() {
  const { unknownPage } = words.value.common;
  usePageTitle(unknownPage.title);
  const action = <Button href="/">{unknownPage.action}</Button>;
  return (
    <EmptyState title={unknownPage.title} shape="diamond" action={action} page>
      {unknownPage.text}
    </EmptyState>
  );
}

function Unreachable() {
  const { unreachable } = words.value.session;
  usePageTitle(unreachable.title);
  return (
    <main class="unreachable" aria-live="polite">
      <EmptyState title={unreachable.title} shape="diamond" page>
        {unreachable.text}
      </EmptyState>
    </main>
  );
}
