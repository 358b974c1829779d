/** When somebody is there, in zones whose clocks are put forward and back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextClosing, nextOpening, openAt, standing } from '../../server/channels/opening.ts';
import type { OpeningHours } from '../../server/wire/opening-hours.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WHOLE = [{ from: '00:00', to: '24:00' }];

const officeIn = (zone: string, some: Partial<OpeningHours> = {}): OpeningHours => {
  const weekday = [
    { from: '09:00', to: '12:30' },
    { from: '13:30', to: '17:00' },
  ];
  const week = [weekday, weekday, weekday, weekday, weekday, [], []];
  return { zone, week, holidays: [], ...some };
};
const daily = (zone: string, from: string, to: string) =>
  officeIn(zone, { week: Array.from({ length: 7 }, () => [{ from, to }]) });
const iso = (at: Date | null) => at?.toISOString().replace(':00.000Z', 'Z') ?? null;
const opens = (hours: OpeningHours, at: string) => iso(nextOpening(hours, new Date(at)));
const closes = (hours: OpeningHours, at: string) => iso(nextClosing(hours, new Date(at)));

describe('an office', () => {
  const berlin = officeIn('Europe/Berlin');

  it('has several ranges a day, with a break that is none', () => {
    expect(openAt(berlin, new Date('2026-11-27T08:00Z'))).toBe(true);
    expect(openAt(berlin, new Date('2026-11-27T07:59:59Z'))).toBe(false);
    expect(openAt(berlin, new Date('2026-11-27T11:30Z'))).toBe(false);
    expect(opens(berlin, '2026-11-27T11:45Z')).toBe('2026-11-27T12:30Z');
    expect(closes(berlin, '2026-11-27T12:30Z')).toBe('2026-11-27T16:00Z');
  });

  it('is back after the weekend, and after the holidays that follow it', () => {
    expect(opens(berlin, '2026-11-27T16:00Z')).toBe('2026-11-30T08:00Z');
    const holidays = ['2026-11-30', '2026-12-01'].map((date) => ({ date, name: 'Away' }));
    expect(opens({ ...berlin, holidays }, '2026-11-27T16:00Z')).toBe('2026-12-02T08:00Z');
  });

  it('that never closes says no end; one that never opens says no beginning', () => {
    const always = officeIn('UTC', { week: Array.from({ length: 7 }, () => WHOLE) });
    const never = officeIn('UTC', { week: Array.from({ length: 7 }, () => []) });
    const now = new Date('2026-11-27T16:00Z');
    expect(standing(always, now)).toEqual({ open: true, changesAt: null });
    expect(standing(never, now)).toEqual({ open: false, changesAt: null });
    const holidays = [{ date: '2026-11-29', name: '' }];
    expect(closes({ ...always, holidays }, '2026-11-27T16:00Z')).toBe('2026-11-29T00:00Z');
  });
});

describe('where clocks are put forward or back', () => {
  it('nine o’clock is nine o’clock on either side', () => {
    expect(opens(daily('Europe/Berlin', '09:00', '10:00'), '2026-03-28T12:00Z')).toBe(
      '2026-03-29T07:00Z',
    );
    expect(opens(daily('America/New_York', '09:00', '10:00'), '2026-10-31T18:00Z')).toBe(
      '2026-11-01T14:00Z',
    );
    expect(opens(daily('Australia/Lord_Howe', '09:00', '10:00'), '2026-10-04T00:00Z')).toBe(
      '2026-10-04T22:00Z',
    );
  });

  it('a time that is skipped begins with the jump, and one that comes twice at the first', () => {
    expect(opens(daily('Europe/Berlin', '02:30', '03:30'), '2026-03-29T00:00Z')).toBe(
      '2026-03-29T01:00Z',
    );
    expect(opens(daily('Europe/Berlin', '02:15', '02:45'), '2026-03-29T00:00Z')).toBe(
      '2026-03-30T00:15Z',
    );
    expect(opens(daily('Europe/Berlin', '02:30', '04:00'), '2026-10-24T23:00Z')).toBe(
      '2026-10-25T00:30Z',
    );
    // Midnight itself is skipped there.
    expect(opens(daily('Africa/Cairo', '00:00', '02:00'), '2026-04-23T12:00Z')).toBe(
      '2026-04-23T22:00Z',
    );
  });
});

/** Some by whole hours, half hours and quarters, some in either hemisphere, some without. */
const ZONES = ['Europe/Berlin', 'America/New_York', 'America/Santiago', 'Africa/Cairo'];
const ODD = ['Australia/Lord_Howe', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia', 'UTC'];

const time = (minutes: number) =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** Ranges of a day between an even number of different times. */
const someDay = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 6 })
  .map((quarters) => {
    const sorted = quarters.sort((one, other) => one - other).map((quarter) => time(quarter * 15));
    return Array.from({ length: Math.floor(sorted.length / 2) }, (_none, index) => ({
      from: sorted[index * 2] ?? '',
      to: sorted[index * 2 + 1] ?? '',
    }));
  });
