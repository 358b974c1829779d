import type { Channel } from '../../server/wire/channels.ts';
import type { Tag } from '../../server/wire/tags.ts';
import { Icon } from '../parts/icon.tsx';
import { Badge, ChannelMark } from '../parts/small.tsx';
import { route } from '../router.ts';
import { channelView, tagView } from '../store/views.ts';
import { words } from '../words/words.ts';
import type { Live } from './live.ts';
import { RailGroup } from './rail-group.tsx';
import { RailLink } from './rail-link.tsx';

/** The queue of each channel: where work piles up shows here. */
export function Channels({ live, slim }: { live: Live; slim: boolean }) {
  const { shell } = words.value;
  const channels = live.channels.value;
  return (
    <>
      {channels?.map((channel) => (
        <ChannelLink key={channel.id} channel={channel} live={live} slim={slim} />
      ))}
      {channels?.length === 0 && (
        <li>
          <RailLink
            href="/settings/channels/new"
            label={shell.addChannel}
            icon="plus"
            slim={slim}
          />
        </li>
      )}
    </>
  );
}

type ChannelLinkProps = { channel: Channel; live: Live; slim: boolean };

function ChannelLink({ channel, live, slim }: ChannelLinkProps) {
  const { open, unread } = words.value.shell;
  const { count = 0, unread: fresh = 0 } = live.channelCounts.value.get(channel.id) ?? {};
  const { name } = channel;
  const view = channelView(channel.id);
  return (
    <li>
      <a
        class={`rail-link${fresh > 0 ? ' rail-fresh' : ''}`}
        href={`/inbox/${view}`}
        aria-current={isHere(view) ? 'page' : undefined}
        data-tip={slim ? [name, count || null].filter(Boolean).join(' · ') : undefined}
      >
        <ChannelMark adapter={channel.adapter} mark={channel.mark} />
        <span class={slim ? 'hidden-text' : 'truncate'}>{name}</span>
        {count > 0 && <span class="hidden-text">, {open(count)}</span>}
        {fresh > 0 && <span class="hidden-text">, {unread(fresh)}</span>}
        {channel.failing && <Failing />}
        {count > 0 && !channel.failing && (
          <span aria-hidden="true">
            <Badge count={count} quiet />
          </span>
        )}
      </a>
    </li>
  );
}

function Failing() {
  return (
    <span class="rail-failing">
      <Icon name="alert" />
      <span class="hidden-text">{words.value.shell.failing}</span>
    </span>
  );
}

type TagsProps = { live: Live; slim: boolean };

/** The queue of each tag that something open has; the others are found by the command menu. */
export function Tags({ live, slim }: TagsProps) {
  const counts = live.tagCounts.value;
  const used = (live.tags.value ?? []).filter(({ id }) => counts.has(id));
  if (used.length === 0) return null;
  return (
    <RailGroup title={words.value.shell.tags}>
      {used.map((tag) => (
        <TagLink key={tag.id} tag={tag} count={counts.get(tag.id) ?? 0} slim={slim} />
      ))}
    </RailGroup>
  );
}

function TagLink({ tag, count, slim }: { tag: Tag; count: number; slim: boolean }) {
  const view = tagView(tag.id);
  return (
    <li>
      <a
        class="rail-link"
        href={`/inbox/${view}`}
        aria-current={isHere(view) ? 'page' : undefined}
        data-tip={slim ? `${tag.name} · ${count}` : undefined}
      >
        <Icon name="tag" />
        <span class={slim ? 'hidden-text' : 'truncate'} dir="auto">
          {tag.name}
        </span>
        <span class="hidden-text">, {words.value.shell.open(count)}</span>
        <span aria-hidden="true">
          <Badge count={count} quiet />
        </span>
      </a>
    </li>
  );
}

function isHere(view: string): boolean {
  return route.value.page === 'inbox' && route.value.view === view;
}
