import type { ComponentChildren } from 'preact';
import type { Channel } from '../../server/wire/channels.ts';
import type { View } from '../../server/wire/conversations.ts';
import type { IconName } from '../parts/icon.tsx';
import { Icon } from '../parts/icon.tsx';
import { Badge, ChannelMark } from '../parts/small.tsx';
import { route } from '../router.ts';
import { words } from '../words/words.ts';
import { AccountMenu } from './account-menu.tsx';
import { ConnectionState } from './connection-state.tsx';
import type { Live } from './live.ts';
import { RailToggle } from './rail-toggle.tsx';

const NOW: readonly [View, IconName][] = [
  ['inbox', 'inbox'],
  ['mine', 'person'],
  ['unassigned', 'unassigned'],
  ['drafts', 'drafts'],
];
const LATER: readonly [View, IconName][] = [
  ['waiting', 'waiting'],
  ['snoozed', 'snooze'],
  ['done', 'done'],
];

/** The way to everything: views with their counts, channels, the rest; and whether we are live. */
export function Rail({ live, slim }: { live: Live; slim: boolean }) {
  const { shell } = words.value;
  return (
    <nav class={`rail${slim ? ' rail-slim' : ''}`} aria-label={shell.rail} data-tip-side="after">
      <AccountMenu slim={slim} line={live.line} />
      <div class="rail-scroll scroll">
        <Group title={shell.now}>
          {NOW.map(([view, icon]) => (
            <ViewLink key={view} view={view} icon={icon} live={live} slim={slim} />
          ))}
        </Group>
        <Group title={shell.later}>
          {LATER.map(([view, icon]) => (
            <ViewLink key={view} view={view} icon={icon} live={live} slim={slim} />
          ))}
        </Group>
        <Group title={shell.channels}>
          <Channels live={live} slim={slim} />
        </Group>
      </div>
      <div class="rail-foot">
        <RailLink
          href="/contacts"
          label={shell.contacts}
          icon="contacts"
          slim={slim}
          page="contacts"
        />
        <RailLink
          href="/settings"
          label={shell.settings}
          icon="settings"
          slim={slim}
          page="settings"
        />
        <div class="rail-state">
          <ConnectionState live={live} slim={slim} />
          <RailToggle slim={slim} />
        </div>
      </div>
    </nav>
  );
}

function Group({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="rail-group">
      <p class="rail-heading" aria-hidden="true">
        {title}
      </p>
      <ul aria-label={title}>{children}</ul>
    </div>
  );
}

type ViewLinkProps = { view: View; icon: IconName; live: Live; slim: boolean };

function ViewLink({ view, icon, live, slim }: ViewLinkProps) {
  const { views, unread } = words.value.shell;
  const { count = 0, unread: fresh = 0 } = live.counts.value?.[view] ?? {};
  const here = route.value.page === 'inbox' && route.value.view === view;
  return (
    <li>
      <a
        class={`rail-link${fresh > 0 ? ' rail-fresh' : ''}`}
        href={`/inbox/${view}`}
        aria-current={here ? 'page' : undefined}
        data-tip={slim ? [views[view], count || null].filter(Boolean).join(' · ') : undefined}
      >
        <Icon name={icon} />
        <span class={slim ? 'hidden-text' : 'truncate'}>{views[view]}</span>
        {count > 0 && <Badge count={count} quiet={view !== 'mine' || fresh === 0} />}
        {fresh > 0 && <span class="hidden-text">, {unread(fresh)}</span>}
      </a>
    </li>
  );
}

function Channels({ live, slim }: { live: Live; slim: boolean }) {
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

/** With what is open on it: where work piles up shows here. */
function ChannelLink({ channel, live, slim }: ChannelLinkProps) {
  const { open, unread } = words.value.shell;
  const { count = 0, unread: fresh = 0 } = live.channelCounts.value.get(channel.id) ?? {};
  const { name } = channel;
  return (
    <li>
      <a
        class={`rail-link${fresh > 0 ? ' rail-fresh' : ''}`}
        href={`/settings/channels/${channel.id}`}
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

type RailLinkProps = {
  href: string;
  label: string;
  icon: IconName;
  slim: boolean;
  page?: 'contacts' | 'settings';
};

function RailLink({ href, label, icon, slim, page }: RailLinkProps) {
  return (
    <a
      class="rail-link"
      href={href}
      aria-current={page !== undefined && route.value.page === page ? 'page' : undefined}
      data-tip={slim ? label : undefined}
    >
      <Icon name={icon} />
      <span class={slim ? 'hidden-text' : 'truncate'}>{label}</span>
    </a>
  );
}
