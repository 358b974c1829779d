/**
 * Object storage that speaks S3, with one bucket and one pair of keys: every request is held against its signature and
 * its body against the digest that was signed, as https://docs.aws.amazon.com/AmazonS3/latest/API/ has them. It has bad
 * days on demand.
 */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Bucket, type Stored } from './bucket.ts';
import { S3Fault } from './fault.ts';
import { checkSignature, type Keys } from './signature.ts';

/**
 * `slowDown`: it has too much to do (503). `silent`: it takes the request and says nothing. `cut`: it breaks off after
 * so many bytes of a body it sends, or takes. `refuse`: it answers with this status and code, whatever is asked.
 */
export type Bad =
  | { kind: 'slowDown' | 'silent' }
  | { kind: 'cut'; after: number }
  | { kind: 'refuse'; status: number; code: string };

type Asked = { method: string; key: string; query: URLSearchParams; sha256: string };

const KEYS: Keys = {
  accessKeyId: 'AKIDEXAMPLEEXAMPLE01',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'eu-central-1',
};
const PAGE = 1_000;

export class S3 {
  readonly bucket: Bucket;
  /** `PUT ab/abcdef…`, in the order they came; those on bad days, too. */
  readonly ledger: string[] = [];
  /** For the requests to come: those at the front one by one, then a good day again. */
  readonly faults: Bad[] = [];
  /** As long as it is set, every request. */
  away: Bad | null = null;
  /** Keys in one page of a list. */
  page = PAGE;
  readonly #server: Server;

  private constructor(server: Server, bucket: Bucket) {
    this.#server = server;
    this.bucket = bucket;
  }

  static async start(port = 0): Promise<S3> {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    const s3 = new S3(server, await Bucket.make());
    server.on('request', (request, response) => void s3.#hear(request, response));
    return s3;
  }

  /** What the product has to be told to use it. */
  get settings() {
    const { port } = this.#server.address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${port}`;
    return { endpoint, bucket: 'interline-files', ...KEYS, pathStyle: true };
  }

  /** The same, as environment variables. */
  get environment(): Record<string, string> {
    const { endpoint, bucket, region, accessKeyId, secretAccessKey } = this.settings;
    return {
      S3_ENDPOINT: endpoint,
      S3_BUCKET: bucket,
      S3_REGION: region,
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secretAccessKey,
    };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
    await this.bucket.remove();
  }

  async #hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bad = this.away ?? this.faults.shift();
    try {
      const asked = this.#understand(request);
      this.ledger.push(`${asked.method} ${asked.key}`);
      if (bad?.kind === 'silent') return;
      if (bad?.kind === 'cut' && asked.method === 'PUT') return cutAfter(request, bad.after);
      if (bad?.kind === 'slowDown') throw new S3Fault(503, 'SlowDown');
      if (bad?.kind === 'refuse') throw new S3Fault(bad.status, bad.code);
      const operation = OPERATIONS[`${asked.method} ${kindOf(asked)}`];
      if (!operation) throw new S3Fault(405, 'MethodNotAllowed');
      await operation(
        { s3: this, request, response, cut: bad?.kind === 'cut' ? bad.after : null },
        asked,
      );
    } catch (error) {
      refuse(request, response, error);
    }
  }

  #understand(request: IncomingMessage): Asked {
    const sha256 = checkSignature(request, KEYS);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://host');
    const [, bucket, ...rest] = decodeURIComponent(pathname).split('/');
    if (bucket !== this.settings.bucket) throw new S3Fault(404, 'NoSuchBucket');
    return { method: request.method ?? '', key: rest.join('/'), query: searchParams, sha256 };
  }
}

const kindOf = ({ key, query }: Asked): string => {
  if (!key) return 'bucket';
  if (query.has('uploads')) return 'uploads';
  return query.has('uploadId') ? 'upload' : 'object';
};

type Talk = { s3: S3; request: IncomingMessage; response: ServerResponse; cut: number | null };
type Operation = (talk: Talk, asked: Asked) => Promise<void>;

