/** Platforms take what is sent and the line is cut before they have said so. */
import { faults } from '../../simulators/provider.ts';
import { until } from '../../support/until.ts';
import type { Experiment } from '../experiment.ts';
import { underLoad } from '../load/under-load.ts';

const PATIENCE_MS = 300_000;

export const lostAnswers: Experiment = {
  id: 'F11',
  title: 'the platform has taken it, and its answer is lost',
  run: (context) =>
    underLoad(context, {
      start: async (site) => (await site.start()).url,
      crowd: {
        answering: 'outside',
        outside: 40,
        agents: 12,
        platforms: 1,
        batches: 0,
        visitors: 1,
      },
      async faults({ postgres }, load) {
        const providers = [load.platforms.keyed.provider, load.platforms.unkeyed.provider];
        const each = context.scaled(500, 20);
        for (const { faults: coming } of providers) {
          // One gets its answer between two that do not: a platform that never answers is given a rest instead.
          coming.push(...Array.from({ length: each }, () => [faults.reset, faults.slow(0)]).flat());
        }
        await until(() => providers.every((one) => one.faults.length === 0), PATIENCE_MS);
        const doubts = async () => {
          const [row] = await postgres.ask(
            (sql) => sql<{ count: number }[]>`
            select count(*)::int as count from messages where state = 'unknown'`,
          );
          return row?.count ?? 0;
        };
        await until(async () => (await doubts()) === each, 30_000).catch(() => undefined);
        const shown = await doubts();
        if (shown !== each) load.faults.push(`${shown} of ${each} lost answers show as unknown`);
        const notes = [`${each} lost where a repeat is known, ${each} where it is not`];
        return { faults: 2 * each, recoveries: [], notes: [...notes, `${shown} shown as unknown`] };
      },
    }),
};
