/** The bytes of attachments on local disk, named by what they contain. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, openAsBlob } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileTypeFromFile } from 'file-type';
import { passes } from '../garbage.ts';
import { Refusal } from '../wire/problems.ts';

export type StoredFile = { digest: string; size: number; type: string };

export type Files = {
  /**
   * Streams bytes in; durable when it resolves. The type is found from the bytes.
   * @throws Refusal too_large beyond `maxBytes`, invalid when empty
   */
  save(source: Readable, maxBytes: number): Promise<StoredFile>;
  /** What is in memory already, empty or not. */
  keep(content: Uint8Array): Promise<StoredFile>;
  read(digest: string): Readable;
  /** The file as something to send along; its bytes are read as they are sent. */
  open(digest: string): Promise<Blob>;
};

/** @param folder made when missing; files lie in it as `ab/abcdef…` by their SHA-256 */
export function createFiles(folder: string): Files {
  return {
    save: (source, maxBytes) => save(folder, source, { maxBytes }),
    keep: (content) =>
      save(folder, Readable.from([content]), { maxBytes: content.length, empty: true }),
    read: (digest) => createReadStream(pathOf(folder, digest)),
    open: (digest) => openAsBlob(pathOf(folder, digest)),
  };
}

type Limits = { maxBytes: number; empty?: boolean };

async function save(folder: string, source: Readable, limits: Limits): Promise<StoredFile> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = path.join(folder, `upload-${randomUUID()}`);
  const meter = measure(limits.maxBytes);
  try {
    await pipeline(source, meter.stream, createWriteStream(temporary, { mode: 0o600 }));
    const { size, digest } = meter.result();
    if (size === 0 && !limits.empty) throw new Refusal('invalid', 'The file is empty.');
    const type = (await fileTypeFromFile(temporary))?.mime ?? (await plainType(temporary));
    await settle(temporary, pathOf(folder, digest));
    return { digest, size, type };
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function measure(maxBytes: number) {
  const hash = createHash('sha256');
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > maxBytes) {
        done(new Refusal('too_large', `A file may have at most ${Math.floor(maxBytes / 1e6)} MB.`));
        return;
      }
      hash.update(chunk);
      passes(chunk.length);
      done(null, chunk);
    },
  });
  return { stream, result: () => ({ size, digest: hash.digest('hex') }) };
}

/** Bytes without a signature: text if they decode as UTF-8 without control characters, else unknown. */
async function plainType(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    const text = new TextDecoder('utf-8').decode(buffer.subarray(0, bytesRead), { stream: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: looking for exactly these
    return /[\u0000-\u0008\u000e-\u001a\ufffd]/.test(text)
      ? 'application/octet-stream'
      : 'text/plain';
  } finally {
    await handle.close();
  }
}

/** Flushed before it gets its name, and the name flushed too: a message never points to half a file. */
async function settle(temporary: string, target: string): Promise<void> {
  const handle = await open(temporary, 'r');
  await handle.sync().finally(() => handle.close());
  const known = await stat(target).catch(() => null);
  if (known) return rm(temporary, { force: true });
  const folder = path.dirname(target);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(temporary, target);
  const directory = await open(folder, 'r');
  await directory.sync().finally(() => directory.close());
}

function pathOf(folder: string, digest: string): string {
  if (!/^[0-9a-f]{64}$/.test(digest)) throw new Error('not a digest');
  return path.join(folder, digest.slice(0, 2), digest);
}
