import { useState } from 'preact/hooks';
import type { SavedReply } from '../../server/wire/saved-replies.ts';
import { api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { checks } from '../parts/checks.ts';
import { Dialog } from '../parts/dialog.tsx';
import { FormFailure, useForm } from '../parts/form.tsx';
import { TextField } from '../parts/text-field.tsx';
import { toast } from '../parts/toast.tsx';
import { words } from '../words/words.ts';
import { Blanks } from './blanks.tsx';
import { reloadList } from './reload-list.ts';
import { idsIn, isUnderWay, ReplyFiles, useReplyFiles } from './reply-files.tsx';
import { type Whose, WhoseField } from './whose-field.tsx';

/** @param reply null: a new one */
type Props = { reply: SavedReply | null; onClose: () => void };

/** A name to find it by, and the text; whose it is, is decided once. */
export function SavedReplyDialog({ reply, onClose }: Props) {
  const { common, settings } = words.value;
  const said = settings['saved-replies'];
  const [whose, setWhose] = useState<Whose>('mine');
  const files = useReplyFiles(reply);
  const form = useForm<'name' | 'text', SavedReply>({
    initial: { name: reply?.name ?? '', text: reply?.text ?? '' },
    check: ({ name, text }) => ({ name: checks.filled(name), text: checks.filled(text) }),
    send: ({ name, text }) =>
      send(reply, { name: name.trim(), text, attachments: idsIn(files) }, whose === 'shared'),
    done: () => {
      toast({ text: said.saved });
      reloadList('saved-replies');
      onClose();
    },
  });
  const wait = words.value.inbox.composer.uploadsRunning;
  const taken = form.failure?.code === 'conflict' ? said.taken : null;
  return (
    <Dialog title={reply ? said.editTitle : said.create} wide onClose={onClose}>
      <form ref={form.form} class="stack" noValidate onSubmit={form.submit}>
        <TextField {...form.field('name')} label={said.name} maxLength={100} focusFirst />
        <TextField
          {...form.field('text')}
          label={said.text}
          lines={7}
          help={<Blanks said={said.blanks} />}
        />
        <ReplyFiles shelf={files} />
        {!reply && <WhoseField said={said} whose={whose} onChange={setWhose} />}
        <FormFailure error={form.failure} text={taken} />
        <div class="dialog-actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button
            look="primary"
            type="submit"
            busy={form.busy}
            blocked={isUnderWay(files) ? wait : null}
          >
            {said.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type Written = { name: string; text: string; attachments: string[] };

const send = (reply: SavedReply | null, words: Written, shared: boolean) =>
  reply
    ? api.patch<SavedReply>(`saved-replies/${reply.id}`, words)
    : api.post<SavedReply>('saved-replies', { ...words, shared });
