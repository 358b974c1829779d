/** The one line of each experiment, what was found in words, and the file that keeps it all. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { root } from '../tools/tree.ts';
import { type Findings, isClean, noFindings, type Result } from './experiment.ts';

export type Outcome = { id: string; title: string; seed: number; wallMs: number; result: Result };

/** More of a kind say nothing new. */
const MOST_SHOWN = 5;

export function lineOf({ id, wallMs, result }: Outcome): string {
  const { lost, doubled, disorder, stuck, foreign, recoveries } = result;
  const at = (share: number) => seconds(quantile(recoveries, share));
  return [
    `${id} acked ${result.acked}`,
    ...[`lost ${lost.length}`, `dup ${doubled.length}`, `disorder ${disorder.length}`],
    ...[`stuck ${stuck.length}`, `foreign ${foreign.length}`],
    `recover ${at(0.5)}/${at(0.95)}/${at(1)}`,
    `peak RSS ${Math.round(result.peakRss / 2 ** 20)} MB`,
    `wall ${seconds(wallMs)}`,
  ].join(' · ');
}

/** The line, and below it the figures that are this experiment's own and whatever is not as it should be. */
export function textOf(outcome: Outcome): string {
  const { result, title, seed } = outcome;
  const verdict = isClean(result) ? 'clean' : 'NOT CLEAN';
  const kinds = Object.keys(noFindings()) as (keyof Findings)[];
  const found = kinds.flatMap((kind) => {
    const all = result[kind];
    const more = all.length > MOST_SHOWN ? [`… and ${all.length - MOST_SHOWN} more`] : [];
    return [...all.slice(0, MOST_SHOWN), ...more].map((one) => `  ${kind}: ${one}`);
  });
  const about = `  ${title} · ${result.faults} faults · seed ${seed} · ${verdict}`;
  const notes = result.notes.map((note) => `  ${note}`);
  return [lineOf(outcome), about, ...notes, ...found].join('\n');
}

/** @param share of the full number of faults @returns the file, in `test/fault/results/` */
export function keep(outcomes: readonly Outcome[], share: number): string {
  const folder = path.join(root, 'test', 'fault', 'results');
  mkdirSync(folder, { recursive: true });
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const machine = { cores: cpus().length, model: cpus()[0]?.model, memory: totalmem() };
  const at = new Date().toISOString();
  const record = { at, version, node: process.version, machine, share, outcomes };
  const file = path.join(folder, `${at.replaceAll(':', '-')}.json`);
  writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
  return path.relative(root, file);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.ceil((sorted.length - 1) * share)] ?? Number.NaN;
}

export const seconds = (ms: number): string =>
  Number.isNaN(ms) ? '–' : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`;
