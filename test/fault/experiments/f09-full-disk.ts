/** The disk is full under load, with the database and the files on it, and some time later there is room again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Experiment } from '../experiment.ts';
import { Probe } from '../load/probe.ts';
import { underLoad } from '../load/under-load.ts';
import { uploader } from '../load/uploader.ts';
import { SmallDisk } from '../site/small-disk.ts';

const MEGABYTES = 400;
const HOLD_MS = 30_000;
const SHORT_HOLD_MS = 6_000;
const ASK_EVERY_MS = 1_000;
const MOST_RECOVERY_MS = 30_000;

export const fullDisk: Experiment = {
  id: 'F09',
  title: 'a full disk, and room again',
  async run(context) {
    const disk = SmallDisk.mount(MEGABYTES);
    try {
      return await underLoad(context, {
        place: disk.folder,
        crowd: { platforms: 2, batches: 1 },
        start: async (site) => (await site.start()).url,
        async faults({ postgres }, load) {
          const recoveries: number[] = [];
          const probe = new Probe(load);
          const uploads = uploader(load.workspace.program, load.faults);
          const times = context.scaled(5, 1);
          for (let n = 0; n < times; n += 1) {
            await sleep(3_000);
            disk.fill();
            const until = performance.now() + context.scaled(HOLD_MS, SHORT_HOLD_MS);
            while (performance.now() < until) {
              await Promise.all([probe.ask(), sleep(ASK_EVERY_MS)]);
            }
            disk.free();
            const freed = performance.now();
            // Without room for its log it has given up, as it says it does; whoever runs it starts it again.
            if (!(await postgres.isWell())) await postgres.comeBack();
            recoveries.push(await load.acknowledgedAfter(freed));
          }
          const kept = await uploads.end();
          const slow = recoveries.filter((ms) => ms > MOST_RECOVERY_MS);
          load.faults.push(...slow.map((ms) => `well again only after ${Math.round(ms)} ms`));
          load.faults.push(...probe.unlike([200, 201, 503], MOST_RECOVERY_MS));
          const notes = [`${kept} files taken and whole; while it was full: ${probe.summary()}`];
          return { faults: times, recoveries, notes };
        },
      });
    } finally {
      disk.unmount();
    }
  },
};
