/** What was sent is found in the mailbox's own folder for it, in a real Dovecot. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Settings } from '../../adapters/adapter.ts';
import { send } from '../../adapters/email/outbound/send.ts';
import { wantsCopies } from '../../adapters/email/outbound/sent-copy.ts';
import { parse } from '../../adapters/email/parse.ts';
import { Dovecot, PASSWORD } from '../support/dovecot.ts';
import {
  type MailServer,
  messageToAna,
  PASSWORD as SMTP_PASSWORD,
  settingsAt,
  startMailServer,
  toolsAt,
} from '../support/mail-server.ts';
import { fetched } from './channel.ts';

let dovecot: Dovecot;
let server: MailServer;
let user: string;
let users = 0;

beforeAll(async () => {
  dovecot = await Dovecot.start();
});
afterAll(() => dovecot.stop());
beforeEach(async () => {
  server = await startMailServer();
  user = `sender-${++users}`;
});
afterEach(() => server.stop());

const settings = (more: Record<string, string> = {}): Settings =>
  settingsAt(server, {
    imapHost: 'mail.example.com',
    imapPort: String(dovecot.port),
    imapSecurity: 'none',
    user,
    password: PASSWORD,
    smtpUser: 'help@example.com',
    smtpPassword: SMTP_PASSWORD,
    sentCopies: 'on',
    ...more,
  });

/** The mails in a folder, the oldest first; null where there is no such folder. */
async function mailsIn(folder: string) {
  const client = await dovecot.client(user);
  try {
    const { exists } = await client.mailboxOpen(folder, { readOnly: true });
    return exists === 0 ? [] : await client.fetchAll('1:*', { source: true, flags: true });
  } catch {
    return null;
  } finally {
    client.close();
  }
}

async function makeFolder(name: string): Promise<void> {
  const client = await dovecot.client(user);
  await client.mailboxCreate(name);
  client.close();
}

test('a copy of the very mail lies there, read, and is nobody’s message', async () => {
  await makeFolder('Sent');
  const given = settings();
  await send(messageToAna(), given, toolsAt());
  const [copy, ...others] = (await mailsIn('Sent')) ?? [];
  expect([server.taken.length, others]).toEqual([1, []]);
  expect(copy?.source?.toString('latin1').trimEnd()).toBe(server.taken[0]?.raw.trimEnd());
  expect(copy?.flags?.has('\\Seen')).toBe(true);
  const [event, ...more] = await parse(fetched(copy?.source?.toString('latin1') ?? ''), given);
  expect(more).toEqual([]);
  expect(event).toMatchObject({ type: 'ignored', reason: 'a copy of our own mail' });
});

test('a mailbox without such a folder gets none, and the mail goes out', async () => {
  await send(messageToAna(), settings(), toolsAt());
  expect(server.taken).toHaveLength(1);
  expect(await mailsIn('Sent')).toBeNull();
  expect(await mailsIn('INBOX')).toEqual([]);
});

test('a mailbox that lets nobody in keeps nothing, and the mail goes out once', async () => {
  await makeFolder('Sent');
  const said: string[] = [];
  const log = (message: string, details = {}) => said.push(message, JSON.stringify(details));
  await send(messageToAna(), settings({ password: 'a-wrong-one' }), toolsAt({ log }));
  expect(server.taken).toHaveLength(1);
  expect(await mailsIn('Sent')).toEqual([]);
  expect(said[0]).toBe('no copy of a sent mail was kept in the mailbox');
  expect(said.join()).not.toContain('a-wrong-one');
});

test.each([
  ['where it is switched off', { sentCopies: 'off' }, false],
  ['where nothing is read by IMAP', { imapHost: '' }, false],
  ['where Google sends', { smtpHost: 'smtp.gmail.com' }, false],
  ['where Microsoft sends', { smtpHost: 'smtp.office365.com' }, false],
  ['where somebody else sends for a mailbox at Google', { imapHost: 'imap.gmail.com' }, true],
  ['anywhere else', {}, true],
])('%s', (_, more, wanted) => {
  expect(wantsCopies(settings(more))).toBe(wanted);
});
