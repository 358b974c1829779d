/** @jsxImportSource #draw */
/** The whole panel: header, line, composer; or the reason why there is none yet. */
import type { VisitorConfig } from '../../../server/wire/visitor.ts';
import { Composer } from './composer.tsx';
import { usePanel } from './context.ts';
import { useSecondsUntil } from './countdown.ts';
import { Header } from './header.tsx';
import { panelKeys } from './keys.ts';
import { lazy } from './lazy.tsx';
import { Log } from './log.tsx';
import { Notice } from './notice.tsx';
import { Strip } from './strip.tsx';

const Gate = lazy(() => import('./identity.tsx'), 'Gate');

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
    </div>
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
