/** A backup under load, then everything is lost: the backup on a clean machine sends nothing again, and screens follow. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { faults } from '../../simulators/provider.ts';
import { driftOf } from '../../support/counts-audit.ts';
import { until } from '../../support/until.ts';
import type { Context, Experiment } from '../experiment.ts';
import { staleScreens } from '../load/check.ts';
import type { Load } from '../load/load.ts';
import { underLoad } from '../load/under-load.ts';
import type { Site } from '../site/site.ts';

/** Platforms are as slow as this, so that something always waits to be sent. */
const SLOWEST_MS = 1_500;
/** More than there are sends. */
const MANY = 50_000;
const PATIENCE_MS = 60_000;

export const restore: Experiment = {
  id: 'F29',
  title: 'backup under load, everything lost, restored on a clean machine',
  run: (context) =>
    underLoad(context, {
      start: async (site) => (await site.start()).url,
      crowd: { agents: 8, platforms: 2, batches: 0, outside: 12 },
      faults: (site, load) => loseAndRestore(context, site, load),
    }),
};

async function loseAndRestore({ random, scaled }: Context, site: Site, load: Load) {
  const slow = () => faults.slow(random.between(0, SLOWEST_MS));
  for (const { faults: coming } of providersOf(load)) {
    coming.push(...Array.from({ length: MANY }, slow));
  }
  const recoveries: number[] = [];
  const notes: string[] = [];
  const times = scaled(10, 2);
  for (let n = 0; n < times; n += 1) {
    const round = { n, writeMs: random.between(500, scaled(20_000, 2_000)) };
    const { ms, note } = await loseOnce(site, load, round);
    recoveries.push(ms);
    notes.push(note);
  }
  for (const provider of providersOf(load)) provider.faults.length = 0;
  return { faults: times, recoveries, notes };
}

type Said = { text: string; direction: string; old: boolean };

/** The last moments before the loss are not in the backup; what was sent in them is known to the platforms alone. */
async function loseOnce(site: Site, load: Load, round: { n: number; writeMs: number }) {
  const backup = path.join(site.folder, `backup-${round.n}`);
  await sleep(round.writeMs);
  const began = new Date();
  await site.command('backup', backup);
  await sleep(round.writeMs);
  await load.rest();
  const before = await site.postgres.ask((sql) => readSaid(sql, began));
  const left = performance.now();
  await loseAll(site, round.n);
  await site.command('restore', backup);
  const { waiting, gone } = await compareRestored(site, load, before);
  const asked = providersOf(load).map(({ ledger }) => ledger.length);
  await comeBack(site, load);
  load.goOn();
  const ms = await load.acknowledgedAfter(left);
  await sleep(round.writeMs);
  const again = resent(load, asked, before);
  load.faults.push(...again.map((text) => `sent again after the restore: “${text}”`));
  const where = isElsewhere(round.n) ? 'another server' : 'the same server';
  const note = `on ${where}: ${gone} messages gone, ${waiting} that were to go out ask a person`;
  return { ms, note };
}

const isElsewhere = (n: number): boolean => n % 2 === 1;

/** Another server counts its transactions from the beginning; on the same one they go on, and no cursor is from the future. */
async function loseAll({ nodes, postgres, dataFolder }: Site, n: number): Promise<void> {
  await Promise.all(nodes.map((node) => node.die()));
  await rm(dataFolder, { recursive: true, force: true });
  await (isElsewhere(n) ? postgres.beginAnew() : postgres.emptyOurs());
}

const readSaid = (sql: postgres.Sql, began: Date): Promise<Said[]> =>
  sql<Said[]>`select text, direction, created_at < ${began} as old from messages`;

/** What the ledger may still ask for, and that all that was to go out is left to a person. */
async function compareRestored({ postgres }: Site, load: Load, before: readonly Said[]) {
  const [now, open] = await postgres.ask(async (sql) => [
    await sql<{ text: string }[]>`select text from messages`,
    await sql<{ text: string; state: string }[]>`
      select text, state from messages where direction = 'out' and state in ('queued', 'sending', 'unknown')`,
  ]);
  const there = new Set(now?.map(({ text }) => text));
  const missing = before.filter(({ text }) => !there.has(text));
  const lost = missing.filter(({ old }) => old);
  load.faults.push(
    ...lost.map(({ text }) => `written before the backup, and not in it: “${text}”`),
  );
  load.giveUp(missing.map(({ text }) => text));
  const pending = open.filter(({ state }) => state !== 'unknown');
  load.faults.push(...pending.map(({ text, state }) => `${state} after the restore: “${text}”`));
  for (const { text } of open) load.unsent.add(text);
  if (open.length === 0) load.faults.push('nothing was to be sent when the backup was made');
  return { gone: missing.length, waiting: open.length };
}

/** Resolves when the screens show the older state. */
async function comeBack(site: Site, load: Load): Promise<void> {
  const resets = () => load.workspaces.map(({ agent }) => agent.counts.resets);
  const had = resets();
  await Promise.all(site.nodes.map((node) => node.comeBack()));
  const all = () => resets().every((count, index) => count > (had[index] ?? 0));
  await until(all, PATIENCE_MS).catch(() => {
    load.faults.push('a screen was not told to begin anew');
  });
  for (const workspace of load.workspaces) load.faults.push(...(await staleScreens(workspace)));
  load.faults.push(...(await site.postgres.ask(driftIn)));
}

async function driftIn(sql: postgres.Sql): Promise<string[]> {
  const ids = await sql<{ id: string }[]>`select id from workspaces`;
  return (await Promise.all(ids.map(({ id }) => driftOf(sql, id)))).flat();
}

const providersOf = ({ platforms: { keyed, unkeyed } }: Load) => [keyed.provider, unkeyed.provider];

/** What the platforms were asked to send since, though it had been written before. */
function resent(load: Load, since: readonly number[], before: readonly Said[]): string[] {
  const bodies = providersOf(load).flatMap(({ ledger }, index) =>
    ledger.slice(since[index]).map(({ body }) => body.toString()),
  );
  const said = new Set(bodies.flatMap((body) => /[a-z]+-agent-\d+ says \d+/.exec(body)?.[0] ?? []));
  return before.flatMap(({ text }) => (said.has(text) ? [text] : []));
}
