/** Where bytes lie: one contract for the disk and for object storage. Names and contents are the same in both. */
import type { Readable } from 'node:stream';

/** In bytes, both ends included, as in HTTP. */
export type Range = { start: number; end: number };

export type DepotName = 'disk' | 's3';

export type Depot = {
  /**
   * Takes over a finished file, whatever lay under the digest before: durable when it resolves, and nothing of it is to
   * be seen before. The file may be moved away.
   * @throws Refusal unavailable when the depot cannot be reached or refuses
   */
  put(file: string, digest: string): Promise<void>;
  /** @throws MissingFileError, Refusal unavailable; both before the first byte */
  read(digest: string, range?: Range): Promise<Readable>;
  /** Also when it is not there. @throws Refusal unavailable */
  remove(digest: string): Promise<void>;
  /** The digests of all that lies there, in no order. @throws Refusal unavailable */
  list(): AsyncIterable<string>;
};

/** The bytes are not where they should be: a loss, or not the depot that was meant. */
export class MissingFileError extends Error {
  constructor(digest: string) {
    super(`the bytes of ${digest} are not there`);
    this.name = 'MissingFileError';
  }
}

/** The bytes are not those that were put there. */
export class DamagedFileError extends Error {
  constructor(digest: string) {
    super(`the bytes of ${digest} are others than were stored`);
    this.name = 'DamagedFileError';
  }
}

const DIGEST = /^[0-9a-f]{64}$/;

/** `ab/abcdef…`: the name under a depot's root. Everything else is no name of ours. */
export function nameOf(digest: string): string {
  if (!DIGEST.test(digest)) throw new Error('not a digest');
  return `${digest.slice(0, 2)}/${digest}`;
}

/** The digest in such a name; null for what is none. */
export function digestOf(name: string): string | null {
  const [, digest = ''] = /^[0-9a-f]{2}\/([0-9a-f]{64})$/.exec(name) ?? [];
  return digest && nameOf(digest) === name ? digest : null;
}
