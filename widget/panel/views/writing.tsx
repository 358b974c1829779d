/** @jsxImportSource #draw */
/** Somebody writes. */
import { usePart } from './context.ts';
import './writing.css';

export function Writing() {
  const { chat, say } = usePart();
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
