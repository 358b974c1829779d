/** One folder: opened, looked through, everything new handed over. */
import type { ImapFlow, MailboxObject } from 'imapflow';
import type { Desk } from './desk.ts';
import { fetchMails } from './fetch.ts';
import { list } from './list.ts';
import { readAhead } from './read-ahead.ts';
import { folderTrouble, isRefusal } from './trouble.ts';

/** UIDs are 32 bits wide. */
const LAST_UID = 2 ** 32 - 1;

/**
 * Opens a folder for reading only, which also tells the server's latest word on it.
 * @throws ChannelError `rejected` when the server refuses; else what broke the connection
 */
export async function openFolder(client: ImapFlow, folder: string): Promise<MailboxObject> {
  try {
    return await client.mailboxOpen(folder, { readOnly: true });
  } catch (error) {
    throw isRefusal(error) ? folderTrouble(folder, error) : error;
  }
}

/** Hands over every new mail of a folder, in order; the folder stays open. */
export async function readFolder(client: ImapFlow, folder: string, desk: Desk): Promise<void> {
  const mailbox = await openFolder(client, folder);
  const stock = mailbox.uidNext ? mailbox.uidNext - 1 : LAST_UID;
  let position = desk.enter(folder, String(mailbox.uidValidity ?? ''), stock);
  for (let more = mailbox.exists > 0; more; ) {
    const listing = await list(client, position);
    const fetched = fetchMails(client, listing.mails, desk.failuresIn(folder));
    for await (const mails of readAhead(fetched, ({ raw }) => raw.length)) {
      await desk.take(folder, mails);
    }
    position = await desk.reach(folder, listing.upTo);
    more = listing.more;
  }
  await desk.save();
}
