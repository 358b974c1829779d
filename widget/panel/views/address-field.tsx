/** @jsxImportSource #draw */
/** One address, checked as far as that spares a way, and a button that does something with it. */
import { useSignal } from '../draw/hooks.ts';
import { usePart } from './context.ts';
import './address-field.css';
import './field.css';

/** What the server takes for one is decided there. */
const LOOKS_RIGHT = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

type AddressFieldProps = {
  id: string;
  /** What is known to be theirs; they may write another one. */
  known?: string;
  action: string;
  failed: 'emailFailed' | 'copyFailed';
  send: (email: string) => Promise<void>;
};

export function AddressField({ id, known = '', action, failed, send }: AddressFieldProps) {
  const { say } = usePart();
  const text = useSignal<string | null>(null);
  const trouble = useSignal<'emailWrong' | typeof failed | null>(null);
  const busy = useSignal(false);
  const written = text.value ?? known;
  const submit = async (event: Event) => {
    event.preventDefault();
    const email = written.trim();
    trouble.value = LOOKS_RIGHT.test(email) ? null : 'emailWrong';
    if (trouble.value || busy.value) return;
    busy.value = true;
    await send(email).catch(() => {
      trouble.value = failed;
    });
    busy.value = false;
  };
  return (
    <form class="address" noValidate onSubmit={(event) => void submit(event)}>
      <label for={id}>{say('email')}</label>
      <div class="address-row">
        <input
          id={id}
          type="email"
          autocomplete="email"
          dir="ltr"
          value={written}
          aria-invalid={trouble.value === 'emailWrong'}
          aria-describedby={`${id}-help`}
          onInput={(event) => {
            text.value = event.currentTarget.value;
            trouble.value = null;
          }}
        />
        <button type="submit" class="plain" aria-disabled={busy.value}>
          {action}
        </button>
      </div>
      <p id={`${id}-help`} class="wrong" role="alert">
        {trouble.value && say(trouble.value)}
      </p>
    </form>
  );
}
