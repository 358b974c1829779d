/** The server is killed at any moment, again and again, while everybody writes. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Experiment } from '../experiment.ts';
import { underLoad } from '../load/under-load.ts';

const MOST_LIFE_MS = 1_500;

export const killServer: Experiment = {
  id: 'F01',
  title: 'kill -9 of the server at random moments',
  run: (context) =>
    underLoad(context, {
      start: async (site) => (await site.start()).url,
      async faults({ nodes: [server] }, load) {
        const recoveries: number[] = [];
        const times = context.scaled(100, 5);
        while (server && recoveries.length < times) {
          await sleep(context.random.between(50, MOST_LIFE_MS));
          await server.die();
          const died = performance.now();
          await server.comeBack();
          recoveries.push(await load.acknowledgedAfter(died));
        }
        return { faults: times, recoveries };
      },
    }),
};
