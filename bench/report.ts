/** The table at the end, and the file that keeps it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { root } from '../test/tools/tree.ts';

export type Figure = { name: string; value: number; unit: string; target?: string };

/** The middle, and the slow end, of a list of times. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Prints the figures as a table and writes them to `bench/results/`, with machine and versions. */
export function report(figures: Figure[]): void {
  const rows = figures.map(({ name, value, unit, target = '' }) => [
    name,
    `${round(value)} ${unit}`,
    target,
  ]);
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   '),
  );
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
  const folder = path.join(root, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const machine = { cores: cpus().length, model: cpus()[0]?.model, memory: totalmem() };
  const record = { at: new Date().toISOString(), version, node: process.version, machine, figures };
  const file = path.join(folder, `${record.at.replaceAll(':', '-')}.json`);
  writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
}

const round = (value: number) => (value >= 100 ? Math.round(value) : Math.round(value * 10) / 10);
