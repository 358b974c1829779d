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
export async function list(client: ImapFlow, position: Position): Promise<Listing> {
  const found = new Map<number, Listed>();
  const query = { uid: true, size: true, internalDate: true };
  let upTo = position.lastUid;
  let more = false;
  for await (const row of client.fetch(`${position.lastUid + 1}:*`, query, { uid: true })) {
    // With nothing new, `*` is the last mail there is (RFC 9051, section 6.4.9).
    if (!row.uid || row.uid <= position.lastUid) continue;
    const mail = read(row);
    if (found.size >= MOST_LISTED) {
      more = true;
      continue;
    }
    upTo = Math.max(upTo, mail.uid);
    if (isOurs(mail, position)) found.set(mail.uid, mail);
  }
  const mails = [...found.values()].sort((one, other) => one.uid - other.uid);
  return { mails, upTo, more };
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
