/** Everybody reaches the product by lines that are slow and break off, for as long as it takes to miss a train. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Experiment } from '../experiment.ts';
import { underLoad } from '../load/under-load.ts';
import { FlakyLine } from '../site/flaky-line.ts';

const FULL_MS = 3_600_000;
const SHORT_MS = 15_000;

export const flakyLine: Experiment = {
  id: 'F17',
  title: 'lines that are slow and cut every 1 to 20 s',
  run(context) {
    let line: FlakyLine | undefined;
    return underLoad(context, {
      async start(site) {
        line = await FlakyLine.before((await site.start()).url, context.random);
        site.atTheEnd(() => line?.close());
        return line.url;
      },
      async faults() {
        line?.spoil();
        await sleep(context.scaled(FULL_MS, SHORT_MS));
        line?.mend();
        return { faults: line?.cuts ?? 0, recoveries: [] };
      },
    });
  },
};
