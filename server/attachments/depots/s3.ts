/** The depot in object storage: Amazon's S3 or whatever speaks as it does. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { passes } from '../../garbage.ts';
import { type Depot, digestOf, MissingFileError, nameOf, type Range } from './depot.ts';
import { away, field, type Given, S3Error, S3Requests, type Slice } from './s3-requests.ts';
import type { S3Settings } from './settings.ts';

/** What goes in one piece. Larger files go in parts of this size, of which there may be 10,000. */
const PART_BYTES = 32 * 1024 * 1024;
/** How often a download may break off and go on where it was. */
const MOST_BREAKS = 5;

export function createS3(settings: S3Settings): Depot {
  const requests = new S3Requests(settings);
  return {
    put: (file, digest) => put(requests, file, digest).catch(rethrowAway),
    read: (digest, range) => read(requests, digest, range).catch(rethrowAway),
    async remove(digest) {
      const given = requests.ask({ method: 'DELETE', key: nameOf(digest) });
      await (await given.catch(rethrowAway)).body.dump();
    },
    list: () => list(requests),
  };
}

const rethrowAway = (error: unknown): never => {
  throw away(error);
};

async function put(requests: S3Requests, file: string, digest: string): Promise<void> {
  const key = nameOf(digest);
  const { size } = await stat(file);
  if (size > PART_BYTES) return putInParts(requests, { file, key, size });
  const body = { file, start: 0, size, sha256: digest };
  await (await requests.ask({ method: 'PUT', key, body })).body.dump();
}

type Large = { file: string; key: string; size: number };

/** Nothing of it is to be seen before the last step. https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html */
async function putInParts(requests: S3Requests, { file, key, size }: Large): Promise<void> {
  const begun = await requests.words({ method: 'POST', key, query: { uploads: '' } });
  const uploadId = field(begun, 'UploadId');
  try {
    const parts: string[] = [];
    for (let start = 0, number = 1; start < size; start += PART_BYTES, number++) {
      const body = await sliceOf(file, start, Math.min(PART_BYTES, size - start));
      const query = { partNumber: String(number), uploadId };
      const given = await requests.ask({ method: 'PUT', key, query, body });
      await given.body.dump();
      parts.push(partOf(number, String(given.headers['etag'])));
    }
    const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
    const done = await requests.words({ method: 'POST', key, query: { uploadId }, body });
    // It may say 200 first, to keep the line open, and no afterwards.
    const code = field(done, 'Code');
    if (code) throw new S3Error(200, code, field(done, 'Message'));
  } catch (error) {
    // Parts are paid for until they are given up; if that fails, a rule of the bucket's has to.
    const given = requests.ask({ method: 'DELETE', key, query: { uploadId } });
    await given.then(({ body }) => body.dump()).catch(() => {});
    throw error;
  }
}

const partOf = (number: number, etag: string): string =>
  `<Part><PartNumber>${number}</PartNumber><ETag>${etag.replaceAll('"', '&quot;')}</ETag></Part>`;

/** Read twice, so that the service can check what arrives: from the disk's cache that costs little. */
async function sliceOf(file: string, start: number, size: number): Promise<Slice> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file, { start, end: start + size - 1 })) {
    hash.update(piece);
    passes(piece.length);
  }
  return { file, start, size, sha256: hash.digest('hex') };
}

async function read(requests: S3Requests, digest: string, range?: Range): Promise<Readable> {
  const first = await from(requests, digest, range);
  return Readable.from(pour(requests, digest, first, range), { objectMode: false });
}

async function from(requests: S3Requests, digest: string, range?: Range | { start: number }) {
  const headers = range && { range: `bytes=${range.start}-${'end' in range ? range.end : ''}` };
  const wish = { method: 'GET', key: nameOf(digest), ...(headers && { headers }) } as const;
  return requests.ask(wish).catch((error: unknown) => {
    const gone = error instanceof S3Error && error.code === 'NoSuchKey';
    throw gone ? new MissingFileError(digest) : error;
  });
}

/** Where the line breaks off it is taken up again: whoever downloads has been promised all of it. */
async function* pour(
  requests: S3Requests,
  digest: string,
  first: Given,
  { start = 0, end }: Partial<Range> = {},
): AsyncGenerator<Uint8Array> {
  const until = start + Number(first.headers['content-length']);
  let at = start;
  let given = first;
  for (let breaks = 0; at < until; breaks++) {
    if (breaks > MOST_BREAKS) throw new Error('object storage breaks off again and again');
    if (breaks > 0) {
      given = await from(requests, digest, { start: at, ...(end !== undefined && { end }) });
    }
    for await (const piece of whatComes(given)) {
      at += piece.length;
      yield piece;
    }
  }
}

/** Ends where the line does, too. What the reader of it throws is no end of the line. */
async function* whatComes({ body }: Given): AsyncGenerator<Uint8Array> {
  const pieces: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await pieces.next().catch(() => ({ done: true }) as const);
      if (next.done) return;
      passes(next.value.length);
      yield next.value;
    }
  } finally {
    body.destroy();
  }
}

async function* list(requests: S3Requests): AsyncGenerator<string> {
  for (let token = ''; ; ) {
    const more: Record<string, string> = token ? { 'continuation-token': token } : {};
    const query = { 'list-type': '2', ...more };
    const page = await requests.words({ method: 'GET', query }).catch(rethrowAway);
    for (const [, key = ''] of page.matchAll(/<Key>([^<]*)<\/Key>/g)) {
      const digest = digestOf(key);
      if (digest) yield digest;
    }
    token = field(page, 'NextContinuationToken');
    if (!token || field(page, 'IsTruncated') !== 'true') return;
  }
}
