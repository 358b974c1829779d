/** How long until it is ready, and what it costs at rest. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  adminSettings,
  makeDataDir,
  removeDataDir,
  startServer,
  stop,
} from '../../test/support/server-process.ts';
import { type Figure, percentile } from '../report.ts';

const REST_MS = 20_000;

export async function measureStart(): Promise<Figure[]> {
  const dataDir = await makeDataDir();
  const settings = { DATA_DIR: dataDir, ...adminSettings };
  try {
    const first = await startServer(settings);
    await stop(first);
    const later: number[] = [];
    for (let round = 0; round < 3; round++) {
      const again = await startServer(settings);
      later.push(again.readyMs);
      await stop(again);
    }
    const resting = await startServer(settings);
    await sleep(REST_MS);
    const memory = memoryOf(resting.pid);
    await stop(resting);
    return [
      { name: 'first start to ready', value: first.readyMs / 1000, unit: 's', target: '≤ 15 s' },
      {
        name: 'later start to ready',
        value: percentile(later, 0.5) / 1000,
        unit: 's',
        target: '≤ 3 s',
      },
      {
        name: 'memory at rest, RSS of all processes',
        value: memory.rss,
        unit: 'MB',
        target: '≤ 250 MB',
      },
      { name: 'memory at rest, PSS of all processes', value: memory.pss, unit: 'MB' },
    ];
  } finally {
    await removeDataDir(dataDir);
  }
}

/** The process and everything below it, in megabytes. RSS counts shared pages once for each process, PSS once in all. */
function memoryOf(pid: number): { rss: number; pss: number } {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = readProc(`/proc/${name}/stat`);
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const family = new Set([pid]);
  // Children have been listed in any order: look until nobody new is found.
  for (let before = 0; before !== family.size; ) {
    before = family.size;
    for (const [child, parent] of parents) if (family.has(parent)) family.add(child);
  }
  let rss = 0;
  let pss = 0;
  for (const member of family) {
    const rollup = readProc(`/proc/${member}/smaps_rollup`);
    rss += Number(/^Rss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
    pss += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
  }
  return { rss: rss / 1024, pss: pss / 1024 };
}

function readProc(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
