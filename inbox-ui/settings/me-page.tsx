import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { Avatar } from '../parts/small.tsx';
import { session } from '../session/session.ts';
import { leave } from '../shell/account-menu.tsx';
import { ConnectionState } from '../shell/connection-state.tsx';
import { liveOf } from '../shell/live.ts';
import { Page } from '../shell/page.tsx';
import { live } from '../store/live.ts';
import { words } from '../words/words.ts';
import { SECTIONS } from './settings-nav.tsx';

/** The phone's fourth tab: me, and the way to the settings. */
export function MePage() {
  const { settings, shell } = words.value;
  const here = session.value;
  const store = live.value;
  if (!here) return null;
  return (
    <Page
      title={settings.me}
      actions={store && <ConnectionState live={liveOf(store)} slim={false} />}
    >
      <div class="me-card">
        <Avatar name={here.agent.name} large accent />
        <div class="row-main">
          <p class="me-name">{here.agent.name}</p>
          <p class="row-detail">{here.agent.email}</p>
          <p class="row-detail">{here.workspace.name}</p>
        </div>
      </div>
      <nav class="card" aria-label={settings.title}>
        <ul class="rows">
          {SECTIONS.map(({ section, icon }) => (
            <li key={section}>
              <a class="row" href={`/settings/${section}`}>
                <Icon name={icon} size={20} />
                <span class="row-main">{settings[section].title}</span>
                <Icon name="forward" />
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Button icon="log-out" wide onClick={leave}>
        {shell.logOut}
      </Button>
    </Page>
  );
}
