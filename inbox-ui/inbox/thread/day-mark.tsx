import { shortDate, weekday } from '../../words/format.ts';
import { now } from '../../words/now.ts';
import { words } from '../../words/words.ts';

const DAY_MS = 86_400_000;
const WEEK_MS = 6 * DAY_MS;

/** A new day on the line. */
export function DayMark({ at }: { at: string }) {
  return (
    <h3 class="line-day">
      <time dateTime={at}>{dayName(at, now.value)}</time>
    </h3>
  );
}

function dayName(at: string, today: number): string {
  const { thread } = words.value.inbox;
  const day = new Date(at).toDateString();
  if (day === new Date(today).toDateString()) return thread.today;
  if (day === new Date(today - DAY_MS).toDateString()) return thread.yesterday;
  const date = shortDate(at, today);
  if (today - Date.parse(at) > WEEK_MS) return date;
  return `${weekday(at)}, ${date}`;
}
