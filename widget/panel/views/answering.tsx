/** @jsxImportSource #draw */
/** What the next message answers, above the field; Escape and a button leave it. */
import { endAll, type Lifetime, listen } from '../../lifetime.ts';
import { useEffect, useRef } from '../draw/hooks.ts';
import { answered } from '../handling.ts';
import { leave } from '../revising.ts';
import { usePart } from './context.ts';
import { Icon } from './icons.tsx';
import { wordsOf } from './quoted.tsx';
import './answering.css';

export function Answering() {
  const { chat, say } = usePart();
  const box = useRef<HTMLDivElement | null>(null);
  const drop = () => {
    answered.value = null;
    leave(chat);
  };
  useEffect(() => {
    const life: Lifetime = [];
    const form = box.current?.closest('form');
    if (form) {
      listen<KeyboardEvent>(life, form, 'keydown', (event) => {
        // What closes something else first has said so.
        if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
        event.preventDefault();
        drop();
      });
    }
    return () => endAll(life);
  }, []);
  const quote = chat.line.messages.value.find(({ id }) => id === answered.value);
  const words = quote && wordsOf(quote, say);
  return (
    <div class="answering" ref={box}>
      {words && (
        <p role="status">
          <strong dir="auto">{say('quoting', { name: words.name })}</strong>
          <span dir="auto">{words.text}</span>
        </p>
      )}
      <button type="button" class="tool" aria-label={say('quoteDrop')} onClick={drop}>
        <Icon name="close" />
      </button>
    </div>
  );
}
