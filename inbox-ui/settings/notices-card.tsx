import { permission, wantDesktop, wantsDesktop } from '../inbox/notices/desktop.ts';
import { ring } from '../inbox/notices/sound.ts';
import { Card } from '../parts/card.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { Switch } from '../parts/switch.tsx';
import { type Notices, prefer, preferences } from '../session/preferences.ts';
import { words } from '../words/words.ts';
import { Setting } from './setting.tsx';

const ABOUT: readonly Notices[] = ['free', 'mine', 'all', 'none'];

/** What one is told of while looking elsewhere, and how. */
export function NoticesCard() {
  const { notices } = words.value.settings;
  const { notices: about, sound } = preferences.value;
  return (
    <Card title={notices.title} lead={notices.lead}>
      <Setting label={notices.about}>
        <Segmented
          label={notices.about}
          segments={ABOUT.map((value) => ({ value, label: notices.choices[value] }))}
          value={about}
          onChange={(next) => prefer({ notices: next })}
        />
      </Setting>
      <Switch
        label={notices.sound}
        help={notices.soundHelp}
        checked={sound}
        onChange={(next) => {
          if (next) ring();
          void prefer({ sound: next });
        }}
      />
      <Desktop />
    </Card>
  );
}

function Desktop() {
  const { notices } = words.value.settings;
  const state = permission.value;
  const why = state === 'denied' || state === 'impossible' ? notices[state] : null;
  return (
    <Switch
      label={notices.desktop}
      help={why ?? notices.desktopHelp}
      checked={wantsDesktop.value && state === 'granted'}
      disabled={why !== null}
      onChange={(next) => void wantDesktop(next)}
    />
  );
}
