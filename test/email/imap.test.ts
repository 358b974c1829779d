/** Mail is fetched from a real Dovecot: at once, in order, none twice, none left behind. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkImap } from '../../adapters/email/imap/check.ts';
import { Dovecot } from '../support/dovecot.ts';
import { Ledger, letter, settingsFor, subjectOf } from '../support/imap-ledger.ts';
import { until } from '../support/until.ts';

const DAY_MS = 86_400_000;

let dovecot: Dovecot;
let ledger: Ledger;
let user: string;
let users = 0;

beforeAll(async () => {
  dovecot = await Dovecot.start();
});
afterAll(() => dovecot.stop());
beforeEach(() => {
  ledger = new Ledger();
  user = `user-${++users}`;
});
afterEach(() => ledger.stop());

const settings = (more: Record<string, string> = {}) => settingsFor(user, dovecot.port, more);

const subjects = (count: number, from = 1) =>
  Array.from({ length: count }, (_, n) => `letter ${n + from}`);

async function deliver(wanted: readonly string[], receivedAt?: Date): Promise<void> {
  for (const subject of wanted) await dovecot.deliver(user, letter(subject), receivedAt);
}

/** The channel has begun, and nothing was there. */
async function begin(): Promise<void> {
  ledger.start(settings());
  await until(() => ledger.report === null);
  await ledger.stop();
}

async function have(count: number): Promise<void> {
  await until(() => ledger.requests.length >= count, 15_000);
}

describe('new mail', () => {
  test('is there within two seconds, byte for byte, with where and when it came', async () => {
    ledger.start(settings());
    await until(() => ledger.report === null);
    const raw = Buffer.from(letter('at once', 'Gr\xfc\xdfe'), 'latin1');
    const receivedAt = new Date(Math.floor(Date.now() / 1000) * 1000 + 5_000);
    const client = await dovecot.client(user);
    const begun = Date.now();
    await client.append('INBOX', raw, [], receivedAt);
    await have(1);
    expect(Date.now() - begun).toBeLessThan(2_000);
    const { uidValidity } = await client.mailboxOpen('INBOX', { readOnly: true });
    const headers = { 'x-received-at': receivedAt.toISOString() };
    const url = `/imap/INBOX/${uidValidity}/1`;
    expect(ledger.requests).toEqual([{ method: 'LISTEN', url, headers, body: raw }]);
    const seen = await client.fetchOne('1', { flags: true });
    expect(seen).toMatchObject({ flags: new Set(['\\Recent']) });
    client.close();
  });

  test('that waited is taken in order, all of it, once', async () => {
    await begin();
    await deliver(subjects(300));
    ledger.start(settings());
    await have(300);
    await until(() => ledger.report === null);
    expect(ledger.subjects).toEqual(subjects(300));
    expect(ledger.handedOver).toBe(300);
    expect(ledger.requests.map(({ url }) => Number(url.split('/').at(-1)))).toEqual(
      subjects(300).map((_, n) => n + 1),
    );
  });

  test('is not taken again after a restart, and goes on where it ended', async () => {
    await begin();
    await deliver(subjects(3));
    ledger.start(settings());
    await have(3);
    await ledger.stop();
    await deliver(subjects(2, 4));
    ledger.start(settings());
    await have(5);
    expect(ledger.subjects).toEqual(subjects(5));
    expect(ledger.handedOver).toBe(5);
  });

  test('waits while it cannot be stored, and none is passed over', async () => {
    await begin();
    await deliver(subjects(5));
    let refusals = 0;
    ledger.beforeTaking = (request) => {
      if (subjectOf(request) === 'letter 3' && ++refusals <= 4) throw new Error('no database');
    };
    ledger.start(settings());
    await have(5);
    expect(refusals).toBe(5);
    expect(ledger.subjects).toEqual(subjects(5));
    expect(ledger.reports).toContain('New mail cannot be stored at the moment.');
    await until(() => ledger.report === null);
  });

  test('over 50 MB comes as its header, with its size', async () => {
    await begin();
    const body = Buffer.alloc(51 * 1024 * 1024, `${'x'.repeat(76)}\r\n`);
    const raw = Buffer.concat([Buffer.from(letter('a film', '')), body]);
    await dovecot.deliver(user, raw);
    await deliver(['behind it']);
    ledger.start(settings());
    await have(2);
    const [film] = ledger.requests;
    expect(ledger.subjects).toEqual(['a film', 'behind it']);
    expect(film?.headers['x-too-large']).toBe(String(raw.length));
    expect(film?.body.length).toBe(letter('a film', '').length - 2);
    expect(ledger.reports).toEqual([null, null]);
  });
});

