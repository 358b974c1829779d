import type { QuietHours } from '../../server/wire/notice-rules.ts';
import { SelectField } from '../parts/select-field.tsx';
import { Switch } from '../parts/switch.tsx';
import { TimeField } from '../parts/time-field.tsx';
import { prefer, preferences } from '../session/preferences.ts';
import { words } from '../words/words.ts';
import { ownZone, zoneChoices } from './zones.ts';

const NIGHT = { from: '20:00', to: '08:00', weekends: false };

/** When nothing is told: neither here nor on other devices. */
export function QuietHoursSetting() {
  const { notices } = words.value.settings;
  const { quietHours } = preferences.value;
  return (
    <>
      <Switch
        label={notices.quiet}
        help={notices.quietHelp}
        checked={quietHours !== null}
        onChange={(on) => prefer({ quietHours: on ? { ...NIGHT, zone: ownZone() } : null })}
      />
      {quietHours && <Hours quiet={quietHours} />}
    </>
  );
}

function Hours({ quiet }: { quiet: QuietHours }) {
  const { notices } = words.value.settings;
  const change = (some: Partial<QuietHours>) => prefer({ quietHours: { ...quiet, ...some } });
  return (
    <fieldset class="quiet-hours" aria-label={notices.quiet}>
      <TimeField label={notices.from} value={quiet.from} onChange={(from) => change({ from })} />
      <TimeField label={notices.to} value={quiet.to} onChange={(to) => change({ to })} />
      <SelectField
        label={notices.zone}
        value={quiet.zone}
        choices={zoneChoices(quiet.zone)}
        onChange={(zone) => change({ zone })}
      />
      <Switch
        label={notices.weekends}
        checked={quiet.weekends}
        onChange={(weekends) => change({ weekends })}
      />
    </fieldset>
  );
}
