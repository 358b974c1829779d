/** Filters as they are built: every step gives a new one. */
import type { Condition, Field, Filter, FilterPart } from '../../../server/wire/view-filters.ts';

export type Op = Condition['op'];

const IS: readonly Op[] = ['is', 'is-not'];
const YES: readonly Op[] = ['is'];
const ELAPSED: readonly Op[] = ['older', 'newer'];
const MOMENT: readonly Op[] = ['older', 'newer', 'before', 'after'];
const WORDS: readonly Op[] = ['contains', 'lacks'];

/** What can be asked about, and how; the order is that of the choice. */
export const OPS: Record<Field, readonly Op[]> = {
  status: IS,
  assignee: IS,
  priority: IS,
  waiting: ELAPSED,
  answered: YES,
  unread: YES,
  mentioned: YES,
  followed: YES,
  draft: YES,
  tag: IS,
  channel: IS,
  adapter: IS,
  verified: YES,
  subject: WORDS,
  preview: WORDS,
  'last-message': MOMENT,
  created: MOMENT,
};

/** As many as the server takes. */
export const MOST_IN_A_GROUP = 20;
export const DEEPEST = 3;

const DAY_MINUTES = 24 * 60;
const WAIT_MINUTES = 30;

/** @param first what comes first in the choice of values */
export function conditionOn(field: Field, first: string, op = OPS[field][0]): Condition {
  return { field, op, value: usualValue(field, op, first) } as Condition;
}

function usualValue(field: Field, op: Op | undefined, first: string): string | number | boolean {
  if (OPS[field] === YES) return true;
  if (OPS[field] === WORDS) return '';
  if (OPS[field] === IS) return first;
  if (op === 'before' || op === 'after')
    return new Date(new Date().setHours(0, 0, 0, 0)).toISOString();
  return field === 'waiting' ? WAIT_MINUTES : DAY_MINUTES;
}

/** Asked otherwise; the value stays where it still means something. */
export function withOp(condition: Condition, op: Op): Condition {
  const fresh = conditionOn(condition.field, '', op);
  const keeps = typeof fresh.value === typeof condition.value;
  return { ...fresh, value: keeps ? condition.value : fresh.value } as Condition;
}

export const withValue = (condition: Condition, value: string | number | boolean): Condition =>
  ({ ...condition, value }) as Condition;

export type Mode = 'all' | 'any';

export const isGroup = (part: FilterPart): part is Filter => !('field' in part);

export const modeOf = (group: Filter): Mode => ('all' in group ? 'all' : 'any');

export const partsOf = (group: Filter): readonly FilterPart[] =>
  'all' in group ? group.all : group.any;

export const grouped = (mode: Mode, parts: readonly FilterPart[]): Filter =>
  mode === 'all' ? { all: [...parts] } : { any: [...parts] };

/** @param part null takes it out */
export function withPart(group: Filter, at: number, part: FilterPart | null): Filter {
  const parts = partsOf(group).toSpliced(at, 1, ...(part ? [part] : []));
  return grouped(modeOf(group), parts);
}

/** Whether every condition says what it compares with. */
export function isComplete(part: FilterPart): boolean {
  if (isGroup(part)) return partsOf(part).every(isComplete);
  if (typeof part.value === 'number') return Number.isInteger(part.value) && part.value > 0;
  return part.value !== '';
}
