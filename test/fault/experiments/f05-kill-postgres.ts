/** The database is killed, with all its processes, while everybody writes; the server stays. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Experiment } from '../experiment.ts';
import { Probe } from '../load/probe.ts';
import { underLoad } from '../load/under-load.ts';

/** Refused within this while the database is away. */
const AT_ONCE_MS = 1_000;
/** A quick look says nothing about speed. */
const UNHURRIED_MS = 20_000;

export const killPostgres: Experiment = {
  id: 'F05',
  title: 'kill -9 of Postgres, the whole group',
  run: (context) =>
    underLoad(context, {
      start: async (site) => (await site.start()).url,
      async faults({ postgres }, load) {
        const recoveries: number[] = [];
        const probe = new Probe(load);
        const times = context.scaled(50, 4);
        while (recoveries.length < times) {
          await sleep(context.random.between(300, 1_500));
          await postgres.die();
          await probe.ask();
          await postgres.comeBack();
          recoveries.push(await load.acknowledgedAfter(performance.now()));
        }
        load.faults.push(...probe.unlike([503], context.strict ? AT_ONCE_MS : UNHURRIED_MS));
        return { faults: times, recoveries, notes: [`while it was away: ${probe.summary()}`] };
      },
    }),
};
