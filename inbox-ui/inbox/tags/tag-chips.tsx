import { Tag } from '../../parts/small.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { tagName } from './tag-name.ts';
import './tags.css';

type Props = { store: Store; ids: readonly string[]; most?: number };

/** The tags of a conversation; with `most`, the others are a number. */
export function TagChips({ store, ids, most = ids.length }: Props) {
  const { tags } = words.value.inbox;
  // Before any names are known, every one of them would be called the same.
  if (ids.length === 0 || store.directory.tags.value === null) return null;
  const rest = ids.length - most;
  return (
    <span class="tag-chips" data-tip={rest > 0 ? namesOf(store, ids.slice(most)) : undefined}>
      <span class="hidden-text">{`${tags.title}: ${namesOf(store, ids)}. `}</span>
      {ids.slice(0, most).map((id) => (
        <span key={id} aria-hidden="true" class="tag-chip">
          <Tag>
            <span class="truncate" dir="auto">
              {tagName(store, id)}
            </span>
          </Tag>
        </span>
      ))}
      {rest > 0 && (
        <span aria-hidden="true" class="number">
          {tags.more(rest)}
        </span>
      )}
    </span>
  );
}

const namesOf = (store: Store, ids: readonly string[]) =>
  ids.map((id) => tagName(store, id)).join(', ');
