/** One bucket on the local disk: objects, and uploads in parts that are no objects yet. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { S3Fault } from './fault.ts';

export type Stored = { file: string; size: number; etag: string };

/** The least a part may have, unless it is the last. */
const LEAST_PART = 5 * 1024 * 1024;

export class Bucket {
  readonly objects = new Map<string, Stored>();
  readonly uploads = new Map<string, { key: string; parts: Map<number, Stored> }>();
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async make(): Promise<Bucket> {
    return new Bucket(await mkdtemp(path.join(tmpdir(), 'interline-bucket-')));
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }

  /** What the object holds, in memory. */
  async content(key: string): Promise<Buffer> {
    return readFile(this.#known(key).file);
  }

  /** Puts other bytes in an object's place, as a bad disk does. */
  async damage(key: string): Promise<void> {
    const { file, size } = this.#known(key);
    await writeFile(file, Buffer.alloc(size, 'x'));
  }

  /** Takes a body in and holds it against what was said of it. */
  async take(body: Readable, said: { sha256: string; size: number }): Promise<Stored> {
    const file = path.join(this.#folder, randomUUID());
    const md5 = createHash('md5');
    const sha256 = createHash('sha256');
    const meter = new Transform({
      transform(piece, _encoding, done) {
        md5.update(piece);
        sha256.update(piece);
        done(null, piece);
      },
    });
    await pipeline(body, meter, createWriteStream(file));
    const { size } = await stat(file);
    if (size !== said.size) throw new S3Fault(400, 'IncompleteBody');
    if (sha256.digest('hex') !== said.sha256) throw new S3Fault(400, 'XAmzContentSHA256Mismatch');
    return { file, size, etag: `"${md5.digest('hex')}"` };
  }

  begin(key: string): string {
    const id = randomUUID();
    this.uploads.set(id, { key, parts: new Map() });
    return id;
  }

  addPart(key: string, id: string, number: number, part: Stored): void {
    if (!(number >= 1 && number <= 10_000)) throw new S3Fault(400, 'InvalidArgument');
    this.#upload(key, id).parts.set(number, part);
  }

  /** @param wanted the parts as they are listed, in order */
  async complete(
    key: string,
    id: string,
    wanted: { number: number; etag: string }[],
  ): Promise<Stored> {
    const { parts } = this.#upload(key, id);
    const chosen = wanted.map(({ number, etag }, index) => {
      const part = parts.get(number);
      if (!part || part.etag !== etag) throw new S3Fault(400, 'InvalidPart');
      if (number <= (wanted[index - 1]?.number ?? 0)) throw new S3Fault(400, 'InvalidPartOrder');
      const isLast = index === wanted.length - 1;
      if (!isLast && part.size < LEAST_PART) throw new S3Fault(400, 'EntityTooSmall');
      return part;
    });
    if (chosen.length === 0) throw new S3Fault(400, 'MalformedXML');
    const file = path.join(this.#folder, randomUUID());
    await pipeline(Readable.from(piecesOf(chosen)), createWriteStream(file));
    const { size } = await stat(file);
    const whole = {
      file,
      size,
      etag: `"${createHash('md5').update(id).digest('hex')}-${chosen.length}"`,
    };
    this.objects.set(key, whole);
    await this.abort(key, id);
    return whole;
  }

  async abort(key: string, id: string): Promise<void> {
    const { parts } = this.#upload(key, id);
    this.uploads.delete(id);
    for (const { file } of parts.values()) await rm(file);
  }

  async put(key: string, stored: Stored): Promise<void> {
    const file = path.join(this.#folder, randomUUID());
    await rename(stored.file, file);
    this.objects.set(key, { ...stored, file });
  }

  find(key: string): Stored {
    return this.#known(key);
  }

  #known(key: string): Stored {
    const object = this.objects.get(key);
    if (!object) throw new S3Fault(404, 'NoSuchKey');
    return object;
  }

  #upload(key: string, id: string) {
    const upload = this.uploads.get(id);
    if (upload?.key !== key) throw new S3Fault(404, 'NoSuchUpload');
    return upload;
  }
}

async function* piecesOf(parts: readonly Stored[]): AsyncGenerator<Buffer> {
  for (const { file } of parts) yield* createReadStream(file);
}
