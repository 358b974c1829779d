import { useEffect, useRef, useState } from 'preact/hooks';
import type { Condition } from '../../../server/wire/view-filters.ts';
import { Icon } from '../../parts/icon.tsx';
import type { Choice } from '../../parts/select-field.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { withValue } from './building.ts';
import { optionsFor } from './options.ts';

type Props = {
  store: Store;
  condition: Condition;
  /** Names the condition for ears. */
  name: string;
  onChange: (condition: Condition) => void;
};

/** What a condition compares with. */
export function ConditionValue({ store, condition, name, onChange }: Props) {
  const { views } = words.value.inbox;
  const label = `${name}: ${views.value}`;
  const { value, op } = condition;
  const put = (next: string | number | boolean) => onChange(withValue(condition, next));
  if (typeof value === 'boolean') {
    const choices = [
      { value: 'yes', label: views.yes },
      { value: 'no', label: views.no },
    ];
    const chosen = value ? 'yes' : 'no';
    return (
      <Pick label={label} value={chosen} choices={choices} onPick={(one) => put(one === 'yes')} />
    );
  }
  if (typeof value === 'number') {
    return <Length name={name} minutes={value} since={condition.field !== 'waiting'} put={put} />;
  }
  if (op === 'before' || op === 'after') return <Day label={label} at={value} put={put} />;
  if (op === 'contains' || op === 'lacks') return <Words label={label} value={value} put={put} />;
  return <Pick label={label} value={value} choices={optionsFor(store, condition)} onPick={put} />;
}

type PickProps<Value extends string> = {
  label: string;
  value: Value;
  choices: readonly Choice<Value>[];
  onPick: (value: Value) => void;
  focusFirst?: boolean;
};

/** The browser's own list, without a label above it: the sentence of the condition says what it is. */
export function Pick<Value extends string>(props: PickProps<Value>) {
  const control = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    if (props.focusFirst) control.current?.focus();
  }, []);
  const pick = (given: string) => {
    const found = props.choices.find((choice) => choice.value === given);
    if (found) props.onPick(found.value);
  };
  return (
    <div class="field-box field-select">
      <select
        aria-label={props.label}
        value={props.value}
        ref={control}
        onChange={(event) => pick(event.currentTarget.value)}
      >
        {props.choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <Icon name="chevron" />
    </div>
  );
}

type TypedProps = { label: string; value: string; put: (value: string) => void };

function Words({ label, value, put }: TypedProps) {
  return (
    <div class="field-box">
      <input
        type="text"
        aria-label={label}
        dir="auto"
        autocomplete="off"
        maxLength={80}
        value={value}
        onInput={(event) => put(event.currentTarget.value)}
      />
    </div>
  );
}

/** A day of the reader's own calendar, kept as the moment it begins. */
function Day({ label, at, put }: { label: string; at: string; put: (value: string) => void }) {
  const change = (typed: string) => {
    const [year = 0, month = 1, day = 1] = typed.split('-').map(Number);
    const begins = new Date(year, month - 1, day);
    put(typed === '' || Number.isNaN(begins.getTime()) ? '' : begins.toISOString());
  };
  return (
    <div class="field-box">
      <input
        type="date"
        aria-label={label}
        min="1970-01-01"
        max="2099-12-30"
        value={at === '' ? '' : dayOf(new Date(at))}
        onInput={(event) => change(event.currentTarget.value)}
      />
    </div>
  );
}

function dayOf(date: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const UNITS = { minutes: 1, hours: 60, days: 24 * 60 };
type Unit = keyof typeof UNITS;
const MOST_MINUTES = 5_260_000;

type LengthProps = {
  name: string;
  minutes: number;
  /** Counted back from now. */
  since: boolean;
  put: (minutes: number) => void;
};

/** A length of time. Its unit is the agent's own: what is typed must not turn into another one midway. */
function Length({ name, minutes, since, put }: LengthProps) {
  const { views } = words.value.inbox;
  const [unit, setUnit] = useState<Unit>(() => unitOf(minutes));
  const said = since ? views.ago : views.units;
  const units = (Object.keys(UNITS) as Unit[]).map((value) => ({ value, label: said[value] }));
  const amount = minutes / UNITS[unit];
  const change = (next: Unit) => {
    setUnit(next);
    put(Math.min(amount * UNITS[next], MOST_MINUTES));
  };
  return (
    <div class="view-length">
      <div class="field-box">
        <input
          type="number"
          aria-label={`${name}: ${views.value}`}
          min={1}
          max={Math.floor(MOST_MINUTES / UNITS[unit])}
          step={1}
          value={amount > 0 ? amount : ''}
          onInput={({ currentTarget: { value } }) => put(Math.round(Number(value) * UNITS[unit]))}
        />
      </div>
      <Pick label={`${name}: ${views.unit}`} value={unit} choices={units} onPick={change} />
    </div>
  );
}

function unitOf(minutes: number): Unit {
  if (minutes % UNITS.days === 0) return 'days';
  return minutes % UNITS.hours === 0 ? 'hours' : 'minutes';
}
