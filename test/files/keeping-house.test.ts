/** Files that move from one store to the other, and those that nobody needs: none that is needed is ever away. */
import { randomBytes } from 'node:crypto';
import { readdir, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../adapters/signature.ts';
import { createDepots } from '../../server/attachments/files.ts';
import { moveHome } from '../../server/attachments/moving.ts';
import { collectOrphans } from '../../server/attachments/orphans.ts';
import type { Message } from '../../server/wire/messages.ts';
import { S3 } from '../simulators/s3/service.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { type Agent, foundAnother, foundAs, inboxOf, visit, websiteOf } from '../support/people.ts';
import { uploadAs } from '../support/workspace.ts';

let s3: S3;
/** On the same database and folder: one keeps new files on disk, the other in the bucket. */
let hub: TestHub;
let owner: postgres.Sql;
let ana: Agent;
let otto: Agent;
let folder: string;

beforeAll(async () => {
  s3 = await S3.start();
  hub = await startHub({ files: { home: 'disk', s3: s3.settings } });
  owner = ownerOf(hub);
  ana = await foundAs(hub);
  otto = await foundAnother(hub);
  folder = path.join(hub.dataDir, 'files');
});

afterAll(async () => {
  await owner.end();
  await hub.close();
  await s3.stop();
});

/** Every test begins with stores in which nothing lies. */
beforeEach(async () => {
  s3.bucket.objects.clear();
  s3.away = null;
  await rm(folder, { recursive: true, force: true });
  await owner`truncate stored_files`;
});

const depots = (home: 'disk' | 's3') =>
  createDepots(hub.database, folder, { home, s3: s3.settings });
const collect = () => collectOrphans(depots('disk'));
const move = (home: 'disk' | 's3') => moveHome(depots(home), () => {});

const upload = (who: Agent, content: Buffer) =>
  uploadAs(who, '/api/v1/attachments', 'plan.bin', content);

/** A note that takes the uploads along. */
async function note(who: Agent, ...attachments: string[]): Promise<void> {
  const website = (await websiteOf(who)).id;
  await (await visit(hub, website)).says('Hello');
  const [talk] = await inboxOf(who, 'all');
  const answer = await who.call<Message>('POST', `/api/v1/conversations/${talk?.id}/messages`, {
    key: `note-${attachments.join('-')}`.slice(0, 60),
    kind: 'note',
    text: 'A plan',
    attachments,
  });
  if (answer.status !== 201) throw new Error(`answered ${JSON.stringify(answer.body)}`);
}

async function isOpen(who: Agent, id: string, content: Buffer): Promise<boolean> {
  const url = `${hub.url}/api/v1/attachments/${id}`;
  const response = await fetch(url, { headers: who.headers });
  return response.ok && Buffer.from(await response.arrayBuffer()).equals(content);
}

async function onDisk(): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return names.filter((one) => one.isFile()).map(({ name }) => name);
}
const inBucket = () => [...s3.bucket.objects.keys()].map((key) => key.slice(3));

/** As if all that is in the ledger had been so since the day before yesterday. */
async function twoDaysLater(): Promise<void> {
  await owner`update stored_files set touched_at = touched_at - interval '2 days',
    unused_since = unused_since - interval '2 days', leased_until = leased_until - interval '2 days'`;
}

const aWeekLater = (id: string) =>
  owner.begin(async (tx) => {
    await tx`alter table attachments no force row level security`;
    await tx`update attachments set created_at = created_at - interval '8 days' where id = ${id}`;
    await tx`alter table attachments force row level security`;
  });

describe('moving', () => {
  it('takes every file along, there and back, and each can be opened all the while', async () => {
    const contents = Array.from({ length: 5 }, () => randomBytes(20_000));
    const ids = await Promise.all(contents.map((content) => upload(ana, content)));
    const allOpen = async () =>
      (await Promise.all(ids.map((id, n) => isOpen(ana, id, contents[n] ?? randomBytes(1))))).every(
        Boolean,
      );
    expect(await allOpen()).toBe(true);
    expect(inBucket()).toEqual([]);
    expect(await move('s3')).toEqual({ files: 5, bytes: 100_000, lost: [] });
    expect(inBucket().sort()).toEqual(contents.map(sha256).sort());
    // From there, even if there is nothing on disk any more.
    await rm(folder, { recursive: true });
    expect(await allOpen()).toBe(true);
    expect(await move('disk')).toMatchObject({ files: 5, lost: [] });
    s3.away = { kind: 'slowDown' };
    expect(await allOpen()).toBe(true);
  });

  it('goes on where it was stopped', async () => {
    const contents = Array.from({ length: 4 }, () => randomBytes(1_000));
    await Promise.all(contents.map((content) => upload(ana, content)));
    const refused = { kind: 'refuse', status: 403, code: 'AccessDenied' } as const;
    const original = s3.ledger.length;
    const stopping = move('s3');
    while (s3.ledger.length < original + 2) await new Promise(setImmediate);
    s3.away = refused;
    await expect(stopping).rejects.toThrow('unavailable');
    const there = inBucket().length;
    expect(there).toBeGreaterThan(0);
    expect(there).toBeLessThan(4);
    s3.away = null;
    expect((await move('s3')).files).toBeLessThan(4);
    expect(inBucket()).toHaveLength(4);
    expect(await move('s3')).toEqual({ files: 0, bytes: 0, lost: [] });
  });

  it('repoints nothing that is not whole, and says so', async () => {
    const [sound, damaged] = [randomBytes(1_000), randomBytes(1_000)];
    await upload(ana, sound);
    await upload(ana, damaged);
    const digest = sha256(damaged);
    await writeFile(path.join(folder, digest.slice(0, 2), digest), 'something else');
    expect(await move('s3')).toEqual({ files: 1, bytes: 1_000, lost: [digest] });
    expect(inBucket()).toEqual([sha256(sound)]);
  });

  it('leaves the old copies for a day', async () => {
    const content = randomBytes(1_000);
    const id = await upload(ana, content);
    await note(ana, id);
    await move('s3');
    await collect();
    expect(await onDisk()).toEqual([sha256(content)]);
    await twoDaysLater();
    expect(await collect()).toMatchObject({ files: 1 });
    expect(await onDisk()).toEqual([]);
    expect(await isOpen(ana, id, content)).toBe(true);
  });
});

