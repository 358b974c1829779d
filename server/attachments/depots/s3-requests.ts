/**
 * Single requests to object storage that speaks S3: signed (Signature Version 4 over the very bytes), with an end, and
 * repeated where that can help. https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import { Agent, type Dispatcher, request } from 'undici';
import { passes } from '../../garbage.ts';
import { Refusal } from '../../wire/problems.ts';
import type { S3Settings } from './settings.ts';

/** Some bytes of a file, with their SHA-256 in hex: the service holds what arrives against it. */
export type Slice = { file: string; start: number; size: number; sha256: string };

export type Wish = {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Left out: the bucket itself. */
  key?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Slice | string;
};

export type Given = Dispatcher.ResponseData;

/** The service's own no: what it says, for the operator. */
export class S3Error extends Error {
  readonly status: number;
  /** As the service names it: `NoSuchBucket`, `SignatureDoesNotMatch`. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(`object storage answered ${status} ${code}: ${message}`);
    this.name = 'S3Error';
    this.status = status;
    this.code = code;
  }
}

/** Nothing was heard, however often it was asked. */
export class S3SilentError extends Error {}

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 150;
const LONGEST_WAIT_MS = 3_000;
const CONNECT_MS = 5_000;
/** Between two pieces, both ways: a large file may take as long as it takes. */
const SILENCE_MS = 20_000;
/** Come back, it will be better: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const PASSING = new Set([429, 500, 502, 503, 504]);
const MOST_WORDS = 64 * 1024;

export class S3Requests {
  readonly #settings: S3Settings;
  readonly #agent = new Agent({
    connect: { timeout: CONNECT_MS },
    headersTimeout: SILENCE_MS,
    bodyTimeout: SILENCE_MS,
    keepAliveTimeout: 10_000,
  });

  constructor(settings: S3Settings) {
    this.#settings = settings;
  }

  /**
   * @returns an answer that says yes; its body is to be read or dumped
   * @throws S3Error, S3SilentError
   */
  async ask(wish: Wish): Promise<Given> {
    for (let attempt = 1; ; attempt++) {
      const given = await this.#once(wish).catch((error: unknown) => silence(error, attempt));
      if (given && given.statusCode < 300) return given;
      const refused = given && (await refusalIn(given));
      if (refused && (attempt >= ATTEMPTS || !isPassing(refused))) throw refused;
      await sleep(waitBefore(attempt, given));
    }
  }

  /** The answer's words. @throws S3Error, S3SilentError */
  async words(wish: Wish): Promise<string> {
    return (await this.ask(wish)).body.text();
  }

  async #once({ method, key, query = {}, headers = {}, body = '' }: Wish): Promise<Given> {
    const url = this.#urlOf(key);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const { accessKeyId, secretAccessKey, region } = this.#settings;
    const sha256 =
      typeof body === 'string' ? createHash('sha256').update(body).digest('hex') : body.sha256;
    const signer = new AwsV4Signer({
      ...{ method, url: url.href, accessKeyId, secretAccessKey, region, service: 's3' },
      headers: { ...headers, 'x-amz-content-sha256': sha256 },
    });
    const signed = await signer.sign();
    return request(signed.url, {
      method,
      headers: { ...Object.fromEntries(signed.headers), ...lengthOf(method, body) },
      body: typeof body === 'string' ? body : Readable.from(piecesOf(body)),
      dispatcher: this.#agent,
    });
  }

  #urlOf(key = ''): URL {
    const { endpoint, bucket, pathStyle } = this.#settings;
    const url = new URL(endpoint);
    if (pathStyle) url.pathname = `/${bucket}/${key}`;
    else {
      url.hostname = `${bucket}.${url.hostname}`;
      url.pathname = `/${key}`;
    }
    return url;
  }
}

/** Said beforehand: the service takes no bodies of unknown length. */
function lengthOf(method: Wish['method'], body: Slice | string): Record<string, string> {
  if (method === 'GET' || method === 'DELETE') return {};
  const size = typeof body === 'string' ? Buffer.byteLength(body) : body.size;
  return { 'content-length': String(size) };
}

async function* piecesOf({ file, start, size }: Slice): AsyncGenerator<Buffer> {
  if (size === 0) return;
  for await (const piece of createReadStream(file, { start, end: start + size - 1 })) {
    passes(piece.length);
    yield piece;
  }
}

function silence(error: unknown, attempt: number): null {
  // A file of ours that cannot be read is no silence of theirs.
  if (error instanceof Error && 'syscall' in error && /^(open|read)$/.test(String(error.syscall))) {
    throw error;
  }
  if (attempt < ATTEMPTS) return null;
  throw new S3SilentError(reasonOf(error), { cause: error });
}

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code || (error instanceof Error ? error.message : 'unknown');
};

const isPassing = ({ status, code }: S3Error): boolean =>
  PASSING.has(status) || code === 'RequestTimeout';

async function refusalIn({ statusCode, body }: Given): Promise<S3Error> {
  const text = (await body.text().catch(() => '')).slice(0, MOST_WORDS);
  return new S3Error(statusCode, field(text, 'Code'), field(text, 'Message'));
}

function waitBefore(attempt: number, given: Given | null): number {
  const asked = Number(given?.headers['retry-after'] ?? 0) * 1000;
  const own = FIRST_WAIT_MS * 3 ** (attempt - 1) * (0.75 + Math.random() / 2);
  return Math.min(Math.max(own, asked || 0), LONGEST_WAIT_MS);
}

/** The text of the first element by that name: the answers are flat, and what is read of them holds no markup. */
export function field(xml: string, name: string): string {
  const [, text = ''] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml) ?? [];
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** What callers of ours are told: they come back, and nothing was stored. */
export function away(error: unknown): unknown {
  if (!(error instanceof S3Error || error instanceof S3SilentError)) return error;
  const refusal = new Refusal('unavailable', 'The file store is away; try again.', 5);
  return Object.assign(refusal, { cause: error });
}
