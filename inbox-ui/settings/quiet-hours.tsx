import { useId } from 'preact/hooks';
import { isZone, type QuietHours } from '../../server/wire/notice-rules.ts';
import { FieldFrame, tied } from '../parts/field.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { Switch } from '../parts/switch.tsx';
import { prefer, preferences } from '../session/preferences.ts';
import { words } from '../words/words.ts';

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
        choices={zones(quiet.zone).map((zone) => ({ value: zone, label: nameOf(zone) }))}
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

type TimeProps = { label: string; value: string; onChange: (value: string) => void };

function TimeField({ label, value, onChange }: TimeProps) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label}>
      <div class="field-box">
        <input
          {...tied({ id })}
          type="time"
          required
          value={value}
          // Half a time is none: what was chosen before stays.
          onChange={({ currentTarget }) => currentTarget.value && onChange(currentTarget.value)}
        />
      </div>
    </FieldFrame>
  );
}

function ownZone(): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone && isZone(zone) ? zone : 'UTC';
}

const zones = (chosen: string): string[] => [
  ...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', chosen]),
];

const nameOf = (zone: string): string => zone.replaceAll('_', ' ');
