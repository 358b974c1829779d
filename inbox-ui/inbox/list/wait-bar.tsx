import type { OwnConversation } from '../../../server/wire/conversations.ts';
import { TARGET_MS } from '../../store/views.ts';
import { numbers } from '../../words/formatters.ts';
import { locale, words } from '../../words/words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A short bar that fills while the customer waits, and how long that is. */
export function WaitBar({ ms }: { ms: number }) {
  const share = Math.min(1, ms / TARGET_MS);
  const { list } = words.value.inbox;
  const text = waitText(ms);
  return (
    <span class={`wait${isOverdue(ms) ? ' is-overdue' : ''}`}>
      <span class="wait-bar" aria-hidden="true">
        <span style={{ transform: `scaleX(${share})` }} />
      </span>
      <span class="hidden-text">
        {isOverdue(ms) && `${list.overdue}. `}
        {list.waiting(text)}.{' '}
      </span>
      <span class="number" aria-hidden="true">
        {text}
      </span>
    </span>
  );
}

/** How long the customer has waited; null when they do not. */
export function waitedFor(row: OwnConversation, at: number): number | null {
  if (row.status !== 'open' || row.waitingSince === null) return null;
  return Math.max(0, at - Date.parse(row.waitingSince));
}

function isOverdue(ms: number): boolean {
  return ms > TARGET_MS;
}

/** "14 min", "2h", "3d": short enough for a column. */
function waitText(ms: number): string {
  if (ms < MINUTE) return words.value.inbox.list.now;
  if (ms < HOUR) return unit(ms / MINUTE, 'minute', 'short');
  return ms < DAY ? unit(ms / HOUR, 'hour', 'narrow') : unit(ms / DAY, 'day', 'narrow');
}

function unit(value: number, name: string, unitDisplay: 'short' | 'narrow'): string {
  const format = numbers(locale.value, { style: 'unit', unit: name, unitDisplay });
  return format.format(Math.floor(value));
}
