import type { StandingView } from '../../server/wire/conversations.ts';
import type { IconName } from '../parts/icon.tsx';
import { Icon } from '../parts/icon.tsx';
import { Badge } from '../parts/small.tsx';
import { route } from '../router.ts';
import { follows } from '../store/following.ts';
import { words } from '../words/words.ts';
import { AccountMenu } from './account-menu.tsx';
import { ConnectionState } from './connection-state.tsx';
import { DemoTag } from './demo-tag.tsx';
import type { Live } from './live.ts';
import { RailGroup } from './rail-group.tsx';
import { RailLink } from './rail-link.tsx';
import { Channels, Tags } from './rail-queues.tsx';
import { RailToggle } from './rail-toggle.tsx';
import { Views } from './rail-views.tsx';

const NOW: readonly [StandingView, IconName][] = [
  ['inbox', 'inbox'],
  ['mine', 'person'],
  ['mentions', 'at'],
  ['following', 'eye'],
  ['unassigned', 'unassigned'],
  ['drafts', 'drafts'],
];
/** What waits for this agent and nobody else. */
const OWN = new Set<StandingView>(['mine', 'mentions']);

/** What is unread there calls nobody. */
const QUIET = new Set<StandingView>(['spam']);

const LATER: readonly [StandingView, IconName][] = [
  ['waiting', 'waiting'],
  ['snoozed', 'snooze'],
  ['done', 'done'],
  ['spam', 'spam'],
];

/** The way to everything: views with their counts, those that agents made, channels, tags, the rest; and whether we are live. */
export function Rail({ live, slim }: { live: Live; slim: boolean }) {
  const { shell } = words.value;
  return (
    <nav class={`rail${slim ? ' rail-slim' : ''}`} aria-label={shell.rail} data-tip-side="after">
      <AccountMenu slim={slim} line={live.line} />
      <div class="rail-scroll scroll">
        <RailGroup title={shell.now}>
          {NOW.map(([view, icon]) => (
            <ViewLink key={view} view={view} icon={icon} live={live} slim={slim} />
          ))}
        </RailGroup>
        <RailGroup title={shell.later}>
          {LATER.map(([view, icon]) => (
            <ViewLink key={view} view={view} icon={icon} live={live} slim={slim} />
          ))}
        </RailGroup>
        <Views live={live} slim={slim} />
        <RailGroup title={shell.channels}>
          <Channels live={live} slim={slim} />
        </RailGroup>
        <Tags live={live} slim={slim} />
      </div>
      <div class="rail-foot">
        {follows(live.channels.value) && (
          <RailLink
            href="/visitors"
            label={shell.visitors}
            icon="pulse"
            slim={slim}
            page="visitors"
          />
        )}
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
          {!slim && <DemoTag />}
          <RailToggle slim={slim} />
        </div>
      </div>
    </nav>
  );
}

type ViewLinkProps = { view: StandingView; icon: IconName; live: Live; slim: boolean };

function ViewLink({ view, icon, live, slim }: ViewLinkProps) {
  const { views, unread: said } = words.value.shell;
  const { count = 0, unread = 0 } = live.counts.value?.[view] ?? {};
  const fresh = QUIET.has(view) ? 0 : unread;
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
        {count > 0 && <Badge count={count} quiet={!OWN.has(view) || fresh === 0} />}
        {fresh > 0 && <span class="hidden-text">, {said(fresh)}</span>}
      </a>
    </li>
  );
}
