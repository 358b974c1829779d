import { Icon, type IconName } from '../parts/icon.tsx';
import { route, type SettingsPage as Section } from '../router.ts';
import { words } from '../words/words.ts';

export const SECTIONS: readonly { section: Section; icon: IconName }[] = [
  { section: 'profile', icon: 'person' },
  { section: 'keys', icon: 'keyboard' },
  { section: 'people', icon: 'contacts' },
  { section: 'channels', icon: 'plug' },
  { section: 'saved-replies', icon: 'note' },
  { section: 'tags', icon: 'tag' },
  { section: 'macros', icon: 'macro' },
  { section: 'dead-letters', icon: 'alert' },
  { section: 'tokens', icon: 'key' },
  { section: 'system', icon: 'pulse' },
];

/** The pages of the settings. */
export function SettingsNav() {
  const { settings } = words.value;
  const here = route.value.page === 'settings' ? route.value.section : null;
  return (
    <nav class="settings-nav" aria-label={settings.title}>
      <p class="settings-nav-title">{settings.title}</p>
      <ul>
        {SECTIONS.map(({ section, icon }) => (
          <li key={section}>
            <a
              class="rail-link"
              href={`/settings/${section}`}
              aria-current={section === here ? 'page' : undefined}
            >
              <Icon name={icon} />
              <span class="truncate">{settings[section].title}</span>
            </a>
          </li>
        ))}
        <li>
          <a class="rail-link" href="/api" target="_blank" rel="noopener">
            <Icon name="code" />
            <span class="truncate">{settings.tokens.reference}</span>
            <Icon name="external" size={12} />
          </a>
        </li>
      </ul>
    </nav>
  );
}
