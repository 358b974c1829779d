import type { Tag } from '../../server/wire/tags.ts';
import { live } from '../store/live.ts';
import { tagView } from '../store/views.ts';
import { words } from '../words/words.ts';
import { adminOnly } from './admin-only.ts';
import { KeptPage } from './kept-page.tsx';
import { KeptRow } from './kept-row.tsx';
import { TagDialog } from './tag-dialog.tsx';

/** The words conversations are found by. */
export function TagsPage() {
  const tags = live.value?.directory.tags.value?.filter(({ offered }) => offered);
  return (
    <KeptPage<Tag>
      said={words.value.settings.tags}
      items={tags ?? null}
      row={(tag, _at, rename) => <TagRow key={tag.id} tag={tag} rename={rename} />}
      dialog={(tag, close) => <TagDialog tag={tag} onClose={close} />}
    />
  );
}

function TagRow({ tag: { id, name }, rename }: { tag: Tag; rename: () => void }) {
  const said = words.value.settings.tags;
  const open = live.value?.counts.byTag.value.get(id) ?? 0;
  return (
    <KeptRow
      {...{ icon: 'tag', id, name, detail: said.open(open), list: 'tags' }}
      title={<a href={`/inbox/${tagView(id)}`}>{name}</a>}
      change={said.rename}
      onChange={rename}
      removal={{
        action: said.remove,
        title: said.removeTitle(name),
        text: said.removeText,
        removed: said.removed,
      }}
      why={adminOnly()}
    />
  );
}
