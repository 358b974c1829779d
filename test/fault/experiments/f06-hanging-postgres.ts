/** The database stands still with all its lines open, as on a disk or a machine that hangs, and goes on later. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Experiment } from '../experiment.ts';
import { Probe } from '../load/probe.ts';
import { underLoad } from '../load/under-load.ts';

/** For an answer, also for one that says no. */
const MOST_MS = 5_000;
/** A quick look says nothing about speed. */
const UNHURRIED_MS = 25_000;
const ASK_EVERY_MS = 1_000;

export const hangingPostgres: Experiment = {
  id: 'F06',
  title: 'Postgres stands still (SIGSTOP) and goes on',
  run: (context) =>
    underLoad(context, {
      start: async (site) => (await site.start()).url,
      async faults({ postgres }, load) {
        const recoveries: number[] = [];
        const probe = new Probe(load);
        const times = context.scaled(3, 1);
        for (let n = 0; n < times; n += 1) {
          await sleep(2_000);
          postgres.pause();
          const until = performance.now() + context.scaled(30_000, 8_000);
          while (performance.now() < until) {
            await Promise.all([probe.ask(), sleep(ASK_EVERY_MS)]);
          }
          postgres.resume();
          recoveries.push(await load.acknowledgedAfter(performance.now()));
        }
        load.faults.push(...probe.unlike([503], context.strict ? MOST_MS : UNHURRIED_MS));
        return { faults: times, recoveries, notes: [`while it stood still: ${probe.summary()}`] };
      },
    }),
};
