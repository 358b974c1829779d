/** The depot on a local disk, or on one that several machines share. */
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { type Depot, digestOf, MissingFileError, nameOf, type Range } from './depot.ts';

/** @param folder made when missing */
export function createDisk(folder: string): Depot {
  const pathOf = (digest: string) => path.join(folder, nameOf(digest));
  return {
    put: (file, digest) => settle(file, pathOf(digest)),
    read: (digest, range) => openStream(pathOf(digest), digest, range),
    remove: (digest) => rm(pathOf(digest), { force: true }),
    list: () => list(folder),
  };
}

/** Flushed before it gets its name, and the name flushed too: a message never points to half a file. */
async function settle(file: string, target: string): Promise<void> {
  const handle = await open(file, 'r');
  await handle.sync().finally(() => handle.close());
  const folder = path.dirname(target);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(file, target);
  const directory = await open(folder, 'r');
  await directory.sync().finally(() => directory.close());
}

/** Opened first: whether it is there shows before anything is promised. */
async function openStream(file: string, digest: string, range?: Range): Promise<Readable> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new MissingFileError(digest) : error;
  });
  return createReadStream('', { fd: handle, ...range });
}

async function* list(folder: string): AsyncGenerator<string> {
  for (const shelf of await namesIn(folder)) {
    if (!/^[0-9a-f]{2}$/.test(shelf)) continue;
    for (const name of await namesIn(path.join(folder, shelf))) {
      const digest = digestOf(`${shelf}/${name}`);
      if (digest) yield digest;
    }
  }
}

/** None where there is no folder yet. */
const namesIn = (folder: string): Promise<string[]> =>
  readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
