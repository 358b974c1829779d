import { useState } from 'preact/hooks';
import type { Holiday } from '../../../server/wire/opening-hours.ts';
import { Button } from '../../parts/button.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { dates } from '../../words/formatters.ts';
import { locale, words } from '../../words/words.ts';
import { DateField } from './date-field.tsx';

type Props = { holidays: Holiday[]; change: (holidays: Holiday[]) => void };

/** Days on which nobody is there, by date. */
export function Holidays({ holidays, change }: Props) {
  const { hours: said } = words.value.settings;
  return (
    <section class="hours-holidays" aria-label={said.holidays}>
      <h3>{said.holidays}</h3>
      {holidays.length > 0 && (
        <ul>
          {holidays.map((holiday) => (
            <li key={holiday.date}>
              <span>
                {shown(holiday.date)}
                {holiday.name && <span class="hours-why">{holiday.name}</span>}
              </span>
              <IconButton
                icon="trash"
                label={said.removeHoliday(shown(holiday.date))}
                onClick={() => change(holidays.filter(({ date }) => date !== holiday.date))}
              />
            </li>
          ))}
        </ul>
      )}
      <NewHoliday
        add={(added) =>
          change(
            [...holidays.filter(({ date }) => date !== added.date), added].sort((one, other) =>
              one.date < other.date ? -1 : 1,
            ),
          )
        }
      />
    </section>
  );
}

function NewHoliday({ add }: { add: (holiday: Holiday) => void }) {
  const { hours: said } = words.value.settings;
  const [date, setDate] = useState('');
  const [name, setName] = useState('');
  const addIt = () => {
    add({ date, name: name.trim() });
    setDate('');
    setName('');
  };
  return (
    <div class="hours-new">
      <DateField label={said.date} value={date} onChange={setDate} />
      <TextField
        label={said.holidayName}
        value={name}
        onInput={setName}
        maxLength={100}
        optional="quiet"
      />
      <Button icon="plus" blocked={date === '' ? said.dateFirst : null} onClick={addIt}>
        {said.addHoliday}
      </Button>
    </div>
  );
}

const shown = (date: string): string =>
  dates(locale.value, { dateStyle: 'full', timeZone: 'UTC' }).format(Date.parse(date));
