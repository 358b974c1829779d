import { useState } from 'preact/hooks';
import type { Channel } from '../../server/wire/channels.ts';
import { api } from '../api.ts';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { toast } from '../parts/toast.tsx';
import { describe } from '../words/errors.ts';
import { moment } from '../words/format.ts';
import { words } from '../words/words.ts';
import { adminOnly } from './admin-only.ts';

type Props = { channel: Channel; onChange: (channel: Channel) => void };

/** Why sending does not work, since when, and what to do. */
export function ChannelHealth({ channel, onChange }: Props) {
  const { channels, connecting } = words.value.settings;
  const [busy, setBusy] = useState(false);
  if (!channel.failing) return null;
  const { reason, since } = channel.failing;
  const reconnect = async () => {
    setBusy(true);
    const tried = await api.post<{ problem: string | null }>(`channels/${channel.id}/connect`, {});
    const now = await api.get<Channel>(`channels/${channel.id}`);
    setBusy(false);
    if (now.ok) onChange(now.value);
    const problem = tried.ok ? tried.value.problem : describe(tried.error);
    toast({ text: problem ?? connecting.works });
  };
  return (
    <Banner
      tone="danger"
      icon="alert"
      boxed
      actions={
        <Button icon="refresh" busy={busy} blocked={adminOnly()} onClick={() => void reconnect()}>
          {connecting.reconnect}
        </Button>
      }
    >
      <strong>{channels.failingSince(moment(since))}</strong> {reason} {connecting.mend}
    </Banner>
  );
}
