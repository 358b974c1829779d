/** A mailbox full of mail that waits to be taken over, and what became of it. */
import type { Channel, CreatedChannel } from '../../../server/wire/channels.ts';
import type { Conversation, ViewCount } from '../../../server/wire/conversations.ts';
import type { Message } from '../../../server/wire/messages.ts';
import type { Dovecot } from '../../support/dovecot.ts';
import { letter, someId } from '../../support/letters.ts';
import { readingFrom } from '../../support/mailbox.ts';
import type { Remote } from '../../support/remote.ts';

const USER = 'help';
const FIRST_ID = someId();

export const MAILS = 240;
/** Every second mail begins one; the others go on with the first. */
export const CONVERSATIONS = MAILS / 2;

type Written = { text: string; file: string | null };

/** What was delivered, in this order. Every tenth mail has a file of its own. */
export const written: Written[] = Array.from({ length: MAILS }, (_, index) => ({
  text: `Letter ${index + 1}`,
  file: index % 10 === 3 || index % 10 === 8 ? `File ${index + 1}\n`.repeat(3_000) : null,
}));

export type ReadMail = { number: number; seq: number; text: string; files: string[] };

export async function fillMailbox(dovecot: Dovecot): Promise<void> {
  for (const [index, mail] of written.entries()) await dovecot.deliver(USER, raw(mail, index));
}

function raw({ text, file }: Written, index: number): string {
  const begins = index % 2 === 0;
  const who = begins ? index : 0;
  return letter({
    from: `Person ${who} <person-${who}@example.org>`,
    ...(index === 0 && { messageId: FIRST_ID }),
    ...(!begins && { inReplyTo: FIRST_ID, subject: 'Re: Stock' }),
    ...(file === null ? { text } : { content: withFile(text, file) }),
  });
}

function withFile(text: string, file: string) {
  const bytes = Buffer.from(file).toString('base64').replace(/.{76}/g, '$&\r\n');
  const body = [
    `--edge\r\nContent-Type: text/plain\r\n\r\n${text}\r\n`,
    '--edge\r\nContent-Type: text/plain; name="notes.txt"\r\nContent-Transfer-Encoding: base64',
    `Content-Disposition: attachment\r\n\r\n${bytes}`,
    '--edge--',
  ].join('\r\n');
  return { type: 'multipart/mixed; boundary="edge"', body };
}

/** @returns tells whether the mailbox has been read to its end */
export async function connectMailbox(
  ana: Remote,
  dovecot: Dovecot,
): Promise<() => Promise<boolean>> {
  const settings = { address: 'help@example.com', importDays: '1', ...readingFrom(dovecot, USER) };
  const wanted = { adapter: 'email', name: 'Import', settings };
  const { id } = await ana.expect<CreatedChannel>('POST', '/api/v1/channels', wanted);
  return async () => (await ana.get<Channel>(`/api/v1/channels/${id}`)).fetching?.at !== null;
}

export async function countConversations(ana: Remote): Promise<number> {
  const { data } = await ana.get<{ data: ViewCount[] }>('/api/v1/views');
  return data.find(({ view }) => view === 'inbox')?.count ?? 0;
}

/** All mails with their files, by conversation number and place in it. */
export async function readEverything(ana: Remote): Promise<ReadMail[]> {
  const all: ReadMail[] = [];
  for (const { id, number } of await allConversations(ana)) {
    for (const message of await allMessages(ana, id)) {
      const files: string[] = [];
      for (const { url } of message.attachments) files.push(await ana.get<string>(url));
      all.push({ number, seq: message.seq, text: message.text.trim(), files });
    }
  }
  return all;
}

async function allConversations(ana: Remote): Promise<Conversation[]> {
  const all: Conversation[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const at: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const url = `/api/v1/conversations?view=all&limit=200${at}`;
    const page = await ana.get<{ data: Conversation[]; next: string | null }>(url);
    all.push(...page.data);
    cursor = page.next;
  }
  return all.toSorted((a, b) => a.number - b.number);
}

async function allMessages(ana: Remote, conversationId: string): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const after = all.at(-1)?.seq ?? 0;
    const url = `/api/v1/conversations/${conversationId}/messages?after=${after}&limit=200`;
    const { data } = await ana.get<{ data: Message[] }>(url);
    if (data.length === 0) return all;
    all.push(...data);
  }
}
