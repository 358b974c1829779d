import { useState } from 'preact/hooks';
import type { Channel } from '../../../server/wire/channels.ts';
import { api } from '../../api.ts';
import { Card } from '../../parts/card.tsx';
import { Switch } from '../../parts/switch.tsx';
import { toast } from '../../parts/toast.tsx';
import { describe } from '../../words/errors.ts';
import { words } from '../../words/words.ts';
import { adminOnly } from '../admin-only.ts';

type Props = { channel: Channel; onChange: (channel: Channel) => void };

/** Whether visitors are asked how it was. */
export function RatingCard({ channel, onChange }: Props) {
  const { asking } = words.value.settings;
  const [busy, setBusy] = useState(false);
  const set = async (rates: boolean) => {
    setBusy(true);
    const answer = await api.patch<Channel>(`channels/${channel.id}`, { rates });
    setBusy(false);
    if (answer.ok) onChange(answer.value);
    else toast({ text: describe(answer.error) });
  };
  return (
    <Card title={asking.ratings} lead={asking.ratingLead}>
      <Switch
        label={asking.rating}
        checked={channel.rates}
        disabled={busy || adminOnly() !== null}
        onChange={(rates) => void set(rates)}
      />
    </Card>
  );
}
