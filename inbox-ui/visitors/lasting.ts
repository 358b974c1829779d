import { duration } from '../words/format.ts';
import { said } from './said.ts';

const MINUTE = 60_000;

/** "4 min"; clocks may differ a little, and nobody counts the seconds of others. */
export function lasting(since: string, now: number): string {
  const ms = now - Date.parse(since);
  return ms < MINUTE ? said.value.brief : duration(ms);
}
