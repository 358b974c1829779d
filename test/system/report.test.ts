/** The System page's report: what an admin is told of the installation, and nobody else. */
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addressCheck,
  backupCheck,
  clockCheck,
  diskCheck,
  queueCheck,
  redisCheck,
  versionsCheck,
  workerCheck,
} from '../../server/system/checks.ts';
import type { SystemCheck, SystemReport } from '../../server/wire/system.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import {
  type Agent,
  Caller,
  connectEcho,
  foundAnother,
  foundAs,
  join,
  tokenOf,
} from '../support/people.ts';

let hub: TestHub;
let ana: Agent;
let owner: ReturnType<typeof ownerOf>;

beforeAll(async () => {
  hub = await startHub();
  ana = await foundAs(hub);
  owner = ownerOf(hub);
});
afterAll(async () => {
  await owner.end();
  await hub.close();
});

async function report(): Promise<SystemReport> {
  const { status, body } = await ana.call<SystemReport>('GET', '/api/v1/system');
  expect(status).toBe(200);
  return body;
}

async function check(about: SystemCheck['about']): Promise<SystemCheck> {
  const found = (await report()).checks.find((one) => one.about === about);
  if (!found) throw new Error(`nobody looked at ${about}`);
  return found;
}

describe('the report', () => {
  it('looks at each thing once and finds a small installation well', async () => {
    const { checks, processes, version, databaseVersion, redisVersion } = await report();
    const abouts = checks.map(({ about }) => about);
    expect(new Set(abouts).size).toBe(abouts.length);
    expect(abouts).toContain('queue');
    const states = Object.fromEntries(checks.map(({ about, finding }) => [about, finding]));
    expect(states).toMatchObject({
      worker: 'worker-good',
      queue: 'queue-good',
      clock: 'clock-good',
      redis: 'redis-none',
      files: 'files-good',
      // Set to the address of a machine's own, as tests are.
      address: 'address-local',
    });
    expect(processes).toHaveLength(1);
    expect(processes[0]).toMatchObject({ role: 'all', version, node: process.versions.node });
    expect([databaseVersion, redisVersion]).toEqual([expect.stringMatching(/^1[5-9]/), null]);
  });

  it('is for admins, in their own session or by a token of theirs', async () => {
    const ben = await join(hub, ana, 'Ben Berg');
    expect((await ben.call('GET', '/api/v1/agents')).status).toBe(200);
    expect((await ben.call('GET', '/api/v1/system')).status).toBe(403);
    expect((await new Caller(hub).call('GET', '/api/v1/system')).status).toBe(401);
    const bearer = async (scopes: string[]) =>
      new Caller(hub, { authorization: `Bearer ${await tokenOf(ana, scopes)}` });
    expect((await (await bearer(['read'])).call('GET', '/api/v1/system')).status).toBe(403);
    expect((await (await bearer(['admin'])).call('GET', '/api/v1/system')).status).toBe(200);
  });

  it('names the channels that fail, of the own workspace alone', async () => {
    const { id } = await connectEcho(ana);
    expect(await check('channels')).toMatchObject({ state: 'good' });
    await owner`update channels set failing_since = now(), failing_reason = 'expired' where id = ${id}`;
    const { name } = (await ana.call<{ name: string }>('GET', `/api/v1/channels/${id}`)).body;
    expect(await check('channels')).toMatchObject({ state: 'attention', facts: { names: name } });
    const otto = await foundAnother(hub);
    const { body } = await otto.call<SystemReport>('GET', '/api/v1/system');
    expect(JSON.stringify(body.checks)).not.toContain(name);
    expect(body.checks.map(({ about }) => about)).toContain('channels');
  });

  it('tells of a process that fell silent, and of work that nobody does', async () => {
    await owner`update processes set role = 'web'`;
    expect(await check('worker')).toMatchObject({ state: 'broken', finding: 'worker-none' });
    const [{ id: workspace } = { id: '' }] = await owner<
      { id: string }[]
    >`select id from workspaces`;
    await owner`insert into processes (id, host, role, version, node, seen_at)
      values (gen_random_uuid(), 'elsewhere', 'worker', '0.0.1', '20.20.2', now() - interval '16 seconds')`;
    await owner`insert into jobs (workspace_id, kind, subject_id, lane, due_at, leased_until)
      values (${workspace}, 'wake', gen_random_uuid(), gen_random_uuid(), now() - interval '1 hour', now() + interval '1 hour')`;
    expect(await check('worker')).toMatchObject({ state: 'broken', finding: 'worker-silent' });
    const { facts, state } = await check('queue');
    expect([state, Number(facts['oldestSeconds']) >= 3_600]).toEqual(['broken', true]);
    await owner`delete from jobs`;
    await owner`update processes set role = 'all', seen_at = now()`;
    expect(await check('worker')).toMatchObject({ state: 'good', facts: { count: 2 } });
    expect(await check('versions')).toMatchObject({ state: 'attention' });
  });

  it('knows when a backup was last made', async () => {
    expect(await check('backup')).toMatchObject({ finding: 'backup-never' });
    await owner`insert into backups (made_at) values (now() - interval '4 days')`;
    expect(await check('backup')).toMatchObject({ finding: 'backup-old' });
    await owner`insert into backups default values`;
    expect(await check('backup')).toMatchObject({ finding: 'backup-good', state: 'good' });
  });

  it('sees that files cannot be saved', async () => {
    const folder = path.join(hub.dataDir, 'files');
    await rm(folder, { recursive: true, force: true });
    // Made when the first one comes.
    expect(await check('files')).toMatchObject({ state: 'good' });
    await writeFile(folder, 'in its place');
    expect(await check('files')).toMatchObject({ state: 'broken', finding: 'files-refused' });
    await rm(folder);
  });
});

