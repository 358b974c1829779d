import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { complaintIn } from '../../server/database/embedded/complaint.ts';
import { thisHolder } from '../../server/database/embedded/holder.ts';
import { takeLock } from '../../server/database/embedded/lock.ts';
import {
  processCommand,
  processSpace,
  processStart,
} from '../../server/database/embedded/processes.ts';
import { installChild, makeFolder } from './embedded-postgres-tools.ts';

const folder = makeFolder();
const file = path.join(folder, 'embedded-postgres.lock');

beforeEach(async () => {
  for (const name of await readdir(folder)) await rm(path.join(folder, name), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the lock of the embedded database', () => {
  it('names the process that holds it', async () => {
    const lock = await takeLock(folder);
    await expect(takeLock(folder)).rejects.toThrow(`in use by process ${process.pid} `);
    await lock.release();
    await (await takeLock(folder)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is free again when its holder was killed, and tells what the holder left', async () => {
    await abandon(await deadPid(), 'any');
    const lock = await takeLock(folder);
    expect(lock.previous?.socketDir).toBe('/tmp/left');
    await lock.release();
  });

  it('does not mistake another process with the same id for its holder', async () => {
    await abandon(process.pid, 'another start');
    const lock = await takeLock(folder);
    expect(lock.previous?.pid).toBe(process.pid);
    await lock.release();
  });

  it('is free again when a power cut left an empty file', async () => {
    await writeFile(file, '');
    const lock = await takeLock(folder);
    expect(lock.previous).toBeUndefined();
    await lock.release();
  });

  it('is free again when the one who took it over was killed half-way', async () => {
    await abandon(await deadPid(), 'any');
    await abandon(await deadPid(), 'any', `${file}.takeover`);
    await (await takeLock(folder)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is free again when its holder ran before the machine was started, or in a container', async () => {
    await writeFile(file, JSON.stringify({ ...(await thisHolder()), space: 'another boot' }));
    await (await takeLock(folder)).release();
  });

  it('leaves a successor’s lock alone when it is released late', async () => {
    const early = await takeLock(folder);
    await abandon(await deadPid(), 'any');
    const late = await takeLock(folder);
    await early.release();
    expect(await readFile(file, 'utf8')).toContain(`"pid":${process.pid}`);
    await late.release();
  });

  it('has one holder at a time, however many processes find it abandoned', async () => {
    const child = await installChild(folder, 'embedded-lock-child');
    const outputs = await Promise.all([1, 2, 3].map(() => outputOf([child, folder, '150'])));
    const held = outputs.map((text) => Number(/^held (\d+)$/m.exec(text)?.[1]));
    expect(outputs.join('')).not.toContain('BROKEN');
    expect(held.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(20);
  });
});

describe.each(['linux', 'darwin'])('what is read about a process the way of %s', (platform) => {
  it('is the same at each look, and nothing once it is gone', async () => {
    const start = await processStart(process.pid, platform);
    expect(start).toBeTruthy();
    expect(await processStart(process.pid, platform)).toBe(start);
    expect(await processCommand(process.pid, platform)).toContain('node');
    const gone = await deadPid();
    expect(await processStart(gone, platform)).toBeUndefined();
    expect(await processCommand(gone, platform)).toBe('');
  });

  it('is nothing for a zombie', async () => {
    const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = await once(parent.stdout, 'data');
    await expect.poll(() => processStart(Number(line), platform)).toBeUndefined();
    parent.kill('SIGKILL');
  });
});

describe('the reason why Postgres ended', () => {
  it('is the first complaint of its log, with the detail', () => {
    const log = [
      '2026-01-01 00:00:00.000 UTC [7] LOG:  starting PostgreSQL 18.4',
      '2026-01-01 00:00:00.000 UTC [7] FATAL:  database files are incompatible with server',
      '2026-01-01 00:00:00.000 UTC [7] DETAIL:  The data directory was made by version 17.',
      '2026-01-01 00:00:00.000 UTC [7] PANIC:  cannot abort transaction 1',
    ].join('\n');
    expect(complaintIn(log)).toBe(
      'database files are incompatible with server (The data directory was made by version 17.)',
    );
    expect(complaintIn('')).toBe('it ended without a word');
  });
});

async function deadPid(): Promise<number> {
  const child = spawn('true');
  await once(child, 'exit');
  return child.pid ?? 0;
}

async function abandon(pid: number, start: string, at = file): Promise<void> {
  const id = `${pid} ${start} ${at}`;
  const space = await processSpace();
  const holder = { id, pid, start, space, host: 'h', socketDir: '/tmp/left' };
  await writeFile(at, JSON.stringify(holder));
}

async function outputOf(args: string[]): Promise<string> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  await once(child, 'close');
  return text;
}
