/** Ids of everything that is stored: UUID version 7 (RFC 9562), so that new rows land together in the indexes. */
import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Asked of the system for many ids at once: asked for each, that is most of what an id costs. */
const pool = new Uint8Array(4_096);
const EACH = 16;
let used = pool.length;
/** Ids of one millisecond are numbered, from a number drawn by lot, so that they sort as they were made. */
let msecs = 0;
let seq = 0;

export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + EACH);
  used += EACH;
  const now = Date.now();
  if (now > msecs)
    [msecs, seq] = [now, new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1];
  else seq += 1;
  return v7({ random, msecs, seq });
}

/** Before every id that was made at this moment or later, in ms since 1970: ids begin with the time. */
export function idAt(ms: number): string {
  const digits = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0').slice(-12);
  return `${digits.slice(0, 8)}-${digits.slice(8)}-0000-0000-000000000000`;
}

/** When an id was made, in ms since 1970. */
export const momentOf = (id: string): number =>
  Number.parseInt(id.replace('-', '').slice(0, 12), 16);
