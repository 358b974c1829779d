/** No platform is asked faster than it takes: by one process, by several, and while nobody can be asked about the others. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Pace } from '../../server/deliveries/pace.ts';
import { SharedLevels } from '../../server/events/shared-levels.ts';
import { Redis } from '../support/redis.ts';
import { until } from '../support/until.ts';

const PER_SECOND = 20;
/** A third of a second's worth goes at once. */
const AT_ONCE = 7;
const SENDS = 27;
/** What is left after those that go at once comes back one by one. The clocks of two processes differ by a little. */
const LEAST_MS = ((SENDS - AT_ONCE) / PER_SECOND) * 1_000 - 100;

let redis: Redis;

beforeAll(async () => {
  redis = await Redis.start();
});
afterAll(() => redis.stop());

async function timed(paces: readonly Pace[], channel: string): Promise<number> {
  const began = performance.now();
  const sends = Array.from({ length: SENDS }, (_, n) =>
    paces[n % paces.length]?.keep(channel, PER_SECOND),
  );
  await Promise.all(sends);
  return performance.now() - began;
}

it('one process keeps to it alone', async () => {
  expect(await timed([new Pace(null)], 'alone')).toBeGreaterThan(LEAST_MS);
});

it('two processes keep to it together; another channel is no concern of theirs', async () => {
  const levels = [new SharedLevels(redis.url), new SharedLevels(redis.url)];
  // Until it is connected, each would keep to it by itself.
  const bucket = { burst: 1_000, perMinute: 1_000 };
  const reached = (one: SharedLevels) =>
    one.take('reached', bucket).then(
      () => true,
      () => false,
    );
  for (const one of levels) await until(() => reached(one));
  const paces = levels.map((one) => new Pace(one));
  const [took] = await Promise.all([
    timed(paces, 'shared'),
    (async () => {
      const began = performance.now();
      await Promise.all(Array.from({ length: AT_ONCE }, () => paces[0]?.keep('other', PER_SECOND)));
      expect(performance.now() - began).toBeLessThan(LEAST_MS);
    })(),
  ]);
  expect(took).toBeGreaterThan(LEAST_MS);
  for (const one of levels) one.close();
});

it('a process that cannot ask keeps to it by itself', async () => {
  const away = { take: () => Promise.reject(new Error('Redis is away')) };
  expect(await timed([new Pace(away)], 'unasked')).toBeGreaterThan(LEAST_MS);
});

it('nobody waits for ever: where it would take too long, the platform itself is asked', async () => {
  const never = { take: () => Promise.resolve(60_000) };
  const began = performance.now();
  await new Pace(never).keep('hopeless', PER_SECOND);
  expect(performance.now() - began).toBeLessThan(5_000);
});
