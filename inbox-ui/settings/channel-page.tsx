import { useState } from 'preact/hooks';
import type { AdapterInfo, Channel } from '../../server/wire/channels.ts';
import { api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { ConfirmDialog } from '../parts/dialog.tsx';
import { Loaded, useResource } from '../parts/resource.tsx';
import { ChannelMark } from '../parts/small.tsx';
import { toast } from '../parts/toast.tsx';
import { go, query } from '../router.ts';
import { describe } from '../words/errors.ts';
import { words } from '../words/words.ts';
import { adminOnly } from './admin-only.ts';
import { ArticlesCard } from './articles/articles-card.tsx';
import { SeveralCard } from './articles/several-card.tsx';
import { IntakeCard } from './asking/intake-card.tsx';
import { RatingCard } from './asking/rating-card.tsx';
import { AutoReply } from './auto-reply.tsx';
import { ChannelForm } from './channel-form.tsx';
import { ChannelHealth } from './channel-health.tsx';
import { ConnectCard } from './connect-card.tsx';
import { ConnectionCheck } from './connection-check.tsx';
import { Continuing } from './continuing.tsx';
import { Examination } from './examination.tsx';
import { Fetching } from './fetching.tsx';
import { HoursCard } from './hours/hours-card.tsx';
import { LiveCheck } from './live-check.tsx';
import { NudgesCard } from './nudges/nudges-card.tsx';
import { SecretsOnce } from './secrets-once.tsx';
import { SectionPage } from './section-page.tsx';
import { Steps } from './steps.tsx';

const LIST = '/settings/channels';

/** One channel: how it is, how to connect it, its settings, its end. */
export function ChannelPage({ id }: { id: string }) {
  const { channels } = words.value.settings;
  const channel = useResource<Channel>(`channels/${id}`);
  const adapters = useResource<{ data: AdapterInfo[] }>('adapters');
  const { value } = channel;
  const created = query.value.has('created');
  const [works, setWorks] = useState(false);
  return (
    <SectionPage
      title={value?.name ?? channels.title}
      back={{ href: LIST, label: channels.back }}
      actions={
        value && <ChannelMark adapter={value.adapter} mark={value.mark} name={value.adapter} />
      }
    >
      {created && <Steps at={value?.seenAt ? 4 : works ? 3 : 2} />}
      <Loaded resource={channel}>
        {(known) => (
          <Details
            channel={known}
            adapter={adapters.value?.data.find((adapter) => adapter.id === known.adapter)}
            onChange={channel.set}
            onWorks={() => setWorks(true)}
          />
        )}
      </Loaded>
    </SectionPage>
  );
}

type DetailsProps = {
  channel: Channel;
  adapter: AdapterInfo | undefined;
  onChange: (channel: Channel) => void;
  /** Its credentials were tried, and they do. */
  onWorks: () => void;
};

function Details({ channel, adapter, onChange, onWorks }: DetailsProps) {
  const { channels } = words.value.settings;
  const saved = (changed: Channel) => {
    onChange(changed);
    toast({ text: channels.saved });
  };
  const created = query.value.has('created');
  return (
    <>
      <Fetching channel={channel} />
      <ChannelHealth channel={channel} onChange={onChange} />
      <SecretsOnce channelId={channel.id} />
      <ConnectCard channel={channel} />
      {adapter?.connects && (
        <ConnectionCheck channel={channel} atOnce={created} onWorks={onWorks} />
      )}
      <LiveCheck channel={channel} adapter={adapter} onHeard={onChange} />
      {adapter?.examines && <Examination channel={channel} atOnce={created} />}
      {adapter && (
        <ChannelForm
          adapter={adapter}
          channel={channel}
          action={words.value.common.save}
          blocked={adminOnly()}
          onSaved={saved}
        />
      )}
      <HoursCard channel={channel} onChange={onChange} />
      {channel.snippet && (
        <>
          <Continuing channel={channel} onChange={onChange} />
          <IntakeCard channel={channel} onChange={onChange} />
          <RatingCard channel={channel} onChange={onChange} />
          <SeveralCard channel={channel} onChange={onChange} />
          <NudgesCard channel={channel} onChange={onChange} />
          <ArticlesCard channel={channel} onChange={onChange} />
        </>
      )}
      <AutoReply channel={channel} onChange={onChange} />
      <Removal channel={channel} />
    </>
  );
}

function Removal({ channel }: { channel: Channel }) {
  const { channels } = words.value.settings;
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    const answer = await api.remove(`channels/${channel.id}`);
    setBusy(false);
    setAsking(false);
    toast({ text: answer.ok ? channels.removed(channel.name) : describe(answer.error) });
    if (answer.ok) go(LIST, { replace: true });
  };
  const ask = (
    <Button look="danger" icon="trash" blocked={adminOnly()} onClick={() => setAsking(true)}>
      {channels.remove}
    </Button>
  );
  return (
    <>
      <Card title={channels.remove} lead={channels.removeLead} actions={ask} />
      {asking && (
        <ConfirmDialog
          title={channels.removeTitle(channel.name)}
          action={channels.remove}
          busy={busy}
          onConfirm={remove}
          onClose={() => setAsking(false)}
        >
          <p>{channels.removeText}</p>
          <p>{channels.removeKept}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