const someHours = fc.record({
  zone: fc.constantFrom(...ZONES, ...ODD),
  week: fc.array(someDay, { minLength: 7, maxLength: 7 }),
  holidays: fc.constant<OpeningHours['holidays']>([]),
});
/** Around the days on which most zones change their clocks, and any other day. */
const someMoment = fc
  .tuple(
    fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-05', '2026-04-24', '2026-09-06'),
    fc.constantFrom(0, 7, 200, 217, 238),
    fc.integer({ min: -1440, max: 1440 }),
  )
  .map(([date, days, minutes]) => new Date(Date.parse(date) + days * DAY + minutes * MINUTE));

/** What the clock on the wall says, by other means. */
function wallSays({ zone: timeZone, week }: OpeningHours, at: Date): boolean {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part('weekday'));
  const now = `${part('hour')}:${part('minute')}`;
  return (week[day] ?? []).some(({ from, to }) => from <= now && now < to);
}

/** An hour that comes twice, or has just come for the first time: what the wall says is not one thing there. */
function comesTwice({ zone }: OpeningHours, at: Date): boolean {
  const offset = (ms: number) => {
    const shown = new Intl.DateTimeFormat('sv-SE', {
      ...{ timeZone: zone, dateStyle: 'short', timeStyle: 'medium' },
    }).format(ms);
    return Date.parse(`${shown.replace(' ', 'T')}Z`) - ms;
  };
  return offset(at.getTime() - DAY) > offset(at.getTime() + DAY);
}

describe('whatever the hours, the zone and the moment', () => {
  it('it is open exactly when the clock on the wall says so', () => {
    fc.assert(
      fc.property(someHours, someMoment, (hours, at) => {
        fc.pre(!comesTwice(hours, at));
        expect(openAt(hours, at)).toBe(wallSays(hours, at));
      }),
      { numRuns: 1_500 },
    );
  });

  it('it is open at its next opening, and never before', () => {
    fc.assert(
      fc.property(someHours, someMoment, (hours, at) => {
        const opening = nextOpening(hours, at);
        if (opening === null) return expect(hours.week.flat()).toEqual([]);
        expect(openAt(hours, opening)).toBe(true);
        const before = (opening.getTime() - at.getTime()) / 7;
        for (let step = 0; step < 7 && before > 0; step += 1) {
          expect(openAt(hours, new Date(at.getTime() + step * before))).toBe(false);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('it closes when it says, and not before', () => {
    fc.assert(
      fc.property(someHours, someMoment, (hours, at) => {
        const { open, changesAt } = standing(hours, at);
        fc.pre(open && changesAt !== null);
        const end = new Date(changesAt ?? at);
        expect(openAt(hours, end)).toBe(false);
        expect(openAt(hours, new Date(end.getTime() - 1))).toBe(true);
        expect(openAt(hours, new Date((at.getTime() + end.getTime()) / 2))).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
