/** The process that does the work kills itself at each named moment, the first time or some time later. */
import { failpoints } from '../../../server/failpoints.ts';
import { freePort } from '../../support/server-process.ts';
import type { Context, Experiment } from '../experiment.ts';
import type { Load } from '../load/load.ts';
import { openOtherDoors } from '../load/other-doors.ts';
import { underLoad } from '../load/under-load.ts';
import type { HubNode } from '../site/node.ts';

/** By what comes in there; the rest is the worker's. */
const AT_THE_DOORS = /^(webhook|visitor|reply|work|mail)\./;
const MOST_PASSINGS = 6;
/** For a process to come to the point at which it is to end: a bot's channel is another's for half a minute after that one died. */
const PATIENCE_MS = 60_000;

export const killPoints: Experiment = {
  id: 'F02',
  title: `kill at ${failpoints.length} named points: before and after commit, publish, call, answer`,
  async run(context) {
    const mailPort = await freePort();
    return underLoad(context, {
      redis: true,
      // Each mail begins a conversation: more of them than one screen follows. And no batches: in twenty minutes they would
      // bring more than can be compared in an hour.
      crowd: { platforms: 2, batches: 0, agents: 6, outside: 20, watching: false },
      async start(site) {
        const { url } = await site.start('web', { SMTP_LISTEN: `127.0.0.1:${mailPort}` });
        await site.start('worker');
        return url;
      },
      async faults({ nodes: [web, worker] }, load) {
        if (!web || !worker) throw new Error('there is nobody to be killed');
        await openOtherDoors(load, mailPort);
        const [outer, inner] = [true, false].map((atDoors) =>
          failpoints.filter((point) => AT_THE_DOORS.test(point) === atDoors),
        );
        const deaths = await Promise.all([
          killAt(web, outer ?? [], context, load),
          killAt(worker, inner ?? [], context, load),
        ]);
        const recoveries = await Promise.all(
          (deaths[0] ?? []).map((at) => load.acknowledgedAfter(at)),
        );
        const faults = deaths.flat().length;
        return { faults, recoveries, notes: [`${failpoints.length} points, ${faults} kills`] };
      },
    });
  },
};

/** @returns when it died */
async function killAt(node: HubNode, points: readonly string[], context: Context, load: Load) {
  const deaths: number[] = [];
  await node.die();
  for (let round = 0; round < context.scaled(5, 1); round += 1) {
    for (const point of points) {
      const passings = round === 0 ? 1 : Math.ceil(context.random.between(0, MOST_PASSINGS));
      const reached = await node.liveUntil(`${point}:${passings}`, PATIENCE_MS);
      if (reached) deaths.push(performance.now());
      else load.faults.push(`${point} was not come to`);
    }
  }
  await node.comeBack();
  return deaths;
}
