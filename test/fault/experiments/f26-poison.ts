/** What nobody can read, a platform that answers nonsense, and one line on which more is said than on all others. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../../simulators/provider.ts';
import { signed } from '../../support/echo.ts';
import { Remote } from '../../support/remote.ts';
import type { Context, Experiment } from '../experiment.ts';
import type { Load } from '../load/load.ts';
import { underLoad } from '../load/under-load.ts';
import { echoWriter } from '../load/writers.ts';
import { quantile, seconds } from '../report.ts';
import type { Site } from '../site/site.ts';
import { SECRET } from '../site/workspace.ts';

const HOT_TOGETHER = 50;
const MOST_RATIO = 1.5;
/** Less than this nobody sees. */
const SEEN_MS = 150;

const NONSENSE: Fault = { kind: 'answer', answer: { status: 200, body: '<html>Welcome</html>' } };

export const poison: Experiment = {
  id: 'F26',
  title: 'poison, nonsense and a hot conversation',
  run: (context) =>
    underLoad(context, {
      start: async (site) => (await site.start()).url,
      crowd: { batches: 0 },
      faults: (site, load) => poisonIt(context, site, load),
    }),
};

async function poisonIt({ scaled, strict }: Context, site: Site, load: Load) {
  const { name, webhook } = load.workspace;
  const phase = scaled(20_000, 3_000);
  const began = performance.now();
  await sleep(phase);
  const nonsense = scaled(50, 3);
  const { provider } = load.platforms.unkeyed;
  provider.faults.push(...Array.from({ length: nonsense }, () => NONSENSE));
  const poisoned = await drop(site, load, scaled(200, 10));
  const crowd = { people: 1, together: HOT_TOGETHER, perSecond: null };
  const hot = echoWriter(`${name}-hot`, webhook, SECRET, crowd);
  const middle = performance.now();
  load.join([hot]);
  await sleep(phase);
  const others = load.answerTimes(({ writer }) => writer !== hot.name);
  const slowest = (from: number, to: number) => {
    const then = others.filter(({ at }) => at > from && at < to);
    return quantile(
      then.map(({ ms }) => ms),
      0.95,
    );
  };
  const [was, is] = [slowest(began, middle), slowest(middle, performance.now())];
  const lag = `all others are answered after ${seconds(was)} before, ${seconds(is)} meanwhile (p95)`;
  if (strict && !(is <= was * MOST_RATIO || is <= SEEN_MS)) load.faults.push(lag);
  const said = load.answerTimes(({ writer }) => writer === hot.name).length;
  const rate = Math.round(said / (phase / 1000));
  const notes = [
    `${poisoned} unreadable requests, kept with their reason; ${nonsense} nonsensical answers`,
    `${rate} messages/s on one line; ${lag}`,
  ];
  return { faults: poisoned + nonsense, recoveries: [], notes };
}

/** @returns how many were refused and kept for a person to look at */
async function drop(
  { postgres }: Site,
  { workspace, faults }: Load,
  count: number,
): Promise<number> {
  const { webhook } = workspace;
  for (let n = 0; n < count; n += 1) {
    const body = { events: [{ id: `poison-${n}`, from: 'somebody', text: n }] };
    const headers = { 'x-echo-signature': signed(SECRET, JSON.stringify(body)) };
    const { status } = await new Remote(webhook.origin, headers).call(
      'POST',
      webhook.pathname,
      body,
    );
    if (status < 400 || status >= 500) faults.push(`poison was answered ${status}`);
  }
  const [row] = await postgres.ask(
    (sql) => sql<{ count: number }[]>`
    select count(*)::int as count from ingress where state = 'quarantined' and reason is not null`,
  );
  if (row?.count !== count) faults.push(`${row?.count} of ${count} unreadable requests are kept`);
  return count;
}
