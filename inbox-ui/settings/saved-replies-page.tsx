import type { SavedReply } from '../../server/wire/saved-replies.ts';
import { Tag } from '../parts/small.tsx';
import { live } from '../store/live.ts';
import { words } from '../words/words.ts';
import { adminOnly } from './admin-only.ts';
import { KeptPage } from './kept-page.tsx';
import { KeptRow } from './kept-row.tsx';
import { SavedReplyDialog } from './saved-reply-dialog.tsx';

/** Texts to be written again: one's own and everybody's. */
export function SavedRepliesPage() {
  return (
    <KeptPage<SavedReply>
      said={words.value.settings['saved-replies']}
      items={live.value?.directory.savedReplies.value ?? null}
      row={(reply, _at, edit) => <ReplyRow key={reply.id} reply={reply} edit={edit} />}
      dialog={(reply, close) => <SavedReplyDialog reply={reply} onClose={close} />}
    />
  );
}

function ReplyRow({ reply, edit }: { reply: SavedReply; edit: () => void }) {
  const said = words.value.settings['saved-replies'];
  const { id, name, text, shared, attachments } = reply;
  const files = attachments.length;
  return (
    <KeptRow
      {...{ icon: 'note', id, name, detail: text, list: 'saved-replies' }}
      marks={
        <>
          {files > 0 && <Tag>{said.files(files)}</Tag>}
          {shared && <Tag>{said.shared}</Tag>}
        </>
      }
      change={said.edit}
      onChange={edit}
      removal={{
        action: said.remove,
        title: said.removeTitle(name),
        text: shared ? said.removeShared : said.removeOwn,
        removed: said.removed,
      }}
      why={shared ? adminOnly() : null}
    />
  );
}
