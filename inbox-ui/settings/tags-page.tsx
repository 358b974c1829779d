import { useState } from 'preact/hooks';
import type { Tag } from '../../server/wire/tags.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Icon } from '../parts/icon.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { live } from '../store/live.ts';
import { tagView } from '../store/views.ts';
import { words } from '../words/words.ts';
import { adminOnly } from './admin-only.ts';
import { reloadList } from './reload-list.ts';
import { Removal } from './removal.tsx';
import { SectionPage } from './section-page.tsx';
import { TagDialog } from './tag-dialog.tsx';

/** The words conversations are found by. */
export function TagsPage() {
  const said = words.value.settings.tags;
  const [writing, setWriting] = useState<Tag | 'new' | null>(null);
  const tags = live.value?.directory.tags.value ?? null;
  const make = (
    <Button look="primary" icon="plus" onClick={() => setWriting('new')}>
      {said.create}
    </Button>
  );
  return (
    <SectionPage title={said.title} lead={said.lead} actions={make}>
      {tags === null ? (
        <Skeleton lines={6} />
      ) : (
        <Tags tags={tags.filter(({ offered }) => offered)} rename={setWriting} />
      )}
      {writing && (
        <TagDialog tag={writing === 'new' ? null : writing} onClose={() => setWriting(null)} />
      )}
    </SectionPage>
  );
}

function Tags({ tags, rename }: { tags: Tag[]; rename: (tag: Tag) => void }) {
  const said = words.value.settings.tags;
  if (tags.length === 0) {
    return (
      <EmptyState title={said.empty} shape="square">
        {said.emptyText}
      </EmptyState>
    );
  }
  return (
    <Card title={said.title} flush titleHidden>
      <ul class="rows">
        {tags.map((tag) => (
          <TagRow key={tag.id} tag={tag} rename={() => rename(tag)} />
        ))}
      </ul>
    </Card>
  );
}

function TagRow({ tag, rename }: { tag: Tag; rename: () => void }) {
  const said = words.value.settings.tags;
  const [asking, setAsking] = useState(false);
  const open = live.value?.counts.byTag.value.get(tag.id) ?? 0;
  return (
    <li class="row row-wraps">
      <Icon name="tag" />
      <div class="row-main">
        <p class="row-title" dir="auto">
          <a href={`/inbox/${tagView(tag.id)}`}>{tag.name}</a>
        </p>
        <p class="row-detail">{said.open(open)}</p>
      </div>
      <div class="row-end">
        <Button label={`${said.rename}: ${tag.name}`} blocked={adminOnly()} onClick={rename}>
          {said.rename}
        </Button>
        <IconButton
          icon="trash"
          label={`${said.remove}: ${tag.name}`}
          blocked={adminOnly()}
          onClick={() => setAsking(true)}
        />
      </div>
      {asking && (
        <Removal
          path={`tags/${tag.id}`}
          title={said.removeTitle(tag.name)}
          text={said.removeText}
          action={said.remove}
          removed={said.removed}
          onRemoved={() => reloadList('tags')}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}
