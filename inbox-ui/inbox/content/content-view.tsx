import type { Content } from '../../../server/wire/content.ts';
import { Icon } from '../../parts/icon.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import './content.css';
import { takenOf } from './laid.ts';

type Offered = Exclude<Content, { kind: 'chosen' }>;
type Props = { store: Store; messageId: string | null; content: Offered };

/** What was offered, as they see it, and what they took. */
export function ContentView({ store, messageId, content }: Props) {
  const { offers } = words.value.inbox;
  const taken = messageId === null ? null : takenOf(store, messageId);
  return (
    <ul class="offered" aria-label={offers.choices}>
      {content.choices.map((label, place) => (
        <Choice key={label} label={label} taken={taken?.choice === place} />
      ))}
    </ul>
  );
}

function Choice({ label, taken }: { label: string; taken: boolean }) {
  return (
    <li class={`offered-choice${taken ? ' is-taken' : ''}`}>
      {taken && <Icon name="check" size={14} />}
      <span dir="auto">{label}</span>
      {taken && <span class="hidden-text">{words.value.inbox.offers.taken}</span>}
    </li>
  );
}
