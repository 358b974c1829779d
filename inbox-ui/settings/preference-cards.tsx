import type { Locale } from '../../server/wire/people.ts';
import type { ApiError } from '../api.ts';
import { Card } from '../parts/card.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { toast } from '../parts/toast.tsx';
import { prefer, preferences } from '../session/preferences.ts';
import { changeProfile } from '../session/session.ts';
import { describe } from '../words/errors.ts';
import { LOCALES, locale, words } from '../words/words.ts';
import { Setting } from './setting.tsx';

/** Language, theme, density: seen at once. */
export function LookCard() {
  const { profile } = words.value.settings;
  const { theme, density } = preferences.value;
  return (
    <Card title={profile.look} lead={profile.lookHelp}>
      <Setting label={profile.language}>
        <Segmented
          label={profile.language}
          segments={LOCALES.map(({ id, name }) => ({ value: id, label: name }))}
          value={locale.value}
          onChange={changeLanguage}
        />
      </Setting>
      <Setting label={profile.theme}>
        <Segmented
          label={profile.theme}
          segments={segments(profile.themes)}
          value={theme}
          onChange={(next) => prefer({ theme: next })}
        />
      </Setting>
      <Setting label={profile.density}>
        <Segmented
          label={profile.density}
          segments={segments(profile.densities)}
          value={density}
          onChange={(next) => prefer({ density: next })}
        />
      </Setting>
    </Card>
  );
}

/** What Enter does. */
export function WritingCard() {
  const { profile } = words.value.settings;
  const { enterSends } = preferences.value;
  return (
    <Card title={profile.writing}>
      <Setting label={profile.enterSends} help={profile.enterHelp}>
        <Segmented
          label={profile.enterSends}
          segments={segments(profile.enterChoices)}
          value={enterSends}
          onChange={(next) => prefer({ enterSends: next })}
        />
      </Setting>
    </Card>
  );
}

async function changeLanguage(next: Locale): Promise<void> {
  const answer = await changeProfile({ locale: next });
  if (!answer.ok) complain(answer.error);
}

function complain(error: ApiError): void {
  toast({ text: describe(error) });
}

function segments<Value extends string>(labels: Record<Value, string>) {
  return (Object.keys(labels) as Value[]).map((value) => ({ value, label: labels[value] }));
}
