import type { OwnConversation } from '../../../server/wire/conversations.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Avatar } from '../../parts/small.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { toggleFollowing } from '../deeds.ts';
import { keyOf } from '../keys/bindings.ts';

type Props = { store: Store; row: OwnConversation };

/** Who hears of what is said here: each can be taken off, and oneself put on. */
export function Followers({ store, row }: Props) {
  const { following, thread } = words.value.inbox;
  const agents = store.directory.agents.value;
  const people = row.followerIds.flatMap(
    (id) => agents?.find((agent) => agent.id === id && agent.removedAt === null) ?? [],
  );
  const follows = row.followerIds.includes(store.me.id);
  return (
    <section class="context-part">
      <h3>{following.title}</h3>
      {agents && people.length === 0 && <p class="context-none">{following.nobody}</p>}
      <ul class="followers">
        {people.map(({ id, name }) => (
          <li key={id} class="take-off">
            <Avatar name={name} accent={id === store.me.id} />
            <span class="truncate" dir="auto">
              {id === store.me.id ? thread.you : name}
            </span>
            <TakeOff
              label={id === store.me.id ? following.stop : following.remove(name)}
              onTake={() => void store.changes.follow([row.id], id, false)}
            />
          </li>
        ))}
      </ul>
      {!follows && (
        <Button icon="eye" keys={keyOf('follow')} onClick={() => toggleFollowing(store, [row.id])}>
          {following.follow}
        </Button>
      )}
    </section>
  );
}

function TakeOff({ label, onTake }: { label: string; onTake: () => void }) {
  return (
    <button type="button" aria-label={label} data-tip={label} onClick={onTake}>
      <Icon name="close" size={12} />
    </button>
  );
}
