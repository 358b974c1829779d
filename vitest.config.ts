/**
 * Everything that is tested, in rounds, each two files at a time, as two cores carry: the house checks (each starts a
 * tool) and the tests of the code on a real database; then whole servers and browsers; and at the end, one file after the
 * other, what is killed and held against the clock.
 */
import { configDefaults, defineConfig } from 'vitest/config';
import { CountsReporter } from './test/tools/counts-reporter.ts';

const whole = ['test/browser/**/*.test.ts', 'test/process/**/*.test.ts'];
/** What needs a process of its own: it counts, or shuts, what all of a process share. Others follow each other in one: loading takes longer than most of them do. */
const own = [
  'test/people/log-in.test.ts',
  'test/messengers/files.test.ts',
  'test/adapters/conformance.test.ts',
];
const house = ['test/house/**/*.test.ts'];
/** How soon something comes back, or how much memory it takes, is only true when nobody else is at work. */
const alone = ['test/process/{crash,faults,large-files}.test.ts', 'test/browser/asleep.test.ts'];
/** As long as something may take on a busy machine: a second is not. */
const patience = { poll: { timeout: 12_000 } };
const code = {
  globalSetup: ['test/setup/build.ts', 'test/setup/database.ts'],
  setupFiles: ['test/setup/published.ts'],
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: patience,
  sequence: { groupOrder: 0 },
};
/** Whole servers and browsers. */
const slow = {
  globalSetup: ['test/setup/build.ts', 'test/setup/installed.ts'],
  // Installing a browser on a bare machine is part of the first test's time.
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: patience,
};

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
          ...code,
          name: 'code',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, ...house, ...whole, ...own],
          isolate: false,
        },
      },
      { extends: true, test: { ...code, name: 'own', include: own } },
      {
        extends: true,
        test: {
          ...slow,
          name: 'whole',
          include: whole,
          exclude: [...configDefaults.exclude, ...alone],
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...slow,
          name: 'alone',
          include: alone,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
