/** Webhooks come several times, out of order, many at once, and some of them once more later. */
import { signed } from '../../support/echo.ts';
import { Remote } from '../../support/remote.ts';
import type { Context, Experiment } from '../experiment.ts';
import type { Load } from '../load/load.ts';
import type { Random } from '../load/seeded.ts';
import { underLoad } from '../load/under-load.ts';
import { type Draft, draftOf } from '../load/writers.ts';
import { SECRET } from '../site/workspace.ts';

const AT_ONCE = 16;
const PEOPLE = 50;
/** How far a payload strays from its place. */
const WINDOW = 100;
const MOST_COPIES = 5;
const REPLAYED_SHARE = 0.1;
const BUSY = 503;

export const repeatedWebhooks: Experiment = {
  id: 'F12',
  title: 'webhooks repeated, out of order, in parallel, replayed',
  run: (context) =>
    underLoad(context, {
      start: async (site) => (await site.start()).url,
      crowd: { platforms: 0, batches: 0 },
      faults: (_site, load) => repeat(context, load),
    }),
};

async function repeat({ random, scaled }: Context, load: Load) {
  const name = `${load.workspace.name}-repeated`;
  const count = scaled(20_000, 300);
  const drafts = Array.from({ length: count }, (_, n) =>
    draftOf({ writer: name, direction: 'in', series: `${name}-${n}` }, n),
  );
  const sent = shuffled(random, drafts);
  const taken = new Set<Draft>();
  await handIn(load, sent, taken);
  const later = drafts.filter(() => random.between(0, 1) < REPLAYED_SHARE);
  await handIn(load, later, taken);
  const posts = sent.length + later.length;
  return { faults: posts - count, recoveries: [], notes: [`${posts} posts of ${count} messages`] };
}

/** One to five copies of each, none far from its place. */
function shuffled(random: Random, drafts: readonly Draft[]): Draft[] {
  const copies = drafts.flatMap((draft, place) =>
    Array.from({ length: Math.ceil(random.between(0, MOST_COPIES)) }, () => ({
      draft,
      place: place + random.between(0, WINDOW),
    })),
  );
  return copies.sort((one, other) => one.place - other.place).map(({ draft }) => draft);
}

async function handIn(load: Load, drafts: readonly Draft[], taken: Set<Draft>): Promise<void> {
  const waiting = drafts.values();
  const work = async () => {
    for (const draft of waiting) {
      const first = (await isTaken(load, draft)) && !taken.has(draft);
      taken.add(draft);
      if (first) await load.acknowledge([draft]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function isTaken(load: Load, { key, text, series }: Draft): Promise<boolean> {
  const { webhook } = load.workspace;
  // Person by number, so that some lines are busy.
  const from = `person-${Number(key.slice(-5)) % PEOPLE}`;
  const body = { id: key, from, text };
  const platform = new Remote(webhook.origin, {
    'x-echo-signature': signed(SECRET, JSON.stringify(body)),
  });
  for (;;) {
    const { status } = await platform.call('POST', webhook.pathname, body);
    if (status === 200) return true;
    if (status !== BUSY) {
      load.faults.push(`${series}: answered ${status}`);
      return false;
    }
  }
}
