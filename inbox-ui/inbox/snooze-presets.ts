/** The moments one usually wants something back, in the agent's own time. */
const MORNING = 9;
/** "Later today" only while there is a later: three hours on, to the full hour, not after this. */
const EVENING = 18;
const LATER_HOURS = 3;
const SUNDAY = 0;
const MONDAY = 1;

export type Preset = { id: 'laterToday' | 'tomorrow' | 'monday'; at: Date };

export function presetsAt(now: Date): Preset[] {
  const presets: Preset[] = [];
  const later = fullHour(now, now.getHours() + LATER_HOURS);
  if (later.getDate() === now.getDate() && later.getHours() <= EVENING) {
    presets.push({ id: 'laterToday', at: later });
  }
  presets.push({ id: 'tomorrow', at: morning(now, 1) });
  // On Sundays tomorrow is Monday already.
  if (now.getDay() !== SUNDAY) presets.push({ id: 'monday', at: morning(now, daysToMonday(now)) });
  return presets;
}

/** For `<input type="datetime-local">`: local time without a zone. */
export function toLocalInput(at: Date): string {
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

function daysToMonday(now: Date): number {
  return (MONDAY - now.getDay() + 7) % 7 || 7;
}

function morning(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
}

function fullHour(now: Date, hour: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate(), hour);
}
