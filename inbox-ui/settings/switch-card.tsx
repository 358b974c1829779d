import { useState } from 'preact/hooks';
import type { Channel } from '../../server/wire/channels.ts';
import { api } from '../api.ts';
import { Card } from '../parts/card.tsx';
import { Switch } from '../parts/switch.tsx';
import { toast } from '../parts/toast.tsx';
import { describe } from '../words/errors.ts';
import { adminOnly } from './admin-only.ts';

type Props = {
  channel: Channel;
  onChange: (channel: Channel) => void;
  /** What of the channel is turned on and off. */
  what: 'rates' | 'several';
  title: string;
  lead: string;
  label: string;
};

/** One thing about a channel that is so or not, kept as soon as it is pressed. */
export function SwitchCard({ channel, onChange, what, title, lead, label }: Props) {
  const [busy, setBusy] = useState(false);
  const set = async (on: boolean) => {
    setBusy(true);
    const answer = await api.patch<Channel>(`channels/${channel.id}`, { [what]: on });
    setBusy(false);
    if (answer.ok) onChange(answer.value);
    else toast({ text: describe(answer.error) });
  };
  return (
    <Card title={title} lead={lead}>
      <Switch
        label={label}
        checked={channel[what]}
        disabled={busy || adminOnly() !== null}
        onChange={(on) => void set(on)}
      />
    </Card>
  );
}
