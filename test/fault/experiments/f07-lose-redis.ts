/** Redis dies, is emptied, or is away for long, while everybody writes to several processes. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context, Experiment } from '../experiment.ts';
import { lagsBetween } from '../load/lags.ts';
import type { Load } from '../load/load.ts';
import { underLoad } from '../load/under-load.ts';
import { quantile, seconds } from '../report.ts';
import type { Site } from '../site/site.ts';

/** Answers go by the sweep meanwhile. */
const MOST_LAG_MS = 5_000;
/** A quick look says nothing about speed. */
const UNHURRIED_MS = 30_000;

export const loseRedis: Experiment = {
  id: 'F07',
  title: 'Redis killed, emptied, wiped and restarted, away for long',
  run: (context) =>
    underLoad(context, {
      redis: true,
      async start(site) {
        const { url } = await site.start('web');
        await site.start('worker');
        return url;
      },
      faults: (site, load) => loseIt(context, site, load),
    }),
};

async function loseIt({ random, scaled, strict }: Context, site: Site, load: Load) {
  const { redis } = site;
  const recoveries: number[] = [];
  const since = async () => recoveries.push(await load.acknowledgedAfter(performance.now()));
  const times = scaled(20, 2);
  for (let n = 0; n < times; n += 1) {
    await sleep(random.between(200, 1_000));
    await redis.flush();
    await since();
    await sleep(random.between(200, 1_000));
    // It keeps nothing on its disk: what comes back is empty.
    await redis.die();
    await since();
    await sleep(random.between(100, 600));
    await redis.comeBack();
  }
  await redis.die();
  const from = new Date();
  await sleep(scaled(60_000, 4_000));
  const lag = await lagsBetween(site.postgres, { from, to: new Date() });
  await redis.comeBack();
  const p95 = quantile(lag, 0.95);
  const most = strict ? MOST_LAG_MS : UNHURRIED_MS;
  if (!(p95 < most)) load.faults.push(`answers took ${seconds(p95)} (p95) without Redis`);
  const notes = [`without Redis ${lag.length} answers left after ${seconds(p95)} (p95)`];
  return { faults: 2 * times + 1, recoveries, notes };
}
