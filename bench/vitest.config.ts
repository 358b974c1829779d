/** `npm run bench`: the figures, apart from the tests, because a clock must never fail a build. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['bench/**/*.bench.ts'],
    globalSetup: ['test/setup/build.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    reporters: ['default'],
    disableConsoleIntercept: true,
  },
});
