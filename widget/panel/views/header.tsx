/** @jsxImportSource #draw */
/** Who we are, what else can be done, and the way out. */
import { usePanel } from './context.ts';
import { Icon } from './icons.tsx';
import { lazy } from './lazy.tsx';
import { Opener } from './opener.tsx';
import { Standing } from './standing.tsx';

const Menu = lazy(() => import('./menu.tsx'), 'Menu');
const Talks = lazy(() => import('./talks.tsx'), 'Talks');

export function Header() {
  const { chat, outside, say } = usePanel();
  return (
    <header class="head">
      <span class="mark">
        <Icon name="line" />
      </span>
      <div class="names">
        <h1 dir="auto">{chat.config.value?.title || say('chat')}</h1>
        <Standing />
      </div>
      {chat.config.value?.several && <Talks />}
      <Opener icon="more" label={say('more')} draw={(close) => <Menu close={close} />} />
      {chat.place.framed.value && (
        <button type="button" class="tool" aria-label={say('close')} onClick={outside.close}>
          <Icon name="close" />
        </button>
      )}
    </header>
  );
}
