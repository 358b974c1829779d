/**
 * The mails of the open folder in full, a few with each command. One that is gone by then is left
 * out; one the server fails on is asked for alone and at last handed over as far as it is known.
 */
import type { ImapFlow } from 'imapflow';
import { ChannelError } from '../../errors.ts';
import type { Listed } from './list.ts';
import { isRefusal } from './trouble.ts';

export type Fetched = Listed & {
  raw: Uint8Array;
  /** Why `raw` is not the whole mail. */
  notes: Record<string, string>;
  /** All mails up to here are fetched, or gone. */
  upTo: number;
};

/** How often each mail failed, by UID; kept from one connection to the next. */
export type Failures = Map<number, number>;

const LARGEST_MAIL = 50 * 1024 * 1024;
const LONGEST_HEADER = 1024 * 1024;
const BATCH_MAILS = 50;
const BATCH_BYTES = 8 * 1024 * 1024;
const TRIES = 3;

/**
 * @throws ChannelError `retry` when the server fails on a mail that is there: look again on a fresh
 * connection. Whatever breaks the connection is thrown as it is.
 */
export async function* fetchMails(
  client: ImapFlow,
  mails: readonly Listed[],
  failures: Failures,
): AsyncGenerator<Fetched> {
  for (const batch of batches(mails, failures)) {
    const missing = new Map(batch.map((mail) => [mail.uid, mail]));
    try {
      yield* fetchBatch(client, missing, failures);
    } finally {
      for (const { uid } of batch) if (!missing.has(uid)) failures.delete(uid);
    }
  }
}

/** A mail that is too large, or failed before, goes alone: nothing else is to blame then. */
function* batches(mails: readonly Listed[], failures: Failures): Generator<Listed[]> {
  let batch: Listed[] = [];
  let bytes = 0;
  for (const mail of mails) {
    const isAlone = mail.size > LARGEST_MAIL || failures.has(mail.uid);
    const isFull = batch.length >= BATCH_MAILS || bytes + mail.size > BATCH_BYTES;
    if (batch.length > 0 && (isAlone || isFull)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(mail);
    bytes += isAlone ? BATCH_BYTES : mail.size;
  }
  if (batch.length > 0) yield batch;
}

/** Takes from `missing` what it yields. */
async function* fetchBatch(
  client: ImapFlow,
  missing: Map<number, Listed>,
  failures: Failures,
): AsyncGenerator<Fetched> {
  const end = Math.max(...missing.keys());
  const way = wayFor([...missing.values()], failures);
  try {
    for await (const { uid, raw } of way.fetch(client, [...missing.keys()])) {
      const mail = missing.get(uid);
      if (!mail) continue;
      missing.delete(uid);
      yield { ...mail, raw, notes: way.notes, upTo: firstOf(missing, end + 1) - 1 };
    }
  } catch (error) {
    if (!isRefusal(error)) {
      blameFirst(missing, failures);
      throw error;
    }
  }
  await forgetVanished(client, missing);
  if (missing.size === 0) return;
  blameFirst(missing, failures);
  throw new ChannelError('retry', 'The mail server fails to hand over a mail.');
}

type Piece = { uid: number; raw: Uint8Array };

type Way = {
  fetch(client: ImapFlow, uids: readonly number[]): AsyncGenerator<Piece>;
  notes: Fetched['notes'];
};

/** How a batch is fetched. Only a mail that stands alone can be in a special case. */
function wayFor([mail, ...others]: readonly Listed[], failures: Failures): Way {
  if (!mail || others.length > 0) return { fetch: fetchWhole, notes: {} };
  const isTooLarge = mail.size > LARGEST_MAIL;
  const failed = failures.get(mail.uid) ?? 0;
  const notes = {
    ...(isTooLarge && { 'x-too-large': String(mail.size) }),
    ...(failed >= TRIES && { 'x-unreadable': 'fetch' }),
  };
  if (failed > TRIES) return { fetch: fetchNothing, notes };
  return { fetch: isTooLarge || failed === TRIES ? fetchHeader : fetchWhole, notes };
}

/** `BODY.PEEK[]`: reading leaves no trace in the mailbox. */
async function* fetchWhole(client: ImapFlow, uids: readonly number[]): AsyncGenerator<Piece> {
  for await (const row of client.fetch(uids.join(','), { source: true }, { uid: true })) {
    // Rows about flags come in between; NIL stands for a mail the server cannot read itself.
    if (row.source) yield { uid: row.uid, raw: row.source };
  }
}

async function* fetchHeader(client: ImapFlow, uids: readonly number[]): AsyncGenerator<Piece> {
  const bodyParts = [{ key: 'HEADER', start: 0, maxLength: LONGEST_HEADER }];
  for await (const row of client.fetch(uids.join(','), { bodyParts }, { uid: true })) {
    if (row.headers) yield { uid: row.uid, raw: row.headers };
  }
}

async function* fetchNothing(_: ImapFlow, uids: readonly number[]): AsyncGenerator<Piece> {
  for (const uid of uids) yield { uid, raw: new Uint8Array() };
}

const firstOf = (missing: ReadonlyMap<number, Listed>, otherwise: number): number =>
  missing.keys().next().value ?? otherwise;

function blameFirst(missing: ReadonlyMap<number, Listed>, failures: Failures): void {
  const uid = firstOf(missing, 0);
  if (uid > 0) failures.set(uid, (failures.get(uid) ?? 0) + 1);
}

/** Expunged or moved since it was listed: nothing to fetch, and nobody's fault. */
async function forgetVanished(client: ImapFlow, missing: Map<number, Listed>): Promise<void> {
  if (missing.size === 0) return;
  const there = new Set<number>();
  for await (const { uid } of client.fetch(
    [...missing.keys()].join(','),
    { uid: true },
    { uid: true },
  )) {
    there.add(uid);
  }
  for (const uid of missing.keys()) if (!there.has(uid)) missing.delete(uid);
}
