/** How often a mailbox is looked at, and how patiently after trouble. */

export type Pace = {
  /** Between two looks when nothing is pushed: some servers offer IDLE and never push. */
  pollMs: number;
  /** The same, where there is no IDLE. */
  plainPollMs: number;
  /** After trouble, doubled each time up to `longestWaitMs`. */
  firstWaitMs: number;
  longestWaitMs: number;
  /** After a refused log-in: providers lock out who asks too often. Doubled each time, too. */
  deniedWaitMs: number;
  longestDeniedWaitMs: number;
};

export const PACE: Pace = {
  pollMs: 60_000,
  plainPollMs: 20_000,
  firstWaitMs: 1_000,
  longestWaitMs: 60_000,
  deniedWaitMs: 60_000,
  longestDeniedWaitMs: 900_000,
};

/** Waits without end, each twice the one before, up to a longest; each shortened at random. */
export function* growing(first: number, longest: number): Generator<number, never> {
  for (let wait = first; ; wait = Math.min(wait * 2, longest)) {
    // All the mailboxes of one server must not come back in the same instant.
    yield wait * (0.5 + Math.random() / 2);
  }
}
