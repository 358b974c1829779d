/** @jsxImportSource #draw */
/** Who we are, what else can be done, and the way out. */
import { useRef, useSignal } from '../draw/hooks.ts';
import { usePanel } from './context.ts';
import { Icon } from './icons.tsx';
import { lazy } from './lazy.tsx';
import { Standing } from './standing.tsx';

const Menu = lazy(async () => (await import('./menu.tsx')).Menu);

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
      {chat.line.talk.value === 'open' && <More />}
      {chat.place.framed.value && (
        <button type="button" class="tool" aria-label={say('close')} onClick={outside.close}>
          <Icon name="close" />
        </button>
      )}
    </header>
  );
}

function More() {
  const { say } = usePanel();
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement | null>(null);
  const close = () => {
    open.value = false;
    button.current?.focus();
  };
  return (
    <>
      <button
        type="button"
        class="tool"
        ref={button}
        aria-label={say('more')}
        aria-expanded={open.value}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <Icon name="more" />
      </button>
      {open.value && <Menu close={close} />}
    </>
  );
}
