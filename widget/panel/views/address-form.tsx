/** @jsxImportSource #draw */
/** Asks, as a message would, where an answer may follow; nothing waits for it. */
import { useSignal } from '../draw/hooks.ts';
import { usePart } from './context.ts';
import './address-form.css';

/** What the server takes for one is decided there; this only spares a way. */
const LOOKS_RIGHT = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function AddressForm() {
  const { chat, say } = usePart();
  const { asks, left } = chat.reach;
  const email = left.value;
  if (email !== null) {
    return (
      <li class="entry theirs first last" aria-live="off">
        <p class="bubble" role="status">
          {say('emailLeft', { email })}
        </p>
      </li>
    );
  }
  if (!asks.value) return null;
  const away = chat.config.value?.hours?.open === false;
  return (
    <li class="entry theirs first last">
      <div class="bubble">
        <p>{say(away ? 'askEmailAway' : 'askEmail')}</p>
        <Field />
      </div>
    </li>
  );
}

function Field() {
  const { chat, say } = usePart();
  const text = useSignal('');
  const trouble = useSignal<'emailWrong' | 'emailFailed' | null>(null);
  const busy = useSignal(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    const email = text.value.trim();
    trouble.value = LOOKS_RIGHT.test(email) ? null : 'emailWrong';
    if (trouble.value || busy.value) return;
    busy.value = true;
    await chat.reach.leave(email).catch(() => {
      trouble.value = 'emailFailed';
    });
    busy.value = false;
  };
  return (
    <form class="address" noValidate onSubmit={(event) => void submit(event)}>
      <label for="address">{say('email')}</label>
      <div class="address-row">
        <input
          id="address"
          type="email"
          autocomplete="email"
          dir="ltr"
          value={text.value}
          aria-invalid={trouble.value === 'emailWrong'}
          aria-describedby="address-help"
          onInput={(event) => {
            text.value = event.currentTarget.value;
            trouble.value = null;
          }}
        />
        <button type="submit" class="plain" aria-disabled={busy.value}>
          {say('leaveEmail')}
        </button>
      </div>
      <p id="address-help" class="wrong" role="alert">
        {trouble.value && say(trouble.value)}
      </p>
    </form>
  );
}
