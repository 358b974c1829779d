import { useState } from 'preact/hooks';
import type { Channel } from '../../../server/wire/channels.ts';
import type { OpeningHours, OpenRange } from '../../../server/wire/opening-hours.ts';
import { type ApiError, api } from '../../api.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { FormFailure } from '../../parts/form.tsx';
import { SelectField } from '../../parts/select-field.tsx';
import { Switch } from '../../parts/switch.tsx';
import { toast } from '../../parts/toast.tsx';
import { words } from '../../words/words.ts';
import { adminOnly } from '../admin-only.ts';
import { ownZone, zoneChoices } from '../zones.ts';
import { DayRow } from './day-row.tsx';
import { Holidays } from './holidays.tsx';
import './hours.css';
import { faultOf, likeMonday, usualHours } from './week.ts';

type Props = { channel: Channel; onChange: (channel: Channel) => void };

/** When somebody is there: what visitors are told, and when the automatic answer may wait for. */
export function HoursCard({ channel, onChange }: Props) {
  const { hours: said } = words.value.settings;
  const { common } = words.value;
  const [hours, setHours] = useState(channel.hours);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (event: { preventDefault(): void }) => {
    event.preventDefault();
    if (busy || hours?.week.some((ranges) => faultOf(ranges))) return;
    setBusy(true);
    const answer = await api.patch<Channel>(`channels/${channel.id}`, { hours });
    setBusy(false);
    setFailure(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    setHours(answer.value.hours);
    onChange(answer.value);
    toast({ text: said.saved });
  };
  return (
    <Card title={said.title} lead={said.lead}>
      <form class="stack" noValidate onSubmit={save}>
        <Switch
          label={said.has}
          help={said.hasHelp}
          checked={hours !== null}
          onChange={(on) => setHours(on ? usualHours(ownZone()) : null)}
        />
        {hours && <Editor hours={hours} change={setHours} />}
        <FormFailure error={failure} />
        <div class="form-actions">
          <Button type="submit" busy={busy} blocked={adminOnly()}>
            {common.save}
          </Button>
        </div>
      </form>
    </Card>
  );
}

type EditorProps = { hours: OpeningHours; change: (hours: OpeningHours) => void };

function Editor({ hours, change }: EditorProps) {
  const { hours: said } = words.value.settings;
  const setDay = (day: number, ranges: OpenRange[]) =>
    change({ ...hours, week: hours.week.map((kept, index) => (index === day ? ranges : kept)) });
  return (
    <>
      <SelectField
        label={said.zone}
        value={hours.zone}
        choices={zoneChoices(hours.zone)}
        onChange={(zone) => change({ ...hours, zone })}
      />
      <div class="hours-week">
        {hours.week.map((ranges, day) => (
          <DayRow key={day} day={day} ranges={ranges} change={(changed) => setDay(day, changed)} />
        ))}
      </div>
      <div>
        <Button icon="copy" onClick={() => change({ ...hours, week: likeMonday(hours.week) })}>
          {said.likeMonday}
        </Button>
      </div>
      <Holidays holidays={hours.holidays} change={(holidays) => change({ ...hours, holidays })} />
    </>
  );
}
