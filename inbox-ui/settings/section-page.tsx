import type { ComponentChildren } from 'preact';
import { screenSize } from '../parts/screen-size.ts';
import { Page } from '../shell/page.tsx';
import { words } from '../words/words.ts';
import { SettingsNav } from './settings-nav.tsx';

type Props = {
  title: string;
  lead?: string;
  actions?: ComponentChildren;
  children: ComponentChildren;
  /** Where the arrow leads; on phones every section leads back to the list of them. */
  back?: { href: string; label: string };
  onlyRead?: boolean;
};

/** One page of the settings. */
export function SectionPage({ title, lead, actions, children, back, onlyRead }: Props) {
  const size = screenSize.value;
  const toList = { href: '/settings', label: words.value.settings.title };
  return (
    <Page
      title={title}
      actions={actions}
      onlyRead={onlyRead}
      back={back ?? (size === 'phone' ? toList : undefined)}
      strip={size === 'small' && <SettingsNav />}
    >
      {lead && <p class="page-lead">{lead}</p>}
      {children}
    </Page>
  );
}