describe('what is measured', () => {
  const disk = (freeBytes: number) => diskCheck({ freeBytes, totalBytes: 100e9 }).state;
  const clock = (skewSeconds: number) => clockCheck({ version: '18', ms: 1, skewSeconds }).state;
  const queue = (oldestSeconds: number) =>
    queueCheck([{ kind: 'deliver', count: 1, oldestSeconds }]).state;
  const now = new Date('2026-01-10T00:00:00Z');
  const running = (version: string, silent = false) => ({
    ...{ host: 'a', role: 'all' as const, version, node: '20', silent },
    ...{ startedAt: now.toISOString(), seenAt: now.toISOString() },
  });

  it.each([
    ['a disk', [disk(50e9), disk(4e9), disk(1e8)]],
    ['a clock', [clock(0.4), clock(-3), clock(8)]],
    ['a queue', [queue(2), queue(60), queue(600)]],
  ])('is %s that is well, wants attention, is broken', (_what, states) => {
    expect(states).toEqual(['good', 'attention', 'broken']);
  });

  it('is the address: encrypted, reached, and known to more than this machine', () => {
    const found = (url: string, reached = true) => addressCheck(url, reached).finding;
    expect(found('https://chat.example.com')).toBe('address-good');
    expect(found('https://chat.example.com', false)).toBe('address-unreachable');
    expect(found('http://chat.example.com')).toBe('address-plain');
    expect(found('http://localhost:3000')).toBe('address-local');
    expect(found('http://127.0.0.1:3000')).toBe('address-local');
  });

  it('is Redis, which breaks less than it seems', () => {
    expect(redisCheck({ version: '7.2.4' })).toMatchObject({ state: 'good' });
    expect(redisCheck({ trouble: 'unsafe' })).toMatchObject({ state: 'attention' });
    expect(redisCheck({ trouble: 'away' })).toMatchObject({ state: 'broken' });
  });

  it('counts only processes that are alive', () => {
    expect(workerCheck([running('1'), running('1', true)]).facts).toEqual({ count: 1 });
    expect(versionsCheck([running('1'), running('2', true)]).state).toBe('good');
    expect(versionsCheck([running('1'), running('2')]).state).toBe('attention');
    expect(backupCheck(now, now).finding).toBe('backup-good');
  });
});
