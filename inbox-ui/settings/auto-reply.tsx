import type { Channel } from '../../server/wire/channels.ts';
import { api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { FormFailure, useForm } from '../parts/form.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { TextField } from '../parts/text-field.tsx';
import { toast } from '../parts/toast.tsx';
import { words } from '../words/words.ts';
import { adminOnly } from './admin-only.ts';

const TIMES = ['always', 'closed'] as const;

type Props = { channel: Channel; onChange: (channel: Channel) => void };

/** What answers by itself when somebody begins a conversation. */
export function AutoReply({ channel, onChange }: Props) {
  const { settings, common } = words.value;
  const { connecting } = settings;
  const form = useForm<'autoReply' | 'autoReplyWhen', Channel>({
    initial: { autoReply: channel.autoReply, autoReplyWhen: channel.autoReplyWhen },
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
        <SelectField
          label={connecting.autoReplyWhen}
          value={form.values.autoReplyWhen}
          choices={TIMES.map((value) => ({ value, label: connecting.autoReplyTimes[value] }))}
          onChange={(value) => form.set('autoReplyWhen', value)}
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
