import type { Channel } from '../../server/wire/channels.ts';
import { api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { FormFailure, useForm } from '../parts/form.tsx';
import { TextField } from '../parts/text-field.tsx';
import { toast } from '../parts/toast.tsx';
import { words } from '../words/words.ts';
import { adminOnly } from './admin-only.ts';

type Props = { channel: Channel; onChange: (channel: Channel) => void };

/** What answers by itself when somebody begins a conversation. */
export function AutoReply({ channel, onChange }: Props) {
  const { settings, common } = words.value;
  const { connecting } = settings;
  const form = useForm<'autoReply', Channel>({
    initial: { autoReply: channel.autoReply },
    check: () => ({}),
    send: (values) => api.patch<Channel>(`channels/${channel.id}`, values),
    done: (changed) => {
      onChange(changed);
      toast({ text: connecting.autoReplySaved });
    },
  });
  return (
    <Card title={connecting.autoReply} lead={connecting.autoReplyLead}>
      <form ref={form.form} class="stack" noValidate onSubmit={form.submit}>
        <TextField
          {...form.field('autoReply')}
          label={connecting.autoReplyLabel}
          lines={4}
          maxLength={5_000}
          optional="quiet"
        />
        <FormFailure error={form.failure} />
        <div class="form-actions">
          <Button type="submit" busy={form.busy} blocked={adminOnly()}>
            {common.save}
          </Button>
        </div>
      </form>
    </Card>
  );
}
