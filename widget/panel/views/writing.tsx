/** @jsxImportSource #draw */
/** Somebody writes. */
import { usePanel } from './context.ts';
import './writing.css';

export function Writing() {
  const { chat, say } = usePanel();
  const name = chat.theirTyping.name.value;
  return (
    <span class="typing">
      {name ? say('typing', { name }) : say('typingSomeone')}
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
    </span>
  );
}
