import type { OwnConversation } from '../../../server/wire/conversations.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import type { Store } from '../../store/store.ts';
import { tagView } from '../../store/views.ts';
import { words } from '../../words/words.ts';
import { addressOf, ask } from '../desk.ts';
import { keyOf } from '../keys/bindings.ts';
import { tagName } from './tag-name.ts';
import './tags.css';

type Props = { store: Store; row: OwnConversation };

/** The conversation's tags: each leads to the others that have it, and can be taken off. */
export function TagsPart({ store, row }: Props) {
  const { tags } = words.value.inbox;
  return (
    <section class="context-part">
      <h3>{tags.title}</h3>
      <div class="tags-part">
        {store.directory.tags.value &&
          row.tagIds.map((id) => <OneTag key={id} store={store} row={row} id={id} />)}
        <Button icon="plus" keys={keyOf('tag')} onClick={() => ask('tag', [row.id])}>
          {tags.add}
        </Button>
      </div>
    </section>
  );
}

function OneTag({ store, row, id }: Props & { id: string }) {
  const name = tagName(store, id);
  const label = words.value.inbox.tags.remove(name);
  return (
    <span class="take-off tag-take-off">
      <a class="truncate" dir="auto" href={addressOf(null, tagView(id))}>
        {name}
      </a>
      <button
        type="button"
        aria-label={label}
        data-tip={label}
        onClick={() => void store.changes.tag([row.id], id, false)}
      >
        <Icon name="close" size={12} />
      </button>
    </span>
  );
}
