/** Who else has a conversation before them: a mark for each, told apart without colour. */
import { Icon } from '../parts/icon.tsx';
import { initials } from '../parts/small.tsx';
import type { Colleague } from '../store/presences.ts';
import type { Store } from '../store/store.ts';
import { words } from '../words/words.ts';
import './colleagues.css';

/** More would push away what the place is for. */
const MOST_SHOWN = 3;

export function Colleagues({ store, id }: { store: Store; id: string }) {
  const all = store.presences.at(id).value;
  if (all.length === 0) return null;
  const further = all.length - MOST_SHOWN;
  return (
    <span class="colleagues">
      {all.slice(0, MOST_SHOWN).map((one) => (
        <Mark key={one.id} colleague={one} />
      ))}
      {further > 0 && <span class="colleague">+{further}</span>}
    </span>
  );
}

function Mark({ colleague: { name, state } }: { colleague: Colleague }) {
  const { presence } = words.value.inbox;
  const text = presence[state](name);
  return (
    <span class={`colleague is-${state}`} data-tip={text}>
      <span class="hidden-text">{text}. </span>
      <span aria-hidden="true">{initials(name)}</span>
      <Icon name={state === 'writing' ? 'drafts' : 'eye'} size={12} />
    </span>
  );
}
