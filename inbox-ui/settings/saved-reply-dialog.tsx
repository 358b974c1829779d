import { useState } from 'preact/hooks';
import { BLANK_NAMES } from '../../server/wire/blanks.ts';
import type { SavedReply } from '../../server/wire/saved-replies.ts';
import { api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { checks } from '../parts/checks.ts';
import { Dialog } from '../parts/dialog.tsx';
import { FormFailure, useForm } from '../parts/form.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { TextField } from '../parts/text-field.tsx';
import { toast } from '../parts/toast.tsx';
import { words } from '../words/words.ts';
import { adminOnly } from './admin-only.ts';
import { reloadList } from './reload-list.ts';

/** @param reply null: a new one */
type Props = { reply: SavedReply | null; onClose: () => void };

/** A name to find it by, and the text; whose it is, is decided once. */
export function SavedReplyDialog({ reply, onClose }: Props) {
  const { common, settings } = words.value;
  const said = settings['saved-replies'];
  const [whose, setWhose] = useState<'mine' | 'shared'>('mine');
  const form = useForm<'name' | 'text', SavedReply>({
    initial: { name: reply?.name ?? '', text: reply?.text ?? '' },
    check: ({ name, text }) => ({ name: checks.filled(name), text: checks.filled(text) }),
    send: ({ name, text }) => send(reply, { name: name.trim(), text }, whose === 'shared'),
    done: () => {
      toast({ text: said.saved });
      reloadList('saved-replies');
      onClose();
    },
  });
  const taken = form.failure?.code === 'conflict' ? said.taken : null;
  return (
    <Dialog title={reply ? said.editTitle : said.create} wide onClose={onClose}>
      <form ref={form.form} class="stack" noValidate onSubmit={form.submit}>
        <TextField {...form.field('name')} label={said.name} maxLength={100} focusFirst />
        <TextField {...form.field('text')} label={said.text} lines={7} help={<Blanks />} />
        {!reply && (
          <SelectField
            label={said.whose}
            value={whose}
            choices={[
              { value: 'mine', label: said.mine },
              { value: 'shared', label: said.everybody },
            ]}
            error={whose === 'shared' ? adminOnly() : null}
            onChange={setWhose}
          />
        )}
        <FormFailure error={form.failure} text={taken} />
        <div class="dialog-actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" type="submit" busy={form.busy}>
            {said.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Blanks() {
  const said = words.value.settings['saved-replies'];
  return (
    <>
      {said.blanks}{' '}
      {BLANK_NAMES.map((name) => (
        <code key={name} class="blank-name">{`{{${name}}}`}</code>
      ))}
    </>
  );
}

const send = (reply: SavedReply | null, words: { name: string; text: string }, shared: boolean) =>
  reply
    ? api.patch<SavedReply>(`saved-replies/${reply.id}`, words)
    : api.post<SavedReply>('saved-replies', { ...words, shared });
