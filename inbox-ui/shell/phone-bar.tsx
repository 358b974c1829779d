import { Icon, type IconName } from '../parts/icon.tsx';
import { Badge } from '../parts/small.tsx';
import { type Route, route } from '../router.ts';
import { follows } from '../store/following.ts';
import { words } from '../words/words.ts';
import type { Live } from './live.ts';

type Tab = {
  page: Route['page'];
  href: string;
  icon: IconName;
  name: 'inbox' | 'visitors' | 'search' | 'contacts' | 'me';
};

const TABS: readonly [Tab, ...Tab[]] = [
  { page: 'inbox', href: '/', icon: 'inbox', name: 'inbox' },
  { page: 'search', href: '/search', icon: 'search', name: 'search' },
  { page: 'contacts', href: '/contacts', icon: 'contacts', name: 'contacts' },
  { page: 'settings', href: '/settings', icon: 'person', name: 'me' },
];

/** Only where there is somebody to be seen. */
const VISITORS: Tab = { page: 'visitors', href: '/visitors', icon: 'pulse', name: 'visitors' };

/** The places of a phone, under the thumb. */
export function PhoneBar({ live }: { live: Live }) {
  const { shell } = words.value;
  const [inbox, ...others] = TABS;
  const tabs = follows(live.channels.value) ? [inbox, VISITORS, ...others] : TABS;
  const unread = live.counts.value?.mine.unread ?? 0;
  return (
    <nav class="phone-bar" aria-label={shell.rail}>
      {tabs.map(({ page, href, icon, name }) => (
        <a
          key={page}
          class="phone-tab"
          href={href}
          aria-current={route.value.page === page ? 'page' : undefined}
        >
          <span class="phone-icon">
            <Icon name={icon} size={22} />
            {name === 'inbox' && unread > 0 && (
              <span class="phone-count">
                <Badge count={unread} />
              </span>
            )}
          </span>
          {shell[name]}
          {name === 'inbox' && unread > 0 && (
            <span class="hidden-text">, {shell.unread(unread)}</span>
          )}
        </a>
      ))}
    </nav>
  );
}