const OPERATIONS: Record<string, Operation> = {
  async 'PUT object'({ s3, request, response }, asked) {
    const stored = await take(s3, request, asked);
    await s3.bucket.put(asked.key, stored);
    response.setHeader('etag', stored.etag).end();
  },
  async 'GET object'({ s3, request, response, cut }, { key }) {
    send(response, s3.bucket.find(key), request.headers.range, cut);
  },
  async 'DELETE object'({ s3, response }, { key }) {
    s3.bucket.objects.delete(key);
    response.writeHead(204).end();
  },
  async 'POST uploads'({ s3, response }, { key }) {
    say(
      response,
      `<InitiateMultipartUploadResult><UploadId>${s3.bucket.begin(key)}</UploadId></InitiateMultipartUploadResult>`,
    );
  },
  async 'PUT upload'({ s3, request, response }, asked) {
    const { key, query } = asked;
    const part = await take(s3, request, asked);
    s3.bucket.addPart(key, query.get('uploadId') ?? '', Number(query.get('partNumber')), part);
    response.setHeader('etag', part.etag).end();
  },
  async 'POST upload'({ s3, request, response }, { key, query }) {
    const wanted = [
      ...(await text(request)).matchAll(
        /<Part><PartNumber>(\d+)<\/PartNumber><ETag>(.*?)<\/ETag><\/Part>/g,
      ),
    ];
    const parts = wanted.map(([, number, etag = '']) => ({
      number: Number(number),
      etag: etag.replaceAll('&quot;', '"'),
    }));
    const { etag } = await s3.bucket.complete(key, query.get('uploadId') ?? '', parts);
    say(
      response,
      `<CompleteMultipartUploadResult><Key>${key}</Key><ETag>${etag.replaceAll('"', '&quot;')}</ETag></CompleteMultipartUploadResult>`,
    );
  },
  async 'DELETE upload'({ s3, response }, { key, query }) {
    await s3.bucket.abort(key, query.get('uploadId') ?? '');
    response.writeHead(204).end();
  },
  async 'GET bucket'({ s3, response }, { query }) {
    if (query.get('list-type') !== '2') throw new S3Fault(400, 'InvalidArgument');
    const most = Math.min(Number(query.get('max-keys') ?? PAGE), s3.page);
    const after = Buffer.from(query.get('continuation-token') ?? '', 'base64').toString();
    const keys = [...s3.bucket.objects.keys()].sort().filter((key) => key > after);
    const page = keys.slice(0, most);
    const more = keys.length > most;
    const next = more
      ? `<NextContinuationToken>${Buffer.from(page.at(-1) ?? '').toString('base64')}</NextContinuationToken>`
      : '';
    const contents = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
    say(
      response,
      `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents}</ListBucketResult>`,
    );
  },
};

function take(s3: S3, request: IncomingMessage, { sha256 }: Asked): Promise<Stored> {
  const said = request.headers['content-length'];
  if (said === undefined) throw new S3Fault(411, 'MissingContentLength');
  return s3.bucket.take(request, { sha256, size: Number(said) });
}

function send(
  response: ServerResponse,
  { file, size, etag }: Stored,
  range = '',
  cut: number | null,
) {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range) ?? [];
  const start = Number(from ?? 0);
  const end = Math.min(Number(to || size - 1), size - 1);
  if (start > end && size > 0) throw new S3Fault(416, 'InvalidRange');
  if (from) response.setHeader('content-range', `bytes ${start}-${end}/${size}`);
  response.writeHead(from ? 206 : 200, { etag, 'content-length': end - start + 1 });
  if (size === 0) return void response.end();
  const source = createReadStream(file, { start, end });
  if (cut === null) return void source.pipe(response);
  const part = createReadStream(file, { start, end: Math.min(end, start + cut - 1) });
  source.destroy();
  part
    .pipe(new PassThrough())
    .on('end', () => response.destroy())
    .pipe(response, { end: false });
}

function cutAfter(request: IncomingMessage, bytes: number): void {
  let seen = 0;
  request.on('data', (piece: Buffer) => {
    seen += piece.length;
    if (seen >= bytes) request.destroy();
  });
  request.on('end', () => request.destroy());
}

function say(response: ServerResponse, xml: string): void {
  response
    .setHeader('content-type', 'application/xml')
    .end(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`);
}

/** With what is still coming unread: the line is closed behind it, as the real one does. */
function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const known = error instanceof S3Fault ? error : new S3Fault(500, 'InternalError');
  if (response.headersSent) return void response.destroy();
  response.statusCode = known.status;
  if (!request.readableEnded) response.setHeader('connection', 'close');
  request.resume();
  say(
    response,
    `<Error><Code>${known.code}</Code><Message>As it was asked for: ${known.code}</Message></Error>`,
  );
}
