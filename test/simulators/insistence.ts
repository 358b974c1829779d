/**
 * What a platform does when a webhook is not taken: it waits, and comes again, and at some time gives
 * up. Each has a way of its own; `[M]` marks what its documentation leaves open.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Post, post, type Taken } from './provider.ts';

export type Schedule = {
  /** How long it waits for an answer. */
  patienceMs: number;
  /** How long before each try after the first. When they are over, it is given up. */
  waitsMs: Iterable<number>;
  /** Does it wait as long as it is asked to, where it is asked to? */
  heedsRetryAfter?: true;
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Twice as long each time, up to `most`, for `all` the time. */
function* doubling(first: number, most: number, all: number): Generator<number> {
  let spent = 0;
  for (let wait = first; spent + wait <= all; wait = Math.min(most, wait * 2)) {
    yield wait;
    spent += wait;
  }
}

const again = (waits: () => Iterator<number>): Iterable<number> => ({ [Symbol.iterator]: waits });

export const schedules = {
  /** “Maximum 3 tries”, of five seconds each. */
  wechat: { patienceMs: 5 * SECOND, waitsMs: [0, 0] },
  /** A few [M]. */
  viber: { patienceMs: 5 * SECOND, waitsMs: [SECOND, 5 * SECOND] },
  /** From its own source: 1 s, doubled up to 60 … 120 s, until the update is a day old. */
  telegram: {
    patienceMs: 60 * SECOND,
    waitsMs: again(() => doubling(SECOND, 90 * SECOND, DAY)),
    heedsRetryAfter: true,
  },
  /** Redelivery, where it is switched on; how often and for how long is not said [M]. */
  line: { patienceMs: 2 * SECOND, waitsMs: again(() => doubling(MINUTE, HOUR, DAY)) },
  /** For seven days; how often is not said [M]. */
  meta: { patienceMs: 20 * SECOND, waitsMs: again(() => doubling(10 * SECOND, HOUR, 7 * DAY)) },
  /** As Standard Webhooks recommends it. */
  api: {
    patienceMs: 15 * SECOND,
    waitsMs: [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR],
  },
} satisfies Record<string, Schedule>;

/** Twilio tries as often as the address asks for behind its `#`: of itself, once. */
export function twilioSchedule(address: string): Schedule {
  const wishes = new URLSearchParams(URL.parse(address)?.hash.slice(1));
  const tries = wishes.get('rp') === 'all' ? Number(wishes.get('rc') ?? 0) : 0;
  return { patienceMs: 15 * SECOND, waitsMs: Array.from({ length: tries }, () => SECOND) };
}

/** How fast time goes. Nobody here answers within a few milliseconds, so patience has an end. */
export type Pace = { times: number; leastPatienceMs: number };
export const REAL_TIME: Pace = { times: 1, leastPatienceMs: 0 };

/** Who does not answer in time, or cuts the line, has taken nothing. */
const NOTHING: Taken = { status: 0, type: '', body: '', retryAfter: 0 };

export const isTaken = ({ status }: Taken): boolean => status >= 200 && status < 300;

/**
 * Posts until it is taken or given up.
 * @param request as it is posted for the n-th time, from 1
 * @returns what came of each try
 */
export async function insist(
  url: string,
  request: (attempt: number) => Post,
  schedule: Schedule,
  pace: Pace = REAL_TIME,
): Promise<Taken[]> {
  const patience = Math.max(schedule.patienceMs / pace.times, pace.leastPatienceMs);
  const once = (attempt: number) =>
    post(url, { ...request(attempt), signal: AbortSignal.timeout(patience) }).catch(() => NOTHING);
  const tries = [await once(1)];
  for (const wait of schedule.waitsMs) {
    const last = tries.at(-1) ?? NOTHING;
    if (isTaken(last)) break;
    const asked = schedule.heedsRetryAfter ? last.retryAfter * SECOND : 0;
    await sleep(Math.max(wait, asked) / pace.times);
    tries.push(await once(tries.length + 1));
  }
  return tries;
}
