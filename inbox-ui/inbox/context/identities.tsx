import type { Contact } from '../../../server/wire/contacts.ts';
import { Address } from '../../parts/address.tsx';
import { Icon } from '../../parts/icon.tsx';
import { words } from '../../words/words.ts';

/** The addresses of the person: which are proven, and which only said. */
export function Identities({ contact }: { contact: Contact }) {
  const { context } = words.value.inbox;
  return (
    <section class="context-part">
      <h3>{context.identities}</h3>
      <dl class="facts">
        {contact.identities.map(({ kind, label, value, verified }) => (
          <Fact key={kind + value} name={label} value={value} verified={verified} />
        ))}
        {contact.claimedEmail && (
          <Fact name={context.claimedEmail} value={contact.claimedEmail} verified={false} />
        )}
      </dl>
    </section>
  );
}

function Fact({ name, value, verified }: { name: string; value: string; verified: boolean }) {
  const { context } = words.value.inbox;
  const standing = verified ? context.verified : context.claimed;
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>
        <span class="fact-value" dir="auto">
          <Address value={value} />
        </span>
        <span
          class={`fact-mark${verified ? ' is-verified' : ''}`}
          role="img"
          aria-label={standing}
          data-tip={standing}
        >
          <Icon name={verified ? 'check' : 'info'} size={14} />
        </span>
      </dd>
    </div>
  );
}
