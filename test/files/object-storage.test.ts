/** Files in object storage: whole, once, and nothing is said to be there that is not. */
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../adapters/signature.ts';
import { ConfigError } from '../../server/config.ts';
import { S3 } from '../simulators/s3/service.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { letter } from '../support/letters.ts';
import type { MailServer } from '../support/mail-server.ts';
import { Mailbox, startSink } from '../support/mailbox.ts';
import { type Agent, foundAs } from '../support/people.ts';
import { postFile, uploadAs } from '../support/workspace.ts';

const MB = 1024 * 1024;
const SLOW_DOWN = { kind: 'slowDown' } as const;

let s3: S3;
let hub: TestHub;
let ana: Agent;
let sink: MailServer;
let mailbox: Mailbox;

beforeAll(async () => {
  s3 = await S3.start();
  hub = await startHub({ files: { home: 's3', s3: s3.settings } });
  ana = await foundAs(hub);
  sink = await startSink();
  mailbox = await Mailbox.connect({ agent: ana, sink });
});

afterAll(async () => {
  await hub.close();
  await sink.stop();
  await s3.stop();
});

afterEach(() => {
  s3.away = null;
  s3.faults.length = 0;
});

const upload = (content: Buffer) => postFile(ana, '/api/v1/attachments', 'plan.bin', content);
const keep = (content: Buffer) => uploadAs(ana, '/api/v1/attachments', 'plan.bin', content);

/** What is read, byte for byte. */
async function download(id: string, headers: Record<string, string> = {}) {
  const url = `${hub.url}/api/v1/attachments/${id}`;
  const response = await fetch(url, { headers: { ...ana.headers, ...headers } });
  const content = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, content };
}

const keyOf = (content: Buffer): string => {
  const digest = sha256(content);
  return `${digest.slice(0, 2)}/${digest}`;
};

/** What lies in the folder for files, and should not. */
async function leftOnDisk(): Promise<string[]> {
  const names = await readdir(path.join(hub.dataDir, 'files')).catch(() => []);
  return names.filter((name) => !name.startsWith('fetched-'));
}

/** A mail with a file. */
function withFile(text: string, content: Buffer): string {
  const file = content.toString('base64').replace(/.{76}/g, '$&\r\n');
  const body = [
    `--edge\r\nContent-Type: text/plain\r\n\r\n${text}\r\n`,
    '--edge\r\nContent-Type: application/octet-stream; name="plan.bin"\r\nContent-Transfer-Encoding: base64',
    `Content-Disposition: attachment\r\n\r\n${file}`,
    '--edge--',
  ].join('\r\n');
  return letter({ content: { type: 'multipart/mixed; boundary="edge"', body } });
}

describe('a file', () => {
  it('lies in the bucket under its digest, and comes back as it was', async () => {
    const content = randomBytes(300_000);
    const id = await keep(content);
    expect((await s3.bucket.content(keyOf(content))).equals(content)).toBe(true);
    expect((await download(id)).content.equals(content)).toBe(true);
    expect(await leftOnDisk()).toEqual([]);
  });

  it('lies there once, however often it is sent', async () => {
    const content = randomBytes(1_000);
    const before = s3.bucket.objects.size;
    const ids = [await keep(content), await keep(content)];
    expect(s3.bucket.objects.size).toBe(before + 1);
    for (const id of ids) expect((await download(id)).content.equals(content)).toBe(true);
  });

  it('goes in parts where it is large, and is whole', async () => {
    const content = randomBytes(70 * MB);
    const id = await keep(content);
    const key = keyOf(content);
    expect(s3.ledger.filter((one) => one === `PUT ${key}`)).toHaveLength(3);
    expect(s3.bucket.uploads.size).toBe(0);
    expect((await download(id)).content.equals(content)).toBe(true);
  });

  it('is given out in the part that is asked for', async () => {
    const content = randomBytes(1_000);
    const id = await keep(content);
    const part = async (range: string) => {
      const { status, headers, content } = await download(id, { range });
      return { status, range: headers.get('content-range'), content };
    };
    expect(await part('bytes=100-199')).toEqual({
      status: 206,
      range: 'bytes 100-199/1000',
      content: content.subarray(100, 200),
    });
    expect(await part('bytes=900-')).toMatchObject({ content: content.subarray(900) });
    expect(await part('bytes=-50')).toMatchObject({ content: content.subarray(950) });
    expect(await part('bytes=990-5000')).toMatchObject({ range: 'bytes 990-999/1000' });
    expect(await part('bytes=1000-')).toMatchObject({ status: 416, range: 'bytes */1000' });
    expect(await part('bytes=1-2,5-6')).toMatchObject({ status: 200, content });
    const other = { range: 'bytes=0-1', 'if-range': '"another"' };
    expect(await download(id, other)).toMatchObject({ status: 200, content });
  });
});

