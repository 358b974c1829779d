import { useState } from 'preact/hooks';
import type { Channel } from '../../../server/wire/channels.ts';
import { api } from '../../api.ts';
import { Card } from '../../parts/card.tsx';
import { Switch } from '../../parts/switch.tsx';
import { toast } from '../../parts/toast.tsx';
import { describe } from '../../words/errors.ts';
import { adminOnly } from '../admin-only.ts';
import { said } from './said.ts';

type Props = { channel: Channel; onChange: (channel: Channel) => void };

/** Whether all that a visitor says is one conversation. */
export function SeveralCard({ channel, onChange }: Props) {
  const words = said.value;
  const [busy, setBusy] = useState(false);
  const set = async (several: boolean) => {
    setBusy(true);
    const answer = await api.patch<Channel>(`channels/${channel.id}`, { several });
    setBusy(false);
    if (answer.ok) onChange(answer.value);
    else toast({ text: describe(answer.error) });
  };
  return (
    <Card title={words.several} lead={words.severalLead}>
      <Switch
        label={words.severalOn}
        checked={channel.several}
        disabled={busy || adminOnly() !== null}
        onChange={(several) => void set(several)}
      />
    </Card>
  );
}
