/** Three people outside and two agents do thousands of random things, and each line must be what a simple model says. */

import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type postgres from 'postgres';
import type { Remote } from '../../support/remote.ts';
import type { Context, Experiment } from '../experiment.ts';
import type { Load } from '../load/load.ts';
import { underLoad } from '../load/under-load.ts';
import { type Action, type Find, World } from '../model/world.ts';
import type { HubNode } from '../site/node.ts';
import type { Site } from '../site/site.ts';

const AT_ONCE = 8;
const LONGEST = 12;
const KILL_EVERY_MS = 8_000;

const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.record({
    does: fc.constantFrom(
      'say',
      'say',
      'say again',
      'answer',
      'answer again',
      'note',
      'finish',
      'look',
    ),
    client: fc.nat(2),
    agent: fc.nat(1),
    cutAfter: fc.option(fc.integer({ min: 1, max: 30 }), { freq: 3 }),
  }),
  { minLength: 2, maxLength: LONGEST },
);

export const model: Experiment = {
  id: 'F30',
  title: 'random deeds against a model, with lines cut and the server killed',
  run: (context) =>
    underLoad(context, {
      start: async (site) => (await site.start('all', { TRUSTED_PROXIES: '127.0.0.0/8' })).url,
      crowd: { visitors: 0, agents: 0, platforms: 0, batches: 0, outside: 0, watching: false },
      faults: (site, load) => tryAll(context, site, load),
    }),
};

async function tryAll({ seed, scaled }: Context, site: Site, load: Load) {
  const runs = scaled(10_000, 60);
  const agents = [load.workspace.program, await load.workspace.programOfAnother()];
  const [server] = site.nodes;
  if (!server) throw new Error('there is no server');
  const killing = killNowAndThen(server);
  await site.postgres.ask(async (sql) => {
    await sql`create index on messages (text)`;
    const find = finder(sql);
    const lanes = Array.from({ length: AT_ONCE }, (_, lane) => {
      const parameters = {
        numRuns: Math.ceil(runs / AT_ONCE),
        seed: seed + lane,
        endOnFailure: true,
      };
      return fc.check(
        fc.asyncProperty(actions, (all) => live(load, agents, find, all)),
        parameters,
      );
    });
    for (const result of await Promise.all(lanes)) {
      if (result.failed) load.faults.push(fc.defaultReportMessage(result) ?? 'a counterexample');
    }
  });
  const kills = await killing.end();
  return { faults: kills, recoveries: [], notes: [`${runs} sequences of up to ${LONGEST} deeds`] };
}

/** One sequence, in a world of its own. @throws when something differs from the model */
async function live(load: Load, agents: readonly Remote[], find: Find, all: Action[]) {
  const world = await World.begin(load.workspace, agents, find);
  for (const action of all) await world.act(action);
  for (const client of world.clients) await world.compare(client);
  await load.acknowledge(world.written);
}

const finder =
  (sql: postgres.Sql): Find =>
  async (text) => {
    const [row] = await sql<{ id: string }[]>`
      select conversation_id as id from messages where text = ${text}`;
    if (!row) throw new Error(`acknowledged, and nowhere: “${text}”`);
    return row.id;
  };

/** Beside everything else. */
function killNowAndThen(node: HubNode): { end(): Promise<number> } {
  const over = new AbortController();
  let kills = 0;
  const killing = (async () => {
    for (;;) {
      await sleep(KILL_EVERY_MS, undefined, { signal: over.signal }).catch(() => undefined);
      if (over.signal.aborted) return;
      await node.die();
      kills += 1;
      await node.comeBack();
    }
  })();
  return {
    async end() {
      over.abort();
      await killing;
      return kills;
    },
  };
}
