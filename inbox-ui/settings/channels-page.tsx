import type { Channel } from '../../server/wire/channels.ts';
import { Address } from '../parts/address.tsx';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Icon } from '../parts/icon.tsx';
import { Loaded, useResource } from '../parts/resource.tsx';
import { ChannelMark, Tag } from '../parts/small.tsx';
import { live } from '../store/live.ts';
import { clock, relative } from '../words/format.ts';
import { now } from '../words/now.ts';
import { words } from '../words/words.ts';
import { adminOnly } from './admin-only.ts';
import { FetchingLine } from './fetching.tsx';
import { SectionPage } from './section-page.tsx';

const NEW = '/settings/channels/new';

/** The channels, and how each of them is doing. */
export function ChannelsPage() {
  const { channels: said } = words.value.settings;
  const channels = useResource<{ data: Channel[] }>(
    'channels',
    live.value?.directory.channels.value,
  );
  const add = (
    <Button look="primary" icon="plus" href={NEW} blocked={adminOnly()}>
      {said.add}
    </Button>
  );
  return (
    <SectionPage title={said.title} lead={said.lead} actions={add}>
      <Loaded resource={channels}>
        {({ data }) => (data.length === 0 ? <NoChannel /> : <ChannelList channels={data} />)}
      </Loaded>
    </SectionPage>
  );
}

function NoChannel() {
  const { channels } = words.value.settings;
  return (
    <EmptyState
      title={channels.empty}
      shape="square"
      action={
        <Button href={NEW} blocked={adminOnly()}>
          {channels.add}
        </Button>
      }
    >
      {channels.emptyText}
    </EmptyState>
  );
}

function ChannelList({ channels }: { channels: Channel[] }) {
  return (
    <Card title={words.value.settings.channels.title} flush titleHidden>
      <ul class="rows">
        {channels.map((channel) => (
          <li key={channel.id}>
            <a class="row" href={`/settings/channels/${channel.id}`}>
              <ChannelMark adapter={channel.adapter} mark={channel.mark} />
              <div class="row-main">
                <p class="row-title">
                  <span>
                    <Address value={channel.name} />
                  </span>{' '}
                  <State channel={channel} />
                </p>
                <p class="row-detail">{channel.failing?.reason ?? lastHeard(channel)}</p>
                <Pause channel={channel} />
                <FetchingLine channel={channel} />
              </div>
              <Icon name="forward" />
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function State({ channel }: { channel: Channel }) {
  const { channels } = words.value.settings;
  if (channel.failing) return <Tag tone="danger">{channels.failing}</Tag>;
  if (channel.fetching?.problem) {
    return <Tag tone="danger">{words.value.settings.connecting.notFetching}</Tag>;
  }
  if (channel.seenAt === null) return <Tag tone="wait">{channels.neverSeen}</Tag>;
  return <Tag tone="accent">{channels.seen}</Tag>;
}

/** When its platform is tried again. */
function Pause({ channel }: { channel: Channel }) {
  const { 'dead-letters': said } = words.value.settings;
  if (channel.pausedUntil === null) return null;
  return <p class="row-detail">{said.pausedUntil(clock(channel.pausedUntil))}</p>;
}

function lastHeard({ seenAt, seenOrigin }: Channel): string {
  const { channels } = words.value.settings;
  if (seenAt === null) return channels.connectHint;
  const when = relative(seenAt, now.value);
  return seenOrigin ? channels.lastSeenAt(when, seenOrigin) : channels.lastSeen(when);
}
