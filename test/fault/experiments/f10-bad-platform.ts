/** One channel's platform has its worst day; the others must not notice. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, faults } from '../../simulators/provider.ts';
import type { Context, Experiment } from '../experiment.ts';
import { lagsBetween } from '../load/lags.ts';
import type { Load } from '../load/load.ts';
import { underLoad } from '../load/under-load.ts';
import { quantile, seconds } from '../report.ts';
import type { Site } from '../site/site.ts';

const MANY = 20_000;
/** Slower than before is this much, and more than can be seen. */
const MOST_RATIO = 1.2;
const SEEN_MS = 100;

export const badPlatform: Experiment = {
  id: 'F10',
  title: 'a platform that is slow, busy, broken, and cuts lines',
  run: (context) =>
    underLoad(context, {
      start: async (site) => (await site.start()).url,
      crowd: { outside: 15, agents: 10, platforms: 2, batches: 0 },
      faults: (site, load) => haveABadDay(context, site, load),
    }),
};

async function haveABadDay({ scaled, random, strict }: Context, { postgres }: Site, load: Load) {
  const phase = scaled(40_000, 4_000);
  const slowest = async () => {
    const from = new Date();
    await sleep(phase);
    return quantile(await lagsBetween(postgres, { from, to: new Date(), adapter: 'api' }), 0.95);
  };
  await sleep(scaled(5_000, 1_000));
  const was = await slowest();
  const { provider } = load.platforms.unkeyed;
  const kinds: (() => Fault)[] = [
    () => faults.slow(random.between(1_000, 20_000)),
    () => faults.busy(1),
    () => faults.down,
    () => faults.reset,
  ];
  provider.faults.push(...Array.from({ length: MANY }, () => random.pick(kinds)()));
  const is = await slowest();
  const met = MANY - provider.faults.length;
  provider.faults.length = 0;
  if (met === 0) load.faults.push('nothing was sent to the platform on its bad day');
  const lag = `the other channel’s answers: ${seconds(was)} before, ${seconds(is)} meanwhile (p95)`;
  if (strict && !(is <= was * MOST_RATIO || is <= SEEN_MS)) load.faults.push(lag);
  return { faults: met, recoveries: [], notes: [lag] };
}
