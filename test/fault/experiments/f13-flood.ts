/** Far more webhooks than can be stored: what is answered with yes is there, and no answer comes late. */
import { type Answers, send } from '../../../bench/load/send.ts';
import type { Experiment } from '../experiment.ts';
import type { Load } from '../load/load.ts';
import { underLoad } from '../load/under-load.ts';
import { quantile, seconds } from '../report.ts';
import { SECRET } from '../site/workspace.ts';

const CONNECTIONS = 256;
const PEOPLE = 100;
/** Messages a second: five times what is to be expected, and far beyond what any machine takes. */
const FLOODS = [
  { perSecond: 1_000, forSeconds: [60, 3] },
  { perSecond: 10_000, forSeconds: [20, 2] },
] as const;

export const flood: Experiment = {
  id: 'F13',
  title: 'a flood of webhooks',
  run: (context) =>
    underLoad(context, {
      start: async (site) => (await site.start()).url,
      crowd: { platforms: 0, batches: 0, agents: 1 },
      async faults(_site, load) {
        const notes: string[] = [];
        for (const { perSecond, forSeconds } of FLOODS) {
          const [full, short] = forSeconds;
          const forMs = 1000 * context.scaled(full, short);
          const answers = await pour(load, perSecond, forMs);
          await judge(load, answers);
          notes.push(noteOf(perSecond, forMs, answers));
        }
        return { faults: FLOODS.length, recoveries: [], notes };
      },
    }),
};

async function pour({ workspace }: Load, perSecond: number, forMs: number): Promise<Answers> {
  const to = {
    url: workspace.webhook.href,
    secret: SECRET,
    connections: CONNECTIONS,
    people: PEOPLE,
  };
  return send({ ...to, perSecond, forMs, text: `${workspace.name} flood` });
}

/** What was answered 200 goes into the ledger: it must be there. All else must not. */
async function judge(load: Load, { accepted, statuses, unanswered }: Answers): Promise<void> {
  const writer = `${load.workspace.name}-flood`;
  const entries = accepted.map((key) => {
    const text = `${load.workspace.name} flood ${key}`;
    return { writer, direction: 'in' as const, series: key, key, text };
  });
  await load.acknowledge(entries);
  const odd = Object.keys(statuses).filter((status) => !['200', '503'].includes(status));
  load.faults.push(...odd.map((status) => `${statuses[status]} were answered ${status}`));
  if (unanswered > 0) load.faults.push(`${unanswered} were not answered`);
}

function noteOf(perSecond: number, forMs: number, { accepted, statuses, times }: Answers): string {
  const rate = Math.round(accepted.length / (forMs / 1000));
  const [p50, p99] = [0.5, 0.99].map((share) => seconds(quantile(times, share)));
  const refused = statuses['503'] ?? 0;
  return `${perSecond}/s offered: ${rate}/s taken, 503 for ${refused}, p50 ${p50}, p99 ${p99}`;
}