describe('a store with a bad day', () => {
  it('that asks for patience gets it', async () => {
    const content = randomBytes(1_000);
    s3.faults.push(SLOW_DOWN, SLOW_DOWN);
    const id = await keep(content);
    s3.faults.push(SLOW_DOWN);
    expect((await download(id)).content.equals(content)).toBe(true);
    expect(s3.faults).toEqual([]);
  });

  it('that breaks off is gone on with where it was, both ways', async () => {
    const content = randomBytes(40 * MB);
    s3.faults.push({ kind: 'cut', after: 1 * MB });
    const id = await keep(content);
    s3.faults.push({ kind: 'cut', after: 7 * MB }, { kind: 'cut', after: 9 * MB });
    const gets = s3.ledger.length;
    expect((await download(id)).content.equals(content)).toBe(true);
    expect(s3.ledger.slice(gets)).toHaveLength(3);
  });

  it('that fails in the middle of a large file leaves nothing of it', async () => {
    const content = randomBytes(70 * MB);
    const objects = s3.bucket.objects.size;
    const refused = { kind: 'refuse', status: 403, code: 'AccessDenied' } as const;
    const asked = upload(content);
    while (s3.bucket.uploads.size === 0) await sleep(2);
    s3.faults.push(refused);
    expect(await asked).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(s3.bucket.objects.size).toBe(objects);
    expect(s3.bucket.uploads.size).toBe(0);
    expect(await leftOnDisk()).toEqual([]);
    expect(hub.logged.join()).toContain('AccessDenied');
  });

  it('that is away is said at once, and nothing is half written', async () => {
    const content = randomBytes(1_000);
    s3.away = SLOW_DOWN;
    const answer = await upload(content);
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(s3.bucket.objects.has(keyOf(content))).toBe(false);
    expect(await leftOnDisk()).toEqual([]);
    s3.away = null;
    const id = await keep(content);
    s3.away = SLOW_DOWN;
    expect((await download(id)).status).toBe(503);
  });

  it('takes no message without its file: it comes again, and is there once', async () => {
    const content = randomBytes(2_000);
    const mail = withFile('With a plan', content);
    s3.away = SLOW_DOWN;
    expect((await mailbox.post(mail)).status).toBe(503);
    expect(await mailbox.conversations()).toEqual([]);
    s3.away = null;
    expect(await mailbox.post(mail)).toMatchObject({ status: 200, body: { messages: 1 } });
    expect(await mailbox.post(mail)).toMatchObject({ status: 200 });
    const [conversation] = await mailbox.conversations();
    const [message, ...more] = await mailbox.messages(conversation?.id ?? '');
    expect(more).toEqual([]);
    const [file] = message?.attachments ?? [];
    expect((await download(file?.id ?? '')).content.equals(content)).toBe(true);
  });

  it('holds back an answer with a file until it is there, and then it goes, once', async () => {
    const content = randomBytes(2_000);
    const { id } = await mailbox.begin({ from: 'Bo <bo@example.org>', text: 'The plan?' });
    const attachments = [await keep(content)];
    s3.away = SLOW_DOWN;
    const before = sink.taken.length;
    const answer = await mailbox.answer(id, { text: 'Here it is', attachments });
    const tried = async () => (await mailbox.message(id, answer.id)).reason;
    await expect.poll(tried, { timeout: 15_000 }).toBe('The file store is away.');
    expect(sink.taken.length).toBe(before);
    s3.away = null;
    await mailbox.reaches(answer, 'accepted');
    expect(sink.taken.length).toBe(before + 1);
    expect(sink.taken.at(-1)?.raw.replaceAll('\r\n', '')).toContain(content.toString('base64'));
  });

  it('that gives out other bytes than it got has nothing sent', async () => {
    const content = randomBytes(2_000);
    const { id } = await mailbox.begin({ from: 'Cy <cy@example.org>', text: 'The plan?' });
    const attachments = [await keep(content)];
    await s3.bucket.damage(keyOf(content));
    const before = sink.taken.length;
    const answer = await mailbox.answer(id, { text: 'Here it is', attachments });
    const { reason } = await mailbox.reaches(answer, 'failed');
    expect(reason).toContain('is lost');
    expect(sink.taken.length).toBe(before);
  });
});

describe('the start', () => {
  const wrong: [what: string, settings: object, words: string][] = [
    ['a bucket that is not there', { bucket: 'another-bucket' }, 'S3_BUCKET'],
    ['an unknown key', { accessKeyId: 'AKIDSOMEBODYELSE0001' }, 'S3_ACCESS_KEY_ID'],
    ['a wrong secret', { secretAccessKey: 'not the secret' }, 'S3_SECRET_ACCESS_KEY'],
    ['another region', { region: 'us-east-1' }, 'S3_REGION'],
  ];
  it.each(wrong)('is refused with %s', async (_what, settings, words) => {
    const files = { home: 's3', s3: { ...s3.settings, ...settings } } as const;
    const started = startHub({ after: hub, files });
    await expect(started).rejects.toThrow(ConfigError);
    await expect(started).rejects.toThrow(words);
  });

  it('is refused without the bucket as long as there are files in it', async () => {
    const started = startHub({ after: hub });
    await expect(started).rejects.toThrow(ConfigError);
    await expect(started).rejects.toThrow('S3_BUCKET is not set');
  });

  it('is made while the store is away, and says so', async () => {
    s3.away = SLOW_DOWN;
    const beside = await startHub({ after: hub, files: { home: 's3', s3: s3.settings } });
    expect(beside.logged.join()).toContain('S3_ENDPOINT');
    await beside.stop();
    await beside.database.close();
  });
});
