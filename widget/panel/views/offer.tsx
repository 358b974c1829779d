/** @jsxImportSource #draw */
/** What a message offers to be pressed instead of written. */
import type { VisitorMessage } from '../../../server/wire/visitor.ts';
import { useComputed } from '../draw/hooks.ts';
import { isOpen, leave, respond } from '../offers.ts';
import { usePart } from './context.ts';
import { Form } from './form.tsx';
import { lazy } from './lazy.tsx';
import './offer.css';

const Cards = lazy(() => import('./cards.tsx'), 'Cards');

export function Offer({ message }: { message: VisitorMessage }) {
  const { id, content } = message;
  if (content?.kind === 'cards') return <Cards id={id} cards={content.cards} />;
  if (content?.kind === 'form') return <Form id={id} fields={content.fields} />;
  return content ? <Choices message={message} choices={content.choices} /> : null;
}

type ChoicesProps = { message: VisitorMessage; choices: readonly string[] };

function Choices({ message, choices }: ChoicesProps) {
  const { chat, say } = usePart();
  const open = useComputed(() => isOpen(chat, message)).value;
  if (!open) return null;
  const press = (label: string, choice: number, button: HTMLElement) => {
    leave(button);
    respond(chat, label, { kind: 'chosen', of: message.id, choice });
  };
  return (
    <ul class="choices" aria-label={say('choices')}>
      {choices.map((label, choice) => (
        <li key={label}>
          <button
            type="button"
            class="choice"
            dir="auto"
            onClick={(event) => press(label, choice, event.currentTarget)}
          >
            {label}
          </button>
        </li>
      ))}
    </ul>
  );
}
