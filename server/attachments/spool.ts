/** Bytes on their way into a depot: on the local disk until it is known what they are. */
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileTypeFromFile } from 'file-type';
import { passes } from '../garbage.ts';
import { Refusal } from '../wire/problems.ts';
import { DamagedFileError, type Depot } from './depots/depot.ts';
import { soundType } from './sound.ts';

export type StoredFile = { digest: string; size: number; type: string };
/** A stored file to be, and where it lies meanwhile. */
export type Spooled = StoredFile & { file: string };

export type Limits = { maxBytes: number; empty?: boolean };

/**
 * Streams bytes into a file of their own; the type is found from them. Whoever asked takes the file away.
 * @param folder made when missing
 * @throws Refusal too_large beyond `maxBytes`, invalid when empty; nothing is left then
 */
export async function spool(folder: string, source: Readable, limits: Limits): Promise<Spooled> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `${COMING}${randomUUID()}`);
  const meter = measure(limits.maxBytes);
  try {
    await pipeline(source, meter.stream, createWriteStream(file, { mode: 0o600 }));
    const { size, digest } = meter.result();
    if (size === 0 && !limits.empty) throw new Refusal('invalid', 'The file is empty.');
    const known = (await fileTypeFromFile(file))?.mime;
    const type = known ? await soundType(file, known) : await plainType(file);
    return { file, digest, size, type };
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

/** What is on its way in. */
export const COMING = 'upload-';
/** What was fetched from a depot elsewhere to be sent along. */
export const FETCHED = 'fetched-';
const OLD_MS = 24 * 3_600_000;

/** Removes what processes that have ended left behind: a day is more than any transfer takes. */
export async function clearSpool(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(COMING) || one.startsWith(FETCHED))) {
    const file = path.join(folder, name);
    const known = await stat(file).catch(() => null);
    if (known && known.mtimeMs < Date.now() - OLD_MS) await rm(file, { force: true });
  }
}

/**
 * All of a stored file, held against its name. Whoever asked takes it away.
 * @throws DamagedFileError, and as the depot's `read` does; nothing is left then
 */
export async function fetchWhole(folder: string, depot: Depot, digest: string): Promise<Spooled> {
  const source = await depot.read(digest);
  const fetched = await spool(folder, source, { maxBytes: Infinity, empty: true });
  if (fetched.digest === digest) return fetched;
  await rm(fetched.file, { force: true });
  throw new DamagedFileError(digest);
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
    return [...text].some(isNoText) ? 'application/octet-stream' : 'text/plain';
  } finally {
    await handle.close();
  }
}

/** A control character that stands in no text (tabs and ends of lines do), or what was no UTF-8. */
function isNoText(letter: string): boolean {
  const code = letter.charCodeAt(0);
  return code <= 0x08 || (code >= 0x0e && code <= 0x1a) || code === 0xfffd;
}
