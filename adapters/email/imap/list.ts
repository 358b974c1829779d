/** Which mails of the open folder are new, known by number, size and time before any is fetched. */
import type { FetchMessageObject, ImapFlow } from 'imapflow';
import type { Position } from './bookmark.ts';

export type Listed = {
  uid: number;
  size: number;
  /** When the server took it in (INTERNALDATE), in milliseconds; null when it does not say. */
  receivedAt: number | null;
};

export type Listing = {
  /** By rising UID. */
  mails: Listed[];
  /** Once those are taken, the folder is read up to here. */
  upTo: number;
  /** There are further ones beyond `upTo`. */
  more: boolean;
};

/** A mailbox can hold millions; so many are kept in mind at a time. */
const MOST_LISTED = 50_000;

/** Mail put into the folder later than our beginning may still be this much older by its clock. */
const CLOCKS_MS = 86_400_000;

/** The mails after a position that are ours. */
export async function list(
  client: Pick<ImapFlow, 'fetch'>,
  position: Position,
  most = MOST_LISTED,
): Promise<Listing> {
  const found = new Map<number, Listed>();
  const query = { uid: true, size: true, internalDate: true };
  let last = position.lastUid;
  let left = Number.POSITIVE_INFINITY;
  for await (const row of client.fetch(`${position.lastUid + 1}:*`, query, { uid: true })) {
    if (!isAnswer(row, position)) continue;
    last = Math.max(last, row.uid);
    const mail = read(row);
    if (!isOurs(mail, position)) continue;
    if (found.size < most) found.set(mail.uid, mail);
    else left = Math.min(left, mail.uid);
  }
  const upTo = Math.min(last, left - 1);
  const mails = [...found.values()].filter(({ uid }) => uid <= upTo);
  return { mails: mails.sort((one, other) => one.uid - other.uid), upTo, more: upTo < last };
}

/**
 * With nothing new, `*` is the last mail there is (RFC 9051, section 6.4.9); and rows about flags
 * come in between.
 */
function isAnswer(row: FetchMessageObject, { lastUid }: Position): boolean {
  return row.uid > lastUid && row.size !== undefined;
}

function read(row: FetchMessageObject): Listed {
  const date = new Date(row.internalDate ?? Number.NaN).getTime();
  return { uid: row.uid, size: row.size ?? 0, receivedAt: Number.isNaN(date) ? null : date };
}

/** Servers tell whole seconds; and a heap of old mail moved into the folder is not new mail. */
function isOurs({ uid, receivedAt }: Listed, { since, stock }: Position): boolean {
  if (receivedAt === null) return true;
  const beginning = Math.floor(Date.parse(since) / 1000) * 1000;
  return receivedAt >= (uid <= stock ? beginning : beginning - CLOCKS_MS);
}
