/** An upgrade under load, a step back to the version before on the new schema, and forward again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { RoundRobin } from '../../support/round-robin.ts';
import { START } from '../../support/server-process.ts';
import { until } from '../../support/until.ts';
import { type Context, type Experiment, notRun } from '../experiment.ts';
import type { Load } from '../load/load.ts';
import { underLoad } from '../load/under-load.ts';
import type { HubNode } from '../site/node.ts';
import type { Postgres } from '../site/postgres.ts';
import type { Site } from '../site/site.ts';
import { VersionBefore } from '../site/version-before.ts';

/** How long both versions serve together after each step. */
const TOGETHER_MS = 20_000;
const SHORTLY_MS = 3_000;
/** How often one goes back. */
const TIMES = 5;
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 200;

export const upgrade: Experiment = {
  id: 'F28',
  title: 'upgrade, rollback and upgrade again under load',
  async run(context) {
    const before = VersionBefore.build();
    if (!before) return notRun('the version before is built from the history, which is not here');
    context.say(`the version before is ${before.commit}`);
    let proxy: RoundRobin | undefined;
    try {
      return await underLoad(context, {
        redis: true,
        async start(site) {
          proxy = await standInFront(site, before);
          site.atTheEnd(() => proxy?.close());
          return proxy.url;
        },
        async faults(site, load) {
          if (!proxy) throw new Error('nobody stands in front');
          return upgradeAll(context, { site, load, proxy, before });
        },
      });
    } finally {
      before.remove();
    }
  },
};

async function standInFront(site: Site, { program }: VersionBefore): Promise<RoundRobin> {
  site.program = program;
  const servers = [await site.start('web'), await site.start('web')];
  await site.start('worker');
  return RoundRobin.start(servers.map(({ url }) => url));
}

type Scene = { site: Site; load: Load; proxy: RoundRobin; before: VersionBefore };

async function upgradeAll({ scaled }: Context, { site, load, proxy, before }: Scene) {
  const [one, other, worker] = site.nodes;
  if (!one || !other || !worker) throw new Error('somebody is missing');
  const recoveries: number[] = [];
  const reader = lookAround(load);
  const started = await schemaOf(site.postgres);
  const become = async (node: HubNode, program: string) => {
    recoveries.push(await replace(node, program, load));
    await until(() => proxy.ready === 2, PATIENCE_MS);
    await sleep(scaled(TOGETHER_MS, SHORTLY_MS));
  };
  // The first new one brings the database up to date; whoever goes back finds it newer than they know.
  await become(one, START);
  const now = await schemaOf(site.postgres);
  if (now <= started) load.faults.push('there was nothing to migrate');
  for (let times = scaled(TIMES, 1); times > 0; times -= 1) {
    await become(worker, START);
    for (const node of [one, worker]) await become(node, before.program);
    for (const node of [one, worker]) await become(node, START);
  }
  await become(other, START);
  const looks = await reader.end();
  load.faults.push(...proxy.failures);
  return {
    ...{ faults: recoveries.length, recoveries },
    notes: [
      `from ${before.commit} with ${started} migrations to ${now}`,
      `${proxy.failures.length} requests failed; ${looks} times lists were read and words looked for`,
    ],
  };
}

/** In good order, as an operator does it. @returns ms until something was acknowledged again */
async function replace(node: HubNode, program: string, load: Load): Promise<number> {
  const began = performance.now();
  node.measure();
  node.signal('SIGTERM');
  const code = await node.ended();
  if (code !== 0) load.faults.push(`a process that was asked to stop ended with ${code}`);
  node.program = program;
  await node.comeBack();
  return load.acknowledgedAfter(began);
}

const schemaOf = (postgres: Postgres): Promise<number> =>
  postgres.ask(async (sql) => {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from drizzle.__drizzle_migrations`;
    return row?.count ?? 0;
  });

/** Somebody who reads all the while, from either version, what both have written. */
function lookAround({ workspace: { program }, faults }: Load) {
  let over = false;
  const places = ['conversations?view=all&limit=50', 'views', 'search?q=says', 'contacts?limit=50'];
  const looking = (async () => {
    let looks = 0;
    for (; !over; looks += 1) {
      const path = `/api/v1/${places[looks % places.length]}`;
      const answer = await program.call('GET', path).catch(() => ({ status: 0 }));
      if (answer.status !== 200) faults.push(`${path} was answered ${answer.status}`);
      await sleep(LOOK_EVERY_MS);
    }
    return looks;
  })();
  return {
    end() {
      over = true;
      return looking;
    },
  };
}
