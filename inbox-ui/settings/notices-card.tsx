import { useState } from 'preact/hooks';
import type { About } from '../../server/wire/notice-rules.ts';
import type { ApiError } from '../api.ts';
import { permission, wantDesktop, wantsDesktop } from '../inbox/notices/desktop.ts';
import { isPushed, type PushProblem, wantPush, whyNoPush } from '../inbox/notices/push.ts';
import { ring } from '../inbox/notices/sound.ts';
import { Card } from '../parts/card.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { Switch } from '../parts/switch.tsx';
import { toast } from '../parts/toast.tsx';
import { prefer, preferences } from '../session/preferences.ts';
import { describe } from '../words/errors.ts';
import { words } from '../words/words.ts';
import { DeviceList } from './device-list.tsx';
import { DigestSetting } from './digest-setting.tsx';
import { QuietHoursSetting } from './quiet-hours.tsx';
import { Setting } from './setting.tsx';

const ABOUT: readonly About[] = ['free', 'mine', 'all', 'none'];

/** What one is told of while looking elsewhere, how, and when not. */
export function NoticesCard() {
  const { notices } = words.value.settings;
  const { notices: about, sound, noticeWords } = preferences.value;
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
      <Push />
      <Switch
        label={notices.words}
        help={notices.wordsHelp}
        checked={noticeWords}
        onChange={(next) => prefer({ noticeWords: next })}
      />
      <DigestSetting />
      <QuietHoursSetting />
      <DeviceList />
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

function Push() {
  const { notices } = words.value.settings;
  const [busy, setBusy] = useState(false);
  const why = whyNoPush();
  const want = async (wants: boolean) => {
    setBusy(true);
    const problem = await wantPush(wants);
    setBusy(false);
    if (problem) toast({ text: sayWhy(problem) });
  };
  return (
    <Switch
      label={notices.push}
      help={why ? notices[why] : notices.pushHelp}
      checked={isPushed.value}
      disabled={why !== null || busy}
      onChange={(wants) => void want(wants)}
    />
  );
}

function sayWhy(problem: PushProblem | ApiError): string {
  return typeof problem === 'string' ? words.peek().settings.notices[problem] : describe(problem);
}
