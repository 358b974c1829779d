import { useState } from 'preact/hooks';
import type { SavedReply } from '../../server/wire/saved-replies.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Icon } from '../parts/icon.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Tag } from '../parts/small.tsx';
import { live } from '../store/live.ts';
import { words } from '../words/words.ts';
import { adminOnly } from './admin-only.ts';
import { reloadList } from './reload-list.ts';
import { Removal } from './removal.tsx';
import { SavedReplyDialog } from './saved-reply-dialog.tsx';
import { SectionPage } from './section-page.tsx';

/** Texts to be written again: one's own and everybody's. */
export function SavedRepliesPage() {
  const said = words.value.settings['saved-replies'];
  const [writing, setWriting] = useState<SavedReply | 'new' | null>(null);
  const replies = live.value?.directory.savedReplies.value ?? null;
  const make = (
    <Button look="primary" icon="plus" onClick={() => setWriting('new')}>
      {said.create}
    </Button>
  );
  return (
    <SectionPage title={said.title} lead={said.lead} actions={make}>
      {replies === null ? <Skeleton lines={6} /> : <Replies replies={replies} edit={setWriting} />}
      {writing && (
        <SavedReplyDialog
          reply={writing === 'new' ? null : writing}
          onClose={() => setWriting(null)}
        />
      )}
    </SectionPage>
  );
}

type RepliesProps = { replies: SavedReply[]; edit: (reply: SavedReply) => void };

function Replies({ replies, edit }: RepliesProps) {
  const said = words.value.settings['saved-replies'];
  if (replies.length === 0) {
    return (
      <EmptyState title={said.empty} shape="square">
        {said.emptyText}
      </EmptyState>
    );
  }
  return (
    <Card title={said.title} flush titleHidden>
      <ul class="rows">
        {replies.map((reply) => (
          <ReplyRow key={reply.id} reply={reply} edit={() => edit(reply)} />
        ))}
      </ul>
    </Card>
  );
}

function ReplyRow({ reply, edit }: { reply: SavedReply; edit: () => void }) {
  const said = words.value.settings['saved-replies'];
  const [asking, setAsking] = useState(false);
  const why = reply.shared ? adminOnly() : null;
  return (
    <li class="row row-wraps">
      <Icon name="note" />
      <div class="row-main">
        <p class="row-title" dir="auto">
          {reply.name}
        </p>
        <p class="row-detail truncate" dir="auto">
          {reply.text}
        </p>
      </div>
      <div class="row-end">
        {reply.shared && <Tag>{said.shared}</Tag>}
        <Button label={`${said.edit}: ${reply.name}`} blocked={why} onClick={edit}>
          {said.edit}
        </Button>
        <IconButton
          icon="trash"
          label={`${said.remove}: ${reply.name}`}
          blocked={why}
          onClick={() => setAsking(true)}
        />
      </div>
      {asking && (
        <Removal
          path={`saved-replies/${reply.id}`}
          title={said.removeTitle(reply.name)}
          text={reply.shared ? said.removeShared : said.removeOwn}
          action={said.remove}
          removed={said.removed}
          onRemoved={() => reloadList('saved-replies')}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}
