import type { AdapterInfo, CreatedChannel } from '../../server/wire/channels.ts';
import { Banner } from '../parts/banner.tsx';
import { Loaded, useResource } from '../parts/resource.tsx';
import { ChannelMark } from '../parts/small.tsx';
import { go, query } from '../router.ts';
import { words } from '../words/words.ts';
import { adminOnly } from './admin-only.ts';
import { ChannelForm } from './channel-form.tsx';
import { rememberSecrets } from './secrets-once.tsx';
import { SectionPage } from './section-page.tsx';
import { Steps } from './steps.tsx';

const LIST = '/settings/channels';
const HERE = '/settings/channels/new';

/** Connect a channel: first which kind, then what that kind declares it needs to know. */
export function NewChannelPage() {
  const { channels } = words.value.settings;
  const adapters = useResource<{ data: AdapterInfo[] }>('adapters');
  const kind = query.value.get('kind');
  const chosen = adapters.value?.data.find(({ id }) => id === kind);
  const blocked = adminOnly();
  return (
    <SectionPage
      title={chosen ? channels.settingsTitle(chosen.name) : channels.add}
      back={
        chosen ? { href: HERE, label: channels.kindTitle } : { href: LIST, label: channels.back }
      }
    >
      <Steps at={chosen ? 1 : 0} />
      {blocked ? (
        <Banner tone="note" icon="lock" boxed>
          {blocked}
        </Banner>
      ) : (
        <Loaded resource={adapters}>
          {({ data }) => (chosen ? <Creation adapter={chosen} /> : <Kinds adapters={data} />)}
        </Loaded>
      )}
    </SectionPage>
  );
}

function Kinds({ adapters }: { adapters: AdapterInfo[] }) {
  return (
    <section>
      <h2 class="kinds-title">{words.value.settings.channels.kindTitle}</h2>
      <ul class="kinds">
        {adapters.map(({ id, name, mark, summary }) => (
          <li key={id}>
            <a class="kind" href={`${HERE}?kind=${encodeURIComponent(id)}`}>
              <ChannelMark adapter={id} mark={mark} />
              <h3>{name}</h3>
              <p>{summary}</p>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Creation({ adapter }: { adapter: AdapterInfo }) {
  const done = (channel: CreatedChannel) => {
    rememberSecrets(channel, adapter);
    go(`${LIST}/${channel.id}?created`, { replace: true });
  };
  return (
    <ChannelForm<CreatedChannel>
      adapter={adapter}
      channel={null}
      action={words.value.settings.channels.create}
      onSaved={done}
    />
  );
}
