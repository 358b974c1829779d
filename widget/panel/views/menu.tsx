/** @jsxImportSource #draw */
/** What else can be done: ending the talk, once it was asked whether that is meant. */
import { useEffect, useRef, useSignal } from '../draw/hooks.ts';
import { usePart } from './context.ts';
import './menu.css';

export function Menu({ close }: { close: () => void }) {
  const { chat, say } = usePart();
  const box = useRef<HTMLFieldSetElement | null>(null);
  const state = useSignal<'idle' | 'asking' | 'busy' | 'failed'>('idle');
  useEffect(() => void box.current?.querySelector('button')?.focus(), [state.value === 'idle']);
  const ask = () => {
    state.value = 'asking';
  };
  const end = async () => {
    state.value = 'busy';
    try {
      await chat.end();
      close();
      chat.place.focusWish.value += 1;
    } catch {
      state.value = 'failed';
    }
  };
  const asking = state.value !== 'idle';
  return (
    <fieldset
      class="menu"
      aria-label={say('more')}
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        close();
      }}
    >
      {asking && <p>{say('endAsk')}</p>}
      <button
        type="button"
        class={asking ? 'plain' : 'choice'}
        aria-disabled={state.value === 'busy'}
        onClick={asking ? () => void end() : ask}
      >
        {say('end')}
      </button>
      {asking && (
        <button type="button" class="plain" onClick={close}>
          {say('endNo')}
        </button>
      )}
      <p class="wrong" role="alert">
        {state.value === 'failed' && say('endFailed')}
      </p>
    </fieldset>
  );
}