describe('mail from before the channel', () => {
  beforeEach(async () => {
    await deliver(['long ago'], new Date(Date.now() - 5 * DAY_MS));
    await deliver(['yesterday'], new Date(Date.now() - DAY_MS));
  });

  test('is not taken', async () => {
    await begin();
    await deliver(['today']);
    ledger.start(settings());
    await have(1);
    expect(ledger.subjects).toEqual(['today']);
  });

  test('is taken as far back as was asked for', async () => {
    ledger.start(settings({ importDays: '2' }));
    await until(() => ledger.report === null);
    expect(ledger.subjects).toEqual(['yesterday']);
  });
});

describe('a mailbox that changes under our hands', () => {
  test('with a new UIDVALIDITY is handed over again, and only what is ours', async () => {
    await deliver(['yesterday'], new Date(Date.now() - DAY_MS));
    await begin();
    await deliver(subjects(4));
    ledger.start(settings());
    await have(4);
    await ledger.stop();
    const before = ledger.bookmark;
    await dovecot.renumber(user);
    await deliver(['after it']);
    ledger.start(settings());
    await have(5);
    expect(ledger.subjects).toEqual([...subjects(4), 'after it']);
    expect(ledger.handedOver).toBe(9);
    const [old, fresh] = [before, ledger.bookmark].map((text) => JSON.parse(text).INBOX);
    expect(fresh.uidValidity).not.toBe(old.uidValidity);
    expect(fresh.since).toBe(old.since);
  });

  test('may lose mails while they are fetched: the others all come', async () => {
    await begin();
    await deliver(subjects(160));
    const other = await dovecot.client(user);
    await other.mailboxCreate('Elsewhere');
    await other.mailboxOpen('INBOX');
    ledger.beforeTaking = async (request) => {
      if (subjectOf(request) !== 'letter 1') return;
      await other.messageDelete('120,158:160', { uid: true });
      await other.messageMove('130', 'Elsewhere', { uid: true });
    };
    ledger.start(settings());
    await have(155);
    await until(() => ledger.report === null);
    const gone = ['letter 120', 'letter 130', 'letter 158', 'letter 159', 'letter 160'];
    expect(ledger.subjects).toEqual(subjects(160).filter((subject) => !gone.includes(subject)));
    expect(ledger.handedOver).toBe(155);
    ledger.beforeTaking = () => {};
    await deliver(['behind them']);
    await have(156);
    other.close();
  });
});

describe('folders', () => {
  test('are all read, also those nothing is pushed for', async () => {
    const other = await dovecot.client(user);
    await other.mailboxCreate('Bücher & mehr');
    ledger.start(settings({ folders: 'INBOX\nBücher & mehr\n' }), { pollMs: 200 });
    await until(() => ledger.report === null);
    await other.append('Bücher & mehr', letter('a book'));
    await have(1);
    await other.append('INBOX', letter('to the inbox'));
    await have(2);
    other.close();
    expect(ledger.requests.map(({ url }) => url.split('/')[2])).toEqual([
      encodeURIComponent('Bücher & mehr'),
      'INBOX',
    ]);
  });

  test('that do not exist are reported, and keep nobody from the others', async () => {
    await begin();
    await deliver(['in the inbox']);
    const both = settings({ folders: 'Nowhere\nINBOX' });
    ledger.start(both);
    await have(1);
    await until(() => ledger.report === 'The folder “Nowhere” does not exist.');
    const { signal } = new AbortController();
    await expect(checkImap(both, ledger.listening(signal))).rejects.toMatchObject({
      kind: 'rejected',
      reason: 'The folder “Nowhere” does not exist.',
    });
    await checkImap(settings(), ledger.listening(signal));
  });
});
