/** Who we are, and the way out. */
import { usePanel } from './context.ts';
import { Icon } from './icons.tsx';

export function Header() {
  const { chat, outside, say } = usePanel();
  return (
    <header class="head">
      <span class="mark">
        <Icon name="line" />
      </span>
      <h1 dir="auto">{chat.config.value?.title || say('chat')}</h1>
      {chat.place.framed.value && (
        <button type="button" class="tool" aria-label={say('close')} onClick={outside.close}>
          <Icon name="close" />
        </button>
      )}
    </header>
  );
}
