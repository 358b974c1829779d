/** @jsxImportSource #draw */
/** What a message offers to be pressed instead of written. */
import type { VisitorMessage } from '../../../server/wire/visitor.ts';
import { useComputed } from '../draw/hooks.ts';
import { isOpen, respond } from '../offers.ts';
import { usePart } from './context.ts';
import './offer.css';

export function Offer({ message }: { message: VisitorMessage }) {
  const { chat, say } = usePart();
  const open = useComputed(() => isOpen(chat, message)).value;
  const { choices = [] } = message.content ?? {};
  if (!open) return null;
  const press = (choice: number, button: HTMLElement) => {
    // The button goes: where one reads, the keyboard finds on, and no phone shows one for it.
    button.closest<HTMLElement>('.log')?.focus({ preventScroll: true });
    respond(chat, choices[choice] ?? '', { kind: 'chosen', of: message.id, choice });
  };
  return (
    <ul class="choices" aria-label={say('choices')}>
      {choices.map((label, choice) => (
        <li key={label}>
          <button
            type="button"
            class="choice"
            dir="auto"
            onClick={(event) => press(choice, event.currentTarget)}
          >
            {label}
          </button>
        </li>
      ))}
    </ul>
  );
}
