import { type DigestRules, readDigestRules } from '../../server/wire/digest-rules.ts';
import type { MailState } from '../../server/wire/people.ts';
import { useResource } from '../parts/resource.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { prefer } from '../session/preferences.ts';
import { session } from '../session/session.ts';
import { words } from '../words/words.ts';
import { Setting } from './setting.tsx';
import { ownZone, zoneChoices } from './zones.ts';

const EVERY: readonly DigestRules['every'][] = ['never', 'hour', 'day'];
const HOURS = Array.from({ length: 24 }, (_none, hour) => String(hour));

/** A mail about what one has not seen: how often, and from which hour on. */
export function DigestSetting() {
  const { notices } = words.value.settings;
  const { value: mail } = useResource<MailState>('mail');
  const kept = session.value?.agent.preferences ?? {};
  const rules = readDigestRules(kept);
  const isNew = kept['digest'] === undefined;
  const change = (some: Partial<DigestRules>) =>
    prefer({ digest: { ...rules, ...(isNew && { zone: ownZone() }), ...some } });
  if (!mail) return null;
  if (mail.from === null) {
    return (
      <Setting label={notices.digest} help={notices.noMail}>
        {null}
      </Setting>
    );
  }
  return (
    <>
      <Setting label={notices.digest} help={notices.digestHelp(session.value?.agent.email ?? '')}>
        <Segmented
          label={notices.digest}
          segments={EVERY.map((value) => ({ value, label: notices.digests[value] }))}
          value={rules.every}
          onChange={(every) => change({ every })}
        />
      </Setting>
      {rules.every === 'day' && (
        <fieldset class="quiet-hours" aria-label={notices.digest}>
          <SelectField
            label={notices.digestHour}
            value={String(rules.hour)}
            choices={HOURS.map((value) => ({ value, label: `${value.padStart(2, '0')}:00` }))}
            onChange={(hour) => change({ hour: Number(hour) })}
          />
          <SelectField
            label={notices.zone}
            value={rules.zone}
            choices={zoneChoices(rules.zone)}
            onChange={(zone) => change({ zone })}
          />
        </fieldset>
      )}
    </>
  );
}
