import type { Channel } from '../../server/wire/channels.ts';
import { Banner } from '../parts/banner.tsx';
import { Card } from '../parts/card.tsx';
import { CopyField } from '../parts/copy-field.tsx';
import { words } from '../words/words.ts';
import { localHost } from './local-host.ts';

/** What to take where, so that the channel begins to speak. */
export function ConnectCard({ channel }: { channel: Channel }) {
  const { channels, connecting } = words.value.settings;
  const { snippet, webhookUrl } = channel;
  const local = localHost(webhookUrl);
  const help = channel.fetching === null ? channels.webhookHelp : connecting.pushed;
  return (
    <Card title={channels.connect}>
      {snippet === null ? (
        <CopyField label={channels.webhook} value={webhookUrl} help={help} />
      ) : (
        <CopyField label={channels.snippet} value={snippet} help={channels.snippetHelp} />
      )}
      {local && (
        <Banner tone="note" icon="info" boxed>
          {channels.local(local)}
        </Banner>
      )}
    </Card>
  );
}
