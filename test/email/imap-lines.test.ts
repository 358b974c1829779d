/** Lines that break, servers that lie or say no, and certificates: a real Dovecot behind a line of ours. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkImap } from '../../adapters/email/imap/check.ts';
import { listen } from '../../adapters/email/imap/listen.ts';
import { CERTIFIED_NAME, Dovecot, PASSWORD } from '../support/dovecot.ts';
import { Ledger, letter, settingsFor } from '../support/imap-ledger.ts';
import { ImapLine } from '../support/imap-line.ts';
import { until } from '../support/until.ts';

let dovecot: Dovecot;
let line: ImapLine;
let ledger: Ledger;
let user: string;
let users = 0;

beforeAll(async () => {
  dovecot = await Dovecot.start();
});
afterAll(() => dovecot.stop());
beforeEach(async () => {
  ledger = new Ledger();
  line = await ImapLine.to(dovecot.port);
  user = `user-${++users}`;
});
afterEach(async () => {
  await ledger.stop();
  await line.close();
});

const settings = (more: Record<string, string> = {}) => settingsFor(user, line.port, more);

const subjects = (count: number) => Array.from({ length: count }, (_, n) => `letter ${n + 1}`);

async function deliver(wanted: readonly string[], body?: string): Promise<void> {
  for (const subject of wanted) await dovecot.deliver(user, letter(subject, body));
}

async function begin(more: Record<string, string> = {}): Promise<void> {
  ledger.start(settings(more));
  await until(() => ledger.report === null);
}

async function have(count: number): Promise<void> {
  await until(() => ledger.requests.length >= count, 15_000);
}

describe('a line that is cut', () => {
  test('in the middle of mails loses none of them, and keeps their order', async () => {
    await begin();
    await ledger.stop();
    await deliver(subjects(200), 'A line of text that fills a mail.\r\n'.repeat(60));
    line.lasts = 50_000;
    ledger.start(settings());
    await have(200);
    expect(line.connections).toBeGreaterThan(8);
    expect(ledger.subjects).toEqual(subjects(200));
    expect(ledger.requests.filter(({ headers }) => headers['x-unreadable'])).toEqual([]);
  });

  test('while nothing happens is had again, without a word about it', async () => {
    await begin();
    line.cut();
    await until(() => line.connections === 2);
    await deliver(['after the cut']);
    await have(1);
    expect(ledger.reports.filter((report) => report !== null)).toEqual([]);
  });

  test('and cannot be had again is reported, until it is', async () => {
    await begin();
    line.change = () => null;
    line.cut();
    await until(() => ledger.report === 'The connection to the mail server broke off.');
    line.change = (said) => said;
    await deliver(['at last']);
    await have(1);
    await until(() => ledger.report === null);
  });
});

describe('a mail the server fails on', () => {
  test.each([
    ['its text', 'as its header', letter('no luck', '').length - 2],
    ['its header', 'as nothing', 0],
  ])('in %s is handed over %s, and those behind it come', async (where, _, length) => {
    await begin();
    await ledger.stop();
    const isHeader = where === 'its header';
    const poison = isHeader ? 'Subject: no luck' : 'the line breaks here';
    await deliver(['no luck'], 'the line breaks here');
    await deliver(['behind it', 'and further']);
    line.change = (said) => (said.includes(poison) ? null : said);
    ledger.start(settings());
    await have(3);
    const broken = ledger.requests.filter(({ headers }) => headers['x-unreadable'] === 'fetch');
    expect(broken.map(({ url, body }) => [url.split('/').at(-1), body.length])).toEqual([
      ['1', length],
    ]);
    expect(ledger.subjects.filter((subject) => subject !== 'no luck' && subject !== '')).toEqual([
      'behind it',
      'and further',
    ]);
    // Three tries, each on a line of its own, and one more for the header where that fails, too.
    expect(line.connections).toBe(1 + 3 + (isHeader ? 1 : 0) + 1);
  });
});

describe('a server that does not push', () => {
  test.each([
    ['offers no IDLE', (said: string) => said.replaceAll(' IDLE', '')],
    ['offers it and never does', (said: string) => said.replace(/^\* \d+ EXISTS\r\n/, '')],
  ])('because it %s is asked from time to time', async (_, change) => {
    line.change = change;
    ledger.start(settings(), { pollMs: 300 });
    await until(() => ledger.report === null);
    await deliver(['found by asking']);
    await have(1);
    expect(line.heard.includes('IDLE')).toBe(change(' IDLE') !== '');
  });
});

describe('a log-in', () => {
  test('that is refused is reported, and not tried again and again', async () => {
    ledger.start(settings({ password: 'wrong' }), { deniedWaitMs: 10_000 });
    const refusal = 'The mail server does not accept the user name and password.';
    await until(() => ledger.report === refusal);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(line.connections).toBe(1);
    const { signal } = new AbortController();
    const check = checkImap(settings({ password: 'wrong' }), ledger.listening(signal));
    await expect(check).rejects.toMatchObject({ kind: 'unauthorized', reason: refusal });
  });

  test('by OAuth renews a token that is refused, and not a mailbox that was taken back', async () => {
    const tokens = ['taken-back', PASSWORD];
    const renewed = () => Response.json({ access_token: tokens.shift(), expires_in: 3600 });
    ledger.fetch = async () => renewed();
    const oauthTokenUrl = 'https://login.example.com/token';
    const oauth = settings({ password: '', oauthTokenUrl, oauthRefreshToken: 'refresh-1' });
    const { signal } = new AbortController();
    const check = () => checkImap(oauth, ledger.listening(signal));
    await expect(check()).rejects.toMatchObject({ kind: 'unauthorized' });
    await check();
    expect(tokens).toEqual([]);
    ledger.fetch = async () => Response.json({ error: 'invalid_grant' }, { status: 400 });
    ledger.kept['oauthRefreshToken'] = 'refresh-2';
    const gone = { ...oauth, oauthRefreshToken: 'refresh-2' };
    const { reason } = await checkImap(gone, ledger.listening(signal)).catch((error) => error);
    ledger.start(gone);
    await until(() => ledger.report === reason);
    expect(reason).toBe('The mailbox must be connected again.');
  });

  test('without encryption is made on this machine only', async () => {
    const { signal } = new AbortController();
    const far = { ...ledger.listening(signal), resolve: async () => '192.0.2.1' };
    await expect(checkImap(settings(), far)).rejects.toMatchObject({
      kind: 'rejected',
      reason: 'Without encryption, the mail server must be on this machine.',
    });
    await checkImap(settings(), ledger.listening(signal));
  });
});

describe('encryption', () => {
  const certified = () => ({ imapHost: CERTIFIED_NAME, authority: dovecot.certificate });
  const tls = (more: Record<string, string> = {}) =>
    settings({ imapPort: String(dovecot.tlsPort), imapSecurity: 'tls', ...more });
  const starttls = (more: Record<string, string> = {}) =>
    settings({ imapSecurity: 'starttls', ...more });

  test.each([
    ['TLS', tls],
    ['STARTTLS', starttls],
  ])('by %s reads mail when the certificate is for that server', async (_, wanted) => {
    ledger.start(wanted(certified()));
    await until(() => ledger.report === null);
    await deliver(['sealed']);
    await have(1);
    expect(line.heard).not.toContain('EXAMINE');
  });

  test.each([
    ['nobody we know has signed it', () => tls({ imapHost: CERTIFIED_NAME })],
    ['it is for another server', () => tls({ ...certified(), imapHost: 'other.example.com' })],
    ['that is so after STARTTLS', () => starttls({ imapHost: CERTIFIED_NAME })],
  ])('is refused when of the certificate %s', async (_, wanted) => {
    ledger.start(wanted());
    await until(() => ledger.report === 'The mail server’s certificate is not valid.');
    expect(line.heard).not.toMatch(/LOGIN|AUTHENTICATE/);
  });

  test('that somebody strips from the line is not done without', async () => {
    line.change = (said) => said.replaceAll(' STARTTLS', '');
    ledger.start(starttls(certified()));
    const problem = 'The mail server does not offer encryption (STARTTLS).';
    await until(() => ledger.report === problem && line.connections > 1);
    expect(line.heard).not.toMatch(/LOGIN|AUTHENTICATE/);
    expect(line.heard).not.toContain(Buffer.from(`\0${user}\0${PASSWORD}`).toString('base64'));
  });
});

describe('the end', () => {
  test.each([
    ['nothing happens', () => until(() => ledger.report === null)],
    ['a line is waited for', () => waitForTrouble()],
    ['a server is waited for', () => waitForSilence()],
    ['a mail waits to be stored', () => waitForRefusal()],
  ])('comes at once while %s', async (_, waiting) => {
    const end = new AbortController();
    const ended = listen(settings(), ledger.listening(end.signal));
    await waiting();
    const begun = Date.now();
    end.abort();
    await ended;
    expect(Date.now() - begun).toBeLessThan(500);
  });

  async function waitForTrouble(): Promise<void> {
    line.change = () => null;
    line.cut();
    await until(() => ledger.reports.some((report) => report !== null), 8_000);
  }

  async function waitForSilence(): Promise<void> {
    line.change = () => '';
    await until(() => line.connections > 0);
  }

  async function waitForRefusal(): Promise<void> {
    await until(() => ledger.report === null);
    ledger.beforeTaking = () => {
      throw new Error('no database');
    };
    await deliver(['not stored']);
    await until(() => ledger.report === 'New mail cannot be stored at the moment.');
  }
});
