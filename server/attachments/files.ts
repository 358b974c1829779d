/** The bytes of attachments, named by what they contain. */
import { openAsBlob } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Database } from '../database/database.ts';
import {
  type Depot,
  type DepotName,
  MissingFileError,
  nameOf,
  type Range,
} from './depots/depot.ts';
import { createDisk } from './depots/disk.ts';
import { createS3 } from './depots/s3.ts';
import type { FileSettings } from './depots/settings.ts';
import { announce, record, whereIs } from './ledger.ts';
import { FETCHED, fetchWhole, type Limits, type StoredFile, spool } from './spool.ts';

export type Files = {
  /**
   * Streams bytes in; durable when it resolves. The type is found from the bytes.
   * @throws Refusal too_large beyond `maxBytes`, invalid when empty, unavailable when the depot cannot take them
   */
  save(source: Readable, maxBytes: number): Promise<StoredFile>;
  /** What is in memory already, empty or not. @throws Refusal unavailable */
  keep(content: Uint8Array): Promise<StoredFile>;
  /** Opened when it resolves. @throws MissingFileError, Refusal unavailable */
  read(digest: string, range?: Range): Promise<Readable>;
  /** The file as something to send along; its bytes are read as they are sent. @throws as `read` does */
  open(digest: string): Promise<Blob>;
};

export type Depots = {
  database: Database;
  /** On the local disk: the depot itself, and what is on its way to another. */
  folder: string;
  home: DepotName;
  /** Those that are configured. */
  names: readonly DepotName[];
  /** @throws Error when it is not configured */
  at(name: DepotName): Depot;
};

/** @param folder made when missing */
export function createDepots(database: Database, folder: string, settings: FileSettings): Depots {
  const disk = createDisk(folder);
  const s3 = settings.s3 && createS3(settings.s3);
  return {
    ...{ database, folder, home: settings.home },
    names: s3 ? ['disk', 's3'] : ['disk'],
    at(name) {
      const depot = name === 'disk' ? disk : s3;
      if (!depot) throw new Error('files lie in object storage, and S3_BUCKET is not set');
      return depot;
    },
  };
}

export function createFiles(depots: Depots): Files {
  return {
    save: (source, maxBytes) => save(depots, source, { maxBytes }),
    keep: (content) =>
      save(depots, Readable.from([content]), { maxBytes: content.length, empty: true }),
    read: async (digest, range) => (await depotOf(depots, digest)).depot.read(digest, range),
    open: (digest) => open(depots, digest),
  };
}

/** The spooled file is sent to a depot that is elsewhere, and moved into one that is here. */
async function save(depots: Depots, source: Readable, limits: Limits): Promise<StoredFile> {
  const { database, home } = depots;
  const { file, ...stored } = await spool(depots.folder, source, limits);
  try {
    const known = await announce(database, stored.digest, home);
    // Written again also where it lies already: whether the last one got to its end nobody knows.
    await depots.at(home).put(file, stored.digest);
    if (known !== home) await record(database, stored.digest, home);
  } finally {
    await rm(file, { force: true });
  }
  return stored;
}

async function depotOf(depots: Depots, digest: string) {
  const name = await whereIs(depots.database, digest);
  return { name, depot: depots.at(name) };
}

/** What lies elsewhere is fetched first: a campaign's picture once, not once for each who gets it. */
async function open(depots: Depots, digest: string): Promise<Blob> {
  const { name, depot } = await depotOf(depots, digest);
  if (name === 'disk') return openHere(path.join(depots.folder, nameOf(digest)), digest);
  const fetched = path.join(depots.folder, `${FETCHED}${digest}`);
  if (!(await stat(fetched).catch(() => null))) {
    const { file } = await fetchWhole(depots.folder, depot, digest);
    await rename(file, fetched);
  }
  return openAsBlob(fetched);
}

const openHere = (file: string, digest: string): Promise<Blob> =>
  openAsBlob(file).catch(() => {
    throw new MissingFileError(digest);
  });
