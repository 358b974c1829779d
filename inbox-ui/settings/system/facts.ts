/** Facts of a check as the reader's language writes them; their names end with their unit. */
import { bytes, duration, moment, number } from '../../words/format.ts';
import type { Check } from './here.ts';
import { said } from './said.ts';

export function written(facts: Check['facts']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, writtenAs(name, value)]),
  );
}

function writtenAs(name: string, value: string | number): string {
  if (typeof value === 'string') return name.endsWith('At') ? moment(value) : value;
  if (name.endsWith('Bytes')) return bytes(value);
  if (name.endsWith('Seconds')) return duration(value * 1000);
  if (name.endsWith('Ms')) return said.value.milliseconds(number(value));
  return number(value);
}