describe('collecting', () => {
  it('leaves what a message has, in whichever workspace', async () => {
    const content = randomBytes(1_000);
    const ours = await upload(ana, content);
    const theirs = await upload(otto, content);
    await note(otto, theirs);
    await aWeekLater(ours);
    await twoDaysLater();
    await collect();
    await twoDaysLater();
    await collect();
    expect((await ana.call('GET', `/api/v1/attachments/${ours}`)).status).toBe(404);
    expect(await isOpen(otto, theirs, content)).toBe(true);
  });

  it('takes an upload that no message took in a week, and its bytes a day later', async () => {
    const content = randomBytes(1_000);
    const id = await upload(ana, content);
    await twoDaysLater();
    expect(await collect()).toEqual({ uploads: 0, files: 0 });
    await aWeekLater(id);
    expect(await collect()).toEqual({ uploads: 1, files: 0 });
    expect(await onDisk()).toEqual([sha256(content)]);
    await twoDaysLater();
    expect(await collect()).toEqual({ uploads: 0, files: 1 });
    expect(await onDisk()).toEqual([]);
  });

  it('leaves what a saved reply has, however old', async () => {
    const content = randomBytes(1_000);
    const id = await upload(ana, content);
    const reply = { name: 'With a plan', text: 'The plan', shared: false, attachments: [id] };
    const saved = await ana.call<{ id: string }>('POST', '/api/v1/saved-replies', reply);
    await aWeekLater(id);
    await collect();
    await twoDaysLater();
    expect(await collect()).toEqual({ uploads: 0, files: 0 });
    expect(await isOpen(ana, id, content)).toBe(true);
    await ana.call('DELETE', `/api/v1/saved-replies/${saved.body.id}`);
    await collect();
    await twoDaysLater();
    expect(await collect()).toEqual({ uploads: 0, files: 1 });
  });

  it('leaves bytes that are sent again in the meantime', async () => {
    const content = randomBytes(1_000);
    await aWeekLater(await upload(ana, content));
    await twoDaysLater();
    await collect();
    await twoDaysLater();
    // Nothing points to them, and the next round would take them away.
    const id = await upload(ana, content);
    expect(await collect()).toEqual({ uploads: 0, files: 0 });
    expect(await isOpen(ana, id, content)).toBe(true);
  });

  it('and sending the same bytes at the same time end with a file or without an upload, never in between', async () => {
    for (let round = 0; round < 15; round++) {
      const content = randomBytes(1_000);
      await aWeekLater(await upload(ana, content));
      await twoDaysLater();
      await collect();
      await twoDaysLater();
      const [id] = await Promise.all([upload(ana, content), collect(), collect()]);
      expect(await isOpen(ana, id, content)).toBe(true);
    }
  });

  it('finds bytes that are in no ledger, and takes them a day later', async () => {
    const stray = randomBytes(1_000);
    await upload(ana, randomBytes(10));
    await depots('s3')
      .at('s3')
      .put(await fileOf(stray), sha256(stray));
    await collect();
    expect(inBucket()).toEqual([sha256(stray)]);
    await twoDaysLater();
    expect(await collect()).toMatchObject({ files: 1 });
    expect(inBucket()).toEqual([]);
  });

  it('clears away what a process left behind that ended while it took files in, and nothing younger', async () => {
    await upload(ana, randomBytes(10));
    const [old, young] = ['upload-old', 'upload-young'].map((name) => path.join(folder, name));
    for (const file of [old ?? '', young ?? '']) await writeFile(file, 'half a file');
    await utimes(old ?? '', 0, 0);
    await collect();
    expect(await onDisk()).toContain('upload-young');
    expect(await onDisk()).not.toContain('upload-old');
  });

  it('says that it could not while the bucket is away, and loses nothing', async () => {
    const content = randomBytes(1_000);
    const id = await upload(ana, content);
    await move('s3');
    s3.away = { kind: 'slowDown' };
    await expect(collect()).rejects.toThrow('unavailable');
    s3.away = null;
    expect(await isOpen(ana, id, content)).toBe(true);
  });
});

async function fileOf(content: Buffer): Promise<string> {
  const file = path.join(hub.dataDir, 'stray');
  await writeFile(file, content);
  return file;
}
