/** @jsxImportSource #draw */
/** Asks, as a message would, where an answer may follow; nothing waits for it. */
import { AddressField } from './address-field.tsx';
import { usePart } from './context.ts';

export function AddressForm() {
  const { chat, say } = usePart();
  const { asks, left } = chat.reach;
  const email = left.value;
  if (email !== null) {
    return (
      <li class="entry theirs first" aria-live="off">
        <p class="bubble" role="status">
          {say('emailLeft', { email })}
        </p>
      </li>
    );
  }
  if (!asks.value) return null;
  const away = chat.config.value?.hours?.open === false;
  return (
    <li class="entry theirs first">
      <div class="bubble">
        <p>{say(away ? 'askEmailAway' : 'askEmail')}</p>
        <AddressField
          id="address"
          action={say('leaveEmail')}
          failed="emailFailed"
          send={(one) => chat.reach.leave(one)}
        />
      </div>
    </li>
  );
}
