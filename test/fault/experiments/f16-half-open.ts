/** Lines go dead in one direction or both, and neither end is told: screens must find out by themselves, and the server, too. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BEAT_MS as AGENT_BEAT_MS } from '../../../inbox-ui/store/sync.ts';
import { BEAT as VISITOR_BEAT_MS } from '../../../widget/panel/connection.ts';
import { until } from '../../support/until.ts';
import type { Context, Experiment } from '../experiment.ts';
import type { Load } from '../load/load.ts';
import { underLoad } from '../load/under-load.ts';
import { quantile, seconds } from '../report.ts';
import { HalfOpenLine, type Way } from '../site/half-open-line.ts';
import type { HubNode } from '../site/node.ts';

const WAYS: Way[] = ['up', 'down', 'both'];
const VISITORS = 15;
const FEW_VISITORS = 4;
/** Of everything that lives at that moment. */
const ROUNDS = 6;
/** After so many beats at most a screen is to be back: 30 s for an agent’s, 40 s for a widget. */
const MOST_BEATS = 2;
/** Socket.IO's ping and its patience, and what a busy machine adds. */
const LET_GO_WITHIN_MS = 45_000 + 5_000;
const PATIENCE_MS = 90_000;

type Watched = { name: string; beatMs: number; follower: { readonly connects: number } };

export const halfOpen: Experiment = {
  id: 'F16',
  title: 'half-open lines, in either direction',
  run(context) {
    let line: HalfOpenLine | undefined;
    return underLoad(context, {
      // Followers beat more often than screens do; here what counts is how soon a real one would notice.
      crowd: {
        ...{ visitors: context.scaled(VISITORS, FEW_VISITORS), platforms: 1, batches: 0 },
        beats: { agent: AGENT_BEAT_MS, visitor: VISITOR_BEAT_MS },
      },
      async start(site) {
        line = await HalfOpenLine.before((await site.start()).url);
        site.atTheEnd(() => line?.close());
        return line.url;
      },
      async faults({ nodes: [server] }, load) {
        if (!line || !server) throw new Error('nobody stands in front');
        return silenceAll(context, { line, server, load });
      },
    });
  },
};

type Scene = { line: HalfOpenLine; server: HubNode; load: Load };

async function silenceAll({ random, scaled, say }: Context, { line, server, load }: Scene) {
  const screens = load.workspaces.flatMap(screensOf);
  const recoveries: number[] = [];
  const rounds = scaled(ROUNDS, WAYS.length);
  let dead = 0;
  await until(() => screens.every(({ follower }) => follower.connects > 0), PATIENCE_MS);
  for (let round = 0; round < rounds; round += 1) {
    // Anywhere between two beats.
    await sleep(random.between(1_000, 10_000));
    const way = WAYS[round % WAYS.length] ?? 'both';
    const back = screens.map((screen) => backAfter(screen, load));
    dead += line.silence(way);
    const times = await Promise.all(back);
    say(
      `${way}: back after ${seconds(quantile(times, 0.5))}, the last ${seconds(quantile(times, 1))}`,
    );
    recoveries.push(...times);
  }
  const notes = [
    `${dead} connections went dead, ${recoveries.length} of them of screens`,
    await letGo({ server, load, screens: screens.length }),
  ];
  return { faults: recoveries.length, recoveries, notes };
}

function screensOf({ name, agent, screens }: Load['workspace']): Watched[] {
  const visitors = screens.map((screen) => ({ ...screen, beatMs: VISITOR_BEAT_MS }));
  return [{ name: `${name}’s agent`, beatMs: AGENT_BEAT_MS, follower: agent }, ...visitors];
}

/** Until the screen has a connection that is alive: it has noticed, ended the dead one and made another. */
async function backAfter({ name, beatMs, follower }: Watched, { faults }: Load): Promise<number> {
  const began = performance.now();
  const before = follower.connects;
  await until(() => follower.connects > before, PATIENCE_MS).catch(() => undefined);
  const ms = performance.now() - began;
  if (ms > MOST_BEATS * beatMs) faults.push(`${name} was without a line for ${seconds(ms)}`);
  return ms;
}

/** The dead ones may not stay with the server. */
async function letGo({ server, load, screens }: { server: HubNode; load: Load; screens: number }) {
  const began = performance.now();
  await until(async () => (await openLines(server)) === screens, PATIENCE_MS).catch(
    () => undefined,
  );
  const ms = performance.now() - began;
  if (ms > LET_GO_WITHIN_MS) load.faults.push(`the server held dead lines for ${seconds(ms)}`);
  return `the server let go of the last ${seconds(ms)} after the screens`;
}

/** As the server counts them. */
async function openLines({ url }: HubNode): Promise<number> {
  const figures = await (await fetch(new URL('/metrics', url))).text();
  const lines = [...figures.matchAll(/^interline_sockets\{.*\} (\d+)$/gm)];
  return lines.reduce((sum, [, count]) => sum + Number(count), 0);
}
