import type { Channel } from '../../server/wire/channels.ts';
import { api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { FormFailure, useForm } from '../parts/form.tsx';
import { useResource } from '../parts/resource.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { toast } from '../parts/toast.tsx';
import { words } from '../words/words.ts';
import { adminOnly } from './admin-only.ts';

type Props = { channel: Channel; onChange: (channel: Channel) => void };

const OFF = 'off';
const MINUTES = ['5', '10', '30'] as const;

/** Whether answers that a visitor has not read follow by mail; first of all it takes a channel that carries them. */
export function Continuing(props: Props) {
  const { continuing: said, channels } = words.value.settings;
  const all = useResource<{ data: Channel[] }>('channels');
  const [first, ...others] = (all.value?.data ?? []).filter(({ sending }) => sending.addressing);
  if (first) return <Choice {...props} carriers={[first, ...others]} />;
  const add = <Button href="/settings/channels/new">{channels.add}</Button>;
  return all.value ? <Card title={said.title} lead={said.none} actions={add} /> : null;
}

function Choice({ channel, onChange, carriers }: Props & { carriers: [Channel, ...Channel[]] }) {
  const { continuing: said } = words.value.settings;
  const form = useForm<'minutes' | 'channelId', Channel>({
    initial: {
      minutes: String(channel.continues?.minutes ?? OFF),
      channelId: channel.continues?.channelId ?? carriers[0].id,
    },
    check: () => ({}),
    send: (values) => api.patch<Channel>(`channels/${channel.id}`, { continues: chosen(values) }),
    done: (changed) => {
      onChange(changed);
      toast({ text: said.saved });
    },
  });
  return (
    <Card title={said.title} lead={said.lead}>
      <form ref={form.form} class="stack" noValidate onSubmit={form.submit}>
        <SelectField
          label={said.when}
          help={said.whenHelp}
          value={form.values.minutes}
          choices={[
            { value: OFF, label: said.off },
            ...MINUTES.map((value) => ({ value, label: said.after(Number(value)) })),
          ]}
          onChange={(value) => form.set('minutes', value)}
        />
        {form.values.minutes !== OFF && (
          <SelectField
            label={said.by}
            value={form.values.channelId}
            choices={carriers.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(value) => form.set('channelId', value)}
          />
        )}
        <FormFailure error={form.failure} />
        <div class="form-actions">
          <Button type="submit" busy={form.busy} blocked={adminOnly()}>
            {words.value.common.save}
          </Button>
        </div>
      </form>
    </Card>
  );
}

const chosen = ({ minutes, channelId }: Record<'minutes' | 'channelId', string>) =>
  minutes === OFF ? null : { minutes: Number(minutes), channelId };
