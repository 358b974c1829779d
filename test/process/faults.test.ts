/** A quick look at some of `npm run fault`: broken on purpose, counted afterwards. */
import { expect, it } from 'vitest';
import { isClean } from '../fault/experiment.ts';
import { killPostgres } from '../fault/experiments/f05-kill-postgres.ts';
import { loseRedis } from '../fault/experiments/f07-lose-redis.ts';
import { repeatedWebhooks } from '../fault/experiments/f12-repeated-webhooks.ts';
import { textOf } from '../fault/report.ts';
import { runOne } from '../fault/run.ts';

const SEED = 7;

it.each([killPostgres, loseRedis, repeatedWebhooks])(
  '$id: $title: nothing is lost, doubled, out of order, stuck or in the wrong hands',
  async (experiment) => {
    const outcome = await runOne(experiment, { seed: SEED, share: 0 });
    const { result } = outcome;
    expect(result.faults).toBeGreaterThan(0);
    expect(result.acked).toBeGreaterThan(20);
    expect(isClean(result), textOf(outcome)).toBe(true);
  },
);
