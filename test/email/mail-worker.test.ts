/** Mails are read in threads: one that breaks its thread costs nobody else theirs (C8). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import {
  createMailReader,
  type MailReader,
  type MailReaderOptions,
} from '../../adapters/email/mail/worker-pool.ts';
import { letter, parts } from './mail/letter.ts';

const hello = letter(
  ['From: ana@example.com', 'Subject: Hello'],
  'Hi\r\n\r\nOn Mon, 1 Jan 2024 Bo <bo@example.com> wrote:\r\n> old',
);
const huge = letter(['Content-Type: text/html'], '<p>a<b>b</b></p>'.repeat(400_000));

let reader: MailReader | undefined;
const readerWith = (options: MailReaderOptions = {}) => {
  reader = createMailReader(options);
  return reader;
};
afterEach(() => reader?.close());

describe('a mail read in a thread', () => {
  test('comes back whole, with what is new in it and who wrote it', async () => {
    expect(await readerWith().read(hello)).toMatchObject({
      mail: { subject: 'Hello', from: { address: 'ana@example.com' }, date: null },
      stripped: 'Hi',
      quoted: expect.stringContaining('old'),
      forwarded: null,
      verdict: { kind: 'human' },
    });
  });

  test('brings its files', async () => {
    const file = 'Content-Type: a/b; name=f\r\n\r\nabc';
    const raw = letter(['Content-Type: multipart/mixed; boundary=b'], parts('b', file, file));
    const outcome = await readerWith().read(raw);
    const files = 'mail' in outcome ? outcome.mail.files : [];
    expect(files.map(({ content }) => Buffer.from(content).toString())).toEqual(['abc', 'abc']);
  });

  test('leaves the bytes to whom they belong', async () => {
    const raw = Uint8Array.from(hello);
    await readerWith().read(raw);
    expect(Buffer.from(raw).equals(hello)).toBe(true);
  });

  test('waits its turn, and many come back in order', async () => {
    const { read } = readerWith();
    const subjects = Array.from({ length: 20 }, (_, at) => `No ${at}`);
    const outcomes = await Promise.all(
      subjects.map((subject) => read(letter([`Subject: ${subject}`]))),
    );
    expect(outcomes.map((each) => 'mail' in each && each.mail.subject)).toEqual(subjects);
  });
});

describe('a mail that cannot be read is a problem of its own', () => {
  test.each<[string, MailReaderOptions, Buffer, RegExp]>([
    ['over a limit', {}, letter([`X: ${'x'.repeat(1_100_000)}`]), /bytes of header/],
    ['over its time', { timeoutMs: 50 }, huge, /more than 50 ms/],
    ['over its memory', { memoryMb: 8 }, huge, /more than 8 MB/],
  ])('%s', async (_, options, raw, problem) => {
    const { read } = readerWith(options);
    expect(await read(raw)).toEqual({ problem: expect.stringMatching(problem) });
  });

  test('in a thread that breaks, and the next mail has a new one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mail-worker-'));
    const file = join(folder, 'worker.mjs');
    writeFileSync(
      file,
      `import { parentPort } from 'node:worker_threads';
      parentPort.on('message', (raw) => {
        if (raw[0] === 33) throw new Error('secret');
        if (raw[0] === 63) process.exit(3);
        parentPort.postMessage({ problem: 'read ' + raw.length });
      });`,
    );
    const { read } = readerWith({ file });
    const outcomes = await Promise.all(
      ['!', 'ab', '?', 'abc'].map((text) => read(Buffer.from(text))),
    );
    rmSync(folder, { recursive: true });
    expect(outcomes).toEqual([
      { problem: 'the thread that read the mail broke down' },
      { problem: 'read 2' },
      { problem: 'the thread that read the mail ended' },
      { problem: 'read 3' },
    ]);
  });
});

test('a closed reader ends what it was at', async () => {
  const { read, close } = readerWith();
  const unread = [read(huge), read(hello)];
  await close();
  const problem = 'the mail reader was closed';
  expect(await Promise.all([...unread, read(hello)])).toEqual([
    { problem },
    { problem },
    { problem },
  ]);
});
