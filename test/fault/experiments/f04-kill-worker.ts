/** The worker is killed in the middle of sending, again and again, while platforms answer slowly. */
import { setTimeout as sleep } from 'node:timers/promises';
import { faults } from '../../simulators/provider.ts';
import type { Experiment } from '../experiment.ts';
import { underLoad } from '../load/under-load.ts';

const SLOWEST_MS = 500;
/** More than there are sends. */
const MANY = 50_000;

export const killWorker: Experiment = {
  id: 'F04',
  title: 'kill -9 of the worker in the middle of sending',
  run: (context) =>
    underLoad(context, {
      redis: true,
      // Lines of killed sends wait for the end of their lease; there are enough others.
      crowd: {
        agents: 8,
        outside: 60,
        answering: 'outside',
        platforms: 2,
        batches: 0,
        visitors: 2,
      },
      async start(site) {
        const { url } = await site.start('web');
        await site.start('worker');
        return url;
      },
      async faults({ nodes: [, worker] }, { platforms }) {
        const { keyed, unkeyed } = platforms;
        const ledgers = [keyed.provider.ledger, unkeyed.provider.ledger];
        const asked = () => ledgers.reduce((sum, { length }) => sum + length, 0);
        for (const { provider } of [keyed, unkeyed]) {
          const slow = () => faults.slow(context.random.between(20, SLOWEST_MS));
          provider.faults.push(...Array.from({ length: MANY }, slow));
        }
        const recoveries: number[] = [];
        const times = context.scaled(200, 5);
        while (worker && recoveries.length < times) {
          await sleep(context.random.between(20, SLOWEST_MS));
          await worker.die();
          const died = performance.now();
          const before = asked();
          await worker.comeBack();
          while (asked() === before) await sleep(5);
          recoveries.push(performance.now() - died);
        }
        for (const { provider } of [keyed, unkeyed]) provider.faults.length = 0;
        return { faults: times, recoveries };
      },
    }),
};
