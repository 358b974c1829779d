/**
 * `npm run fault [-- F01 F07 …] [--seed N] [--scale full|short|0.3]`: breaks things on purpose under load, and counts what
 * was lost, doubled, out of order, stuck or in the wrong hands. Without names all experiments run.
 */
import { parseArgs } from 'node:util';
import type { Context, Experiment } from './experiment.ts';
import { isClean } from './experiment.ts';
import { experiments } from './experiments/index.ts';
import { seeded } from './load/seeded.ts';
import { keep, type Outcome, textOf } from './report.ts';

/** Of the full number. */
const SHARES: Record<string, number> = { full: 1, short: 0 };

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** @returns the exit code: 1 when something was found, 2 when it was asked for wrongly */
export async function run(argv: readonly string[]): Promise<number> {
  const asked = read(argv);
  if (typeof asked === 'string') {
    process.stderr.write(`${asked}\n`);
    return 2;
  }
  const outcomes: Outcome[] = [];
  for (const experiment of asked.chosen) {
    const outcome = await runOne(experiment, asked);
    outcomes.push(outcome);
    say(textOf(outcome));
  }
  say(`kept in ${keep(outcomes, asked.share)}`);
  return outcomes.every(({ result }) => isClean(result)) ? 0 : 1;
}

type Asked = { chosen: Experiment[]; seed: number; share: number };

function read(argv: readonly string[]): Asked | string {
  const text = { type: 'string' } as const;
  const options = { seed: text, scale: { ...text, default: 'full' } };
  const { positionals, values } = parseArgs({ args: [...argv], allowPositionals: true, options });
  const wanted = positionals.map((id) => id.toUpperCase());
  const unknown = wanted.filter((id) => !experiments.some((one) => one.id === id));
  const list = experiments.map(({ id, title }) => `  ${id}  ${title}`).join('\n');
  if (unknown.length > 0) return `There is no experiment ${unknown.join(', ')}:\n${list}`;
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const share = SHARES[values.scale] ?? Number(values.scale);
  const known = share >= 0 && share <= 1;
  if (!Number.isInteger(seed) || !known) return 'usage: --seed NUMBER --scale full|short|0.3';
  const chosen =
    wanted.length > 0 ? experiments.filter(({ id }) => wanted.includes(id)) : experiments;
  return { chosen: [...chosen], seed, share };
}

/** One experiment, timed. */
export async function runOne(
  { id, title, run }: Experiment,
  { seed, share }: Pick<Asked, 'seed' | 'share'>,
): Promise<Outcome> {
  say(`${id} ${title} · seed ${seed}`);
  const context: Context = {
    seed,
    random: seeded(seed),
    scaled: (many, few) => Math.max(few, Math.round(many * share)),
    strict: share > 0,
    say: (line) => say(`  ${line}`),
  };
  const began = performance.now();
  const result = await run(context);
  return { id, title, seed, wallMs: performance.now() - began, result };
}
