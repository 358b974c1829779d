/** What an experiment is, what it is given and what it gives back. */
import type { Random } from './load/seeded.ts';

export type Experiment = {
  /** As in the list of faults: `F01`. */
  id: string;
  title: string;
  run(context: Context): Promise<Result>;
};

export type Context = {
  seed: number;
  random: Random;
  /** By scale: the full number, a part of it, or the one for a quick look. */
  scaled(full: number, short: number): number;
  /** Whether figures of speed count: not in a quick look, beside whatever else runs. */
  strict: boolean;
  /** Tells the operator how it goes. */
  say(line: string): void;
};

/** Each finding in words; none is as it should be. */
export type Findings = {
  /** Acknowledged and not stored. */
  lost: string[];
  /** Stored, or sent where a repeat is known, more than once; stored though nobody wrote it. */
  doubled: string[];
  /** A line with a gap, or in another order than it was written in. */
  disorder: string[];
  /** Pending long after all was well again. */
  stuck: string[];
  /** In a workspace it does not belong to. */
  foreign: string[];
  /** Everything else that must not be: a screen that shows something else, an answer nobody should get. */
  wrong: string[];
};

export type Result = Findings & {
  acked: number;
  /** How often something was killed, emptied or cut. */
  faults: number;
  /** ms until something was acknowledged again, for each fault. */
  recoveries: number[];
  /** In bytes. */
  peakRss: number;
  /** Figures of this experiment alone, as they shall be read. */
  notes: string[];
};

export const noFindings = (): Findings => ({
  ...{ lost: [], doubled: [], disorder: [] },
  ...{ stuck: [], foreign: [], wrong: [] },
});

export const isClean = (findings: Findings): boolean =>
  Object.keys(noFindings()).every((kind) => findings[kind as keyof Findings].length === 0);

/** Nothing was tried, which is not as it should be either. */
export const notRun = (why: string): Result => ({
  ...noFindings(),
  ...{ wrong: [`not run: ${why}`], notes: [] },
  ...{ acked: 0, faults: 0, recoveries: [], peakRss: 0 },
});
