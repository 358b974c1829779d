/** An operator moves the files into a bucket beside the running server, backs them up from there, and restores them without it. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Attachment } from '../../server/wire/messages.ts';
import { S3 } from '../simulators/s3/service.ts';
import { logInRemotely, type Remote } from '../support/remote.ts';
import {
  adminSettings,
  makeDataDir,
  removeDataDir,
  type ServerProcess,
  type Settings,
  startProgram,
  startServer,
  stop,
} from '../support/server-process.ts';

let s3: S3;
let dataDir: string;
let otherDir: string;
let place: string;
let server: ServerProcess | undefined;

beforeAll(async () => {
  s3 = await S3.start();
  dataDir = await makeDataDir();
  otherDir = await makeDataDir();
  place = await mkdtemp(path.join(tmpdir(), 'interline-moved-'));
});

afterAll(async () => {
  if (server) await stop(server);
  await s3.stop();
  await Promise.all([dataDir, otherDir, place].map(removeDataDir));
});

async function restart(settings: Settings): Promise<Remote> {
  if (server) await stop(server);
  server = await startServer({ ...adminSettings, ...settings });
  return logInRemotely(server.url);
}

async function upload(ana: Remote, content: Buffer): Promise<Attachment> {
  const body = new FormData();
  body.append('file', new Blob([new Uint8Array(content)]), 'plan.bin');
  const answer = await fetch(`${ana.url}/api/v1/attachments`, {
    ...{ method: 'POST', headers: ana.headers, body },
  });
  return (await answer.json()) as Attachment;
}

async function download(ana: Remote, { url }: Attachment): Promise<Buffer> {
  const answer = await fetch(`${ana.url}${url}`, { headers: ana.headers });
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

it('moves, backs up and restores every file', async () => {
  const content = randomBytes(500_000);
  let ana = await restart({ DATA_DIR: dataDir });
  const file = await upload(ana, content);
  const inBucket = { DATA_DIR: dataDir, ...s3.environment };
  ana = await restart(inBucket);
  expect(s3.bucket.objects.size).toBe(0);
  const moved = await startProgram(inBucket, ['files', 'move']).ended;
  expect(moved).toMatchObject({ code: 0, out: '1 files (0.5 MB) moved to s3.\n' });
  expect(s3.bucket.objects.size).toBe(1);
  await rm(path.join(dataDir, 'files'), { recursive: true });
  expect((await download(ana, file)).equals(content)).toBe(true);

  const backup = path.join(place, 'monday');
  expect(await startProgram(inBucket, ['backup', backup]).ended).toMatchObject({
    code: 0,
    err: '',
  });
  const restored = await startProgram({ DATA_DIR: otherDir }, ['restore', backup]).ended;
  expect(restored).toMatchObject({ code: 0, err: '' });
  ana = await restart({ DATA_DIR: otherDir });
  s3.away = { kind: 'slowDown' };
  expect((await download(ana, file)).equals(content)).toBe(true);
});

it('says what is wrong instead of moving', async () => {
  const wrong = { ...s3.environment, S3_BUCKET: 'another-bucket' };
  s3.away = null;
  const said = await startProgram({ DATA_DIR: dataDir, ...wrong }, ['files', 'move']).ended;
  expect(said).toMatchObject({ code: 1, out: '', err: 'S3_BUCKET is not there; make it first.\n' });
  const asked = await startProgram({ DATA_DIR: dataDir }, ['files', 'burn']).ended;
  expect(asked).toMatchObject({ code: 2, err: 'Usage: npm run files -- move|collect\n' });
});
