/** How often an agent gets a mail about what they have not seen. The server, which sends it, and the screens read it alike. */
import { isZone } from './notice-rules.ts';

export type DigestRules = {
  every: 'never' | 'hour' | 'day';
  /** Of a daily one: from this hour on, where the agent lives. */
  hour: number;
  zone: string;
};

/** Preferences are kept as they come: nothing in there is trusted to have a meaning. */
export function readDigestRules(kept: Record<string, unknown>): DigestRules {
  const { every, hour, zone } = { ...(kept['digest'] as object | null | undefined) } as Record<
    string,
    unknown
  >;
  return {
    every: every === 'hour' || every === 'day' ? every : 'never',
    hour: typeof hour === 'number' && Number.isInteger(hour) && hour >= 0 && hour < 24 ? hour : 8,
    zone: typeof zone === 'string' && isZone(zone) ? zone : 'UTC',
  };
}

/** By which name the hour or day goes that `now` is in; null: none is due. */
export function periodAt({ every, hour, zone }: DigestRules, now: Date): string | null {
  if (every === 'never') return null;
  if (every === 'hour') return `hour ${now.toISOString().slice(0, 13)}`;
  const parts = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', hourCycle: 'h23' },
  }).formatToParts(now);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  if (Number(part('hour')) < hour) return null;
  return `day ${part('year')}-${part('month')}-${part('day')}`;
}
