/**
 * Everything that is tested, in three rounds, because two cores carry one heavy round at a time:
 * the house checks (each starts a tool), the tests of the code on a real database, and at the end,
 * one file after the other, what starts whole servers and browsers.
 */
import { configDefaults, defineConfig } from 'vitest/config';
import { CountsReporter } from './test/tools/counts-reporter.ts';

const slow = ['test/browser/**/*.test.ts', 'test/process/**/*.test.ts'];
const house = ['test/house/**/*.test.ts'];

export default defineConfig({
  test: {
    maxWorkers: 2,
    reporters: ['default', new CountsReporter()],
    projects: [
      {
        extends: true,
        test: {
          name: 'house',
          include: house,
          testTimeout: 300_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'code',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, ...house, ...slow],
          globalSetup: ['test/setup/build.ts', 'test/setup/database.ts'],
          setupFiles: ['test/setup/published.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: slow,
          globalSetup: ['test/setup/build.ts'],
          fileParallelism: false,
          // Installing a browser on a bare machine is part of the first test's time.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // As long as a screen may take on a busy machine: a second is not.
          expect: { poll: { timeout: 12_000 } },
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
