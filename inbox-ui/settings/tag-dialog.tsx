import type { Tag } from '../../server/wire/tags.ts';
import { api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { checks } from '../parts/checks.ts';
import { Dialog } from '../parts/dialog.tsx';
import { FormFailure, useForm } from '../parts/form.tsx';
import { TextField } from '../parts/text-field.tsx';
import { toast } from '../parts/toast.tsx';
import { words } from '../words/words.ts';
import { reloadList } from './reload-list.ts';

/** @param tag null: a new one */
type Props = { tag: Tag | null; onClose: () => void };

/** What a tag is called. */
export function TagDialog({ tag, onClose }: Props) {
  const { common, settings } = words.value;
  const said = settings.tags;
  const form = useForm<'name', Tag>({
    initial: { name: tag?.name ?? '' },
    check: ({ name }) => ({ name: checks.filled(name) }),
    send: ({ name }) => send(tag, { name: name.trim() }),
    done: () => {
      toast({ text: said.saved });
      reloadList('tags');
      onClose();
    },
  });
  const taken = form.failure?.code === 'conflict' ? said.taken : null;
  return (
    <Dialog title={tag ? said.renameTitle : said.create} onClose={onClose}>
      <form ref={form.form} class="stack" noValidate onSubmit={form.submit}>
        <TextField {...form.field('name')} label={said.name} maxLength={40} focusFirst />
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

const send = (tag: Tag | null, named: { name: string }) =>
  tag ? api.patch<Tag>(`tags/${tag.id}`, named) : api.post<Tag>('tags', named);
