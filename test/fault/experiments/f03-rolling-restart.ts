/** Two servers and two workers behind a proxy that sends everybody anywhere, restarted in turn under load, with a crowd of screens. */
import { Crowd } from '../../../bench/load/crowd.ts';
import { RoundRobin } from '../../support/round-robin.ts';
import { until } from '../../support/until.ts';
import type { Experiment, Result } from '../experiment.ts';
import type { Load } from '../load/load.ts';
import { underLoad } from '../load/under-load.ts';
import type { HubNode } from '../site/node.ts';
import type { Site } from '../site/site.ts';

const SCREENS = 2_000;
const FEW_SCREENS = 50;
const COMING_PER_SECOND = 200;
/** Screens are asked to go elsewhere within this, and a little more. */
const BACK_WITHIN_MS = 16_000;
const PATIENCE_MS = 60_000;

export const rollingRestart: Experiment = {
  id: 'F03',
  title: 'rolling restart of two servers and two workers under load',
  run(context) {
    let proxy: RoundRobin | undefined;
    return underLoad(context, {
      redis: true,
      async start(site) {
        proxy = await standInFront(site);
        site.atTheEnd(() => proxy?.close());
        return proxy.url;
      },
      async faults({ nodes }, load) {
        if (!proxy) throw new Error('nobody stands in front');
        const count = context.scaled(SCREENS, FEW_SCREENS);
        const crowd = await gather(load, count);
        try {
          return await restartAll({ nodes, proxy, crowd, load, count }, context.scaled(20, 2));
        } finally {
          await crowd.end();
        }
      },
    });
  },
};

async function standInFront(site: Site): Promise<RoundRobin> {
  const servers = [await site.start('web'), await site.start('web')];
  await site.start('worker');
  await site.start('worker');
  return RoundRobin.start(servers.map(({ url }) => url));
}

async function gather({ workspace }: Load, count: number): Promise<Crowd> {
  const { program, websiteId } = workspace;
  const crowd = new Crowd({
    ...{ url: program.url, namespace: '/visitor', query: '&for=visitor' },
    ...{ count, perSecond: COMING_PER_SECOND, visitorsOf: websiteId },
  });
  await crowd.gathered(count);
  return crowd;
}

type Scene = {
  nodes: readonly HubNode[];
  proxy: RoundRobin;
  crowd: Crowd;
  load: Load;
  count: number;
};

type Course = Pick<Result, 'faults' | 'recoveries'> & { notes: string[] };

/** One after the other: the next goes when all are back. */
async function restartAll(
  { nodes, proxy, crowd, load, count }: Scene,
  rounds: number,
): Promise<Course> {
  const recoveries: number[] = [];
  let restarts = 0;
  for (let round = 0; round < rounds; round++) {
    for (const node of nodes) {
      const began = performance.now();
      node.signal('SIGTERM');
      const code = await node.ended();
      if (code !== 0) load.faults.push(`a process that was asked to stop ended with ${code}`);
      await node.comeBack();
      restarts += 1;
      recoveries.push(await load.acknowledgedAfter(began));
      await until(() => proxy.ready === 2 && crowd.state.open >= count, PATIENCE_MS);
    }
  }
  load.faults.push(...proxy.failures);
  const slowest = Math.max(0, ...crowd.state.away);
  if (slowest > BACK_WITHIN_MS) load.faults.push(`a screen was away for ${slowest} ms`);
  return {
    faults: restarts,
    recoveries,
    notes: [
      `${count} screens came back ${crowd.state.lost} times, the slowest after ${slowest} ms`,
      `${proxy.failures.length} requests failed`,
    ],
  };
}
