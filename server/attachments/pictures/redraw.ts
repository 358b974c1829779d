/** Pictures of strangers drawn anew: what is passed on is pixels, and nothing else that stood in the file. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { COMING } from '../spool.ts';
import type { Pictures } from './pictures.ts';

/** @returns WebP; null when it is no picture that may be shown */
export type Redraw = (bytes: Uint8Array) => Promise<Uint8Array | null>;

/** As large as a mail may want to show it. */
const SIDE = 2_000;

/** @param folder for what is under way */
export const createRedraw =
  (pictures: Pictures, folder: string): Redraw =>
  async (bytes) => {
    const [from, to] = [placeIn(folder), placeIn(folder)];
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      await writeFile(from, bytes, { mode: 0o600 });
      const { drawn } = await pictures.draw({ from, to, side: SIDE, leaveBytes: 0 });
      return drawn === 'yes' ? await readFile(to) : null;
    } finally {
      await Promise.all([from, to].map((file) => rm(file, { force: true })));
    }
  };

const placeIn = (folder: string): string => path.join(folder, `${COMING}${randomUUID()}`);
