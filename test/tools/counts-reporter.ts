/**
 * Ends a test run with one plain line, `N passed, N failed, N skipped`, for readers that do not
 * know vitest. A file that could not even be loaded and an error outside every test count as
 * failed: such a run must never look green.
 */
import type { Reporter, TestModule } from 'vitest/node';

type Counts = { passed: number; failed: number; skipped: number };

export class CountsReporter implements Reporter {
  private readonly counts: Counts = { passed: 0, failed: 0, skipped: 0 };

  onInit(): void {
    // The very last thing said, after everything the other reporters still have to say.
    process.once('exit', (code) => this.say(code));
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    this.counts.failed += unhandledErrors.length;
    for (const module of modules) count(module, this.counts);
  }

  private say(code: number): void {
    const { passed, failed, skipped } = this.counts;
    // A run that broke before its first test has no failed test to show for it.
    const atLeast = code === 0 ? 0 : 1;
    process.stdout.write(
      `\n${passed} passed, ${Math.max(failed, atLeast)} failed, ${skipped} skipped\n`,
    );
  }
}

function count(module: TestModule, counts: Counts): void {
  const before = counts.failed;
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    // Never finished: the run was broken off, so it proves nothing.
    counts[state === 'pending' ? 'failed' : state] += 1;
  }
  if (!module.ok() && counts.failed === before) counts.failed += 1;
}
