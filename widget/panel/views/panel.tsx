/** @jsxImportSource #draw */
/** The whole panel: header, line, composer; or the reason why there is none yet. */
import type { ComponentChildren } from 'preact';
import type { VisitorConfig } from '../../../server/wire/visitor.ts';
import { Composer } from './composer.tsx';
import { usePanel } from './context.ts';
import { useSecondsUntil } from './countdown.ts';
import { Header } from './header.tsx';
import { panelKeys } from './keys.ts';
import { lazy } from './lazy.tsx';
import { Log } from './log.tsx';
import { Strip } from './strip.tsx';

const Drop = lazy(async () => (await import('./drop.tsx')).Drop);

export function Panel() {
  const { chat, outside } = usePanel();
  const keys = panelKeys(chat.place, outside);
  const config = chat.config.value;
  return (
    <main class="panel" onKeyDown={keys}>
      <Header />
      {config ? <Body config={config} /> : <Waiting />}
    </main>
  );
}

function Body({ config }: { config: VisitorConfig }) {
  const { chat } = usePanel();
  const guest = chat.session.token.value === null;
  if (config.verifiedOnly && guest && !chat.session.needsProof) return <Gate />;
  return (
    <div class="body">
      <Log />
      <Strip />
      {chat.intake.asks.value.length === 0 && <Composer />}
      {config.attachments && <Drop />}
    </div>
  );
}

/** The channel is for people the website vouches for, and it has not vouched for this one. */
function Gate() {
  const { chat, say } = usePanel();
  const refused = chat.session.identityRefused.value;
  return (
    <Notice title={say('verifiedTitle')}>
      {say(refused ? 'identityFailedOnly' : 'verifiedText')}
    </Notice>
  );
}

/** Nothing is drawn for a moment, so that a quick start does not flicker; then what goes on is said. */
function Waiting() {
  const { chat, say } = usePanel();
  const retryAt = chat.retryAt.value;
  const seconds = useSecondsUntil(retryAt);
  if (retryAt === null) return <Notice late>{say('loading')}</Notice>;
  return (
    <Notice title={say('unreachable')}>
      <span>{seconds > 0 && say('unreachableIn', { count: seconds })}</span>
      <button type="button" class="plain" onClick={() => void chat.loadConfig()}>
        {say('tryNow')}
      </button>
    </Notice>
  );
}

type NoticeProps = { title?: string; late?: boolean; children: ComponentChildren };

/** A line with a single station: there is no conversation, and this is why. */
function Notice({ title, late = false, children }: NoticeProps) {
  return (
    <div class={late ? 'log late' : 'log'}>
      <div class="line">
        <div class="greeting alone">
          <div role="status">{title && <h2 class="hello">{title}</h2>}</div>
          <div class="hint">{children}</div>
        </div>
      </div>
    </div>
  );
}
