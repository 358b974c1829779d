import { useEffect } from 'preact/hooks';
import { screenSize } from '../parts/screen-size.ts';
import { go, type SettingsPage as Section } from '../router.ts';
import { ChannelPage } from './channel-page.tsx';
import { ChannelsPage } from './channels-page.tsx';
import { DeadLettersPage } from './dead-letters-page.tsx';
import { KeysPage } from './keys/keys-page.tsx';
import { MacrosPage } from './macros/macros-page.tsx';
import { MePage } from './me-page.tsx';
import { NewChannelPage } from './new-channel-page.tsx';
import { PeoplePage } from './people-page.tsx';
import { ProfilePage } from './profile-page.tsx';
import { SavedRepliesPage } from './saved-replies-page.tsx';
import { TagsPage } from './tags-page.tsx';
import './connecting.css';
import './settings.css';
import { SettingsNav } from './settings-nav.tsx';
import { SystemPage } from './system/system-page.tsx';
import { TokensPage } from './tokens-page.tsx';

type Props = { section: Section | null; id: string | null };

/** Settings: what there is on the left, the chosen page beside it; on phones one after the other. */
export function SettingsPage({ section, id }: Props) {
  const size = screenSize.value;
  const phone = size === 'phone';
  useEffect(() => {
    if (section === null && !phone) go('/settings/profile', { replace: true });
  }, [section, phone]);
  if (section === null) return phone ? <MePage /> : null;
  return (
    <div class="settings">
      {(size === 'wide' || size === 'medium') && <SettingsNav />}
      <Chosen key={`${section}/${id}`} section={section} id={id} />
    </div>
  );
}

function Chosen({ section, id }: { section: Section; id: string | null }) {
  if (section === 'profile') return <ProfilePage />;
  if (section === 'keys') return <KeysPage />;
  if (section === 'people') return <PeoplePage />;
  if (section === 'saved-replies') return <SavedRepliesPage />;
  if (section === 'tags') return <TagsPage />;
  if (section === 'macros') return <MacrosPage />;
  if (section === 'tokens') return <TokensPage />;
  if (section === 'dead-letters') return <DeadLettersPage />;
  if (section === 'system') return <SystemPage />;
  if (id === null) return <ChannelsPage />;
  return id === 'new' ? <NewChannelPage /> : <ChannelPage id={id} />;
}
