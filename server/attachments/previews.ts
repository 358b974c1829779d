/** Small pictures of large ones, for threads: drawn when somebody first looks, and kept as files of their own. */

import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { storedFiles } from '../database/schema/files.ts';
import { Refusal } from '../wire/problems.ts';
import { MissingFileError } from './depots/depot.ts';
import type { Depots, Files } from './files.ts';
import { whereIs } from './ledger.ts';
import type { Drawn, Pictures } from './pictures/pictures.ts';
import { COMING, fetchWhole } from './spool.ts';

export type Previews = {
  /**
   * The digest of the small picture of a stored one: its own where it is small already.
   * @returns null when there is none to be had: it has too many pixels, or is none
   * @throws MissingFileError, Refusal unavailable: also when it could not be drawn just now
   */
  of(digest: string): Promise<string | null>;
};

/** As wide as a bubble, on a screen with twice the pixels. */
const SIDE = 720;
const LEAVE_BYTES = 100_000;
const MOST_BYTES = 20 * 1024 * 1024;

/** After so many failures it is the picture's fault. */
const MOST_FAILURES = 3;

type Studio = { depots: Depots; files: Files; pictures: Pictures };

export function createPreviews(studio: Studio): Previews {
  const underWay = new Map<string, Promise<string>>();
  const failures = new Map<string, number>();
  const draw = async (digest: string): Promise<string> => {
    const failed = failures.get(digest) ?? 0;
    const preview = await drawOnce(studio, digest, failed + 1 >= MOST_FAILURES);
    if (preview !== null) failures.delete(digest);
    else failures.set(digest, failed + 1);
    if (preview !== null) return preview;
    throw new Refusal('unavailable', 'The picture cannot be drawn at the moment.', 5);
  };
  const once = (digest: string): Promise<string> => {
    const end = () => void underWay.delete(digest);
    const drawing = underWay.get(digest) ?? draw(digest).finally(end);
    underWay.set(digest, drawing);
    return drawing;
  };
  return {
    of: async (digest) =>
      ((await find(studio.depots.database, digest)) ?? (await once(digest))) || null,
  };
}

/** @returns '' where there can be none, null where nobody has tried */
async function find({ outside }: Database, digest: string): Promise<string | null> {
  const [row] = await outside
    .select({ preview: storedFiles.preview })
    .from(storedFiles)
    .where(eq(storedFiles.digest, digest));
  if (!row) throw new MissingFileError(digest);
  return row.preview;
}

/** @returns its digest, '' for none, both written down; null: it failed, and may not the next time */
async function drawOnce(
  { depots, files, pictures }: Studio,
  digest: string,
  last: boolean,
): Promise<string | null> {
  const { database, folder } = depots;
  const depot = depots.at(await whereIs(database, digest));
  const { file: from } = await fetchWhole(folder, depot, digest);
  const to = path.join(folder, `${COMING}${randomUUID()}`);
  try {
    const { drawn } = await pictures.draw({ from, to, side: SIDE, leaveBytes: LEAVE_BYTES });
    if (drawn === 'failed' && !last) return null;
    const preview = await outcome(files, { drawn, digest, to });
    await database.outside
      .update(storedFiles)
      .set({ preview })
      .where(eq(storedFiles.digest, digest));
    return preview;
  } finally {
    await Promise.all([from, to].map((file) => rm(file, { force: true })));
  }
}

async function outcome(
  files: Files,
  { drawn, digest, to }: Drawn & { digest: string; to: string },
): Promise<string> {
  if (drawn === 'left') return digest;
  if (drawn !== 'yes') return '';
  return (await files.save(createReadStream(to), MOST_BYTES)).digest;
}
