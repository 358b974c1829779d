import type { OpenRange } from '../../../server/wire/opening-hours.ts';
import { Icon } from '../../parts/icon.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { TimeField } from '../../parts/time-field.tsx';
import { dates } from '../../words/formatters.ts';
import { locale, words } from '../../words/words.ts';
import { type DayKind, faultOf, keptEnd, kindOf, ofKind, shownEnd, withAnother } from './week.ts';

const KINDS: readonly DayKind[] = ['closed', 'ranges', 'all'];
const MOST = 6;
/** A Monday. */
const MONDAY = Date.UTC(2026, 0, 5);

type Props = { day: number; ranges: OpenRange[]; change: (ranges: OpenRange[]) => void };

/** One weekday: closed, open all of it, or its ranges. */
export function DayRow({ day, ranges, change }: Props) {
  const { hours: said } = words.value.settings;
  const name = dates(locale.value, { weekday: 'long', timeZone: 'UTC' }).format(
    MONDAY + day * 86_400_000,
  );
  const fault = faultOf(ranges);
  const kind = kindOf(ranges);
  return (
    <fieldset class="hours-day" aria-label={name}>
      <span class="hours-name" aria-hidden="true">
        {name}
      </span>
      <Segmented
        label={said.onDay(name)}
        segments={KINDS.map((value) => ({ value, label: said.kinds[value] }))}
        value={kind}
        onChange={(chosen) => change(ofKind(chosen))}
      />
      {kind === 'ranges' && <Ranges name={name} ranges={ranges} change={change} />}
      {fault && (
        <p class="field-error" role="alert">
          <Icon name="alert" />
          {said.faults[fault]}
        </p>
      )}
    </fieldset>
  );
}

type RangesProps = { name: string; ranges: OpenRange[]; change: (ranges: OpenRange[]) => void };

function Ranges({ name, ranges, change }: RangesProps) {
  const { hours: said } = words.value.settings;
  const set = (at: number, some: Partial<OpenRange>) =>
    change(ranges.map((range, index) => (index === at ? { ...range, ...some } : range)));
  return (
    <div class="hours-ranges">
      {ranges.map(({ from, to }, at) => (
        <div class="hours-range" key={at}>
          <TimeField
            labelHidden
            label={said.from(name)}
            value={from}
            onChange={(value) => set(at, { from: value })}
          />
          <span aria-hidden="true">–</span>
          <TimeField
            labelHidden
            label={said.to(name)}
            value={shownEnd(to)}
            onChange={(value) => set(at, { to: keptEnd(value) })}
          />
          {ranges.length > 1 && (
            <IconButton
              icon="close"
              label={said.removeRange(name)}
              onClick={() => change(ranges.filter((_range, index) => index !== at))}
            />
          )}
          {at === ranges.length - 1 && ranges.length < MOST && (
            <IconButton
              icon="plus"
              label={said.addRange(name)}
              onClick={() => change(withAnother(ranges))}
            />
          )}
        </div>
      ))}
    </div>
  );
}
