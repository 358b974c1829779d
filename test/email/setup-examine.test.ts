/** What is found in DNS about a channel's domain, and the record that mends it, letter for letter. */
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Finding } from '../../adapters/adapter.ts';
import { checkSmtp } from '../../adapters/email/setup/check-smtp.ts';
import type { Resolver } from '../../adapters/email/setup/dns.ts';
import { examine } from '../../adapters/email/setup/examine.ts';
import { type MailServer, settingsAt, startMailServer, toolsAt } from '../support/mail-server.ts';

type Records = Record<string, string[]>;

async function look(
  about: string,
  txt: Records,
  more: Record<string, string> = {},
  mx: string[] = ['mx.example.net'],
): Promise<Finding | undefined> {
  const dns: Resolver = {
    mx: async () => mx,
    txt: async (name) => txt[name] ?? [],
    srv: async () => [],
    exists: async () => false,
  };
  const settings = settingsAt({ port: 1 }, { smtpHost: 'smtp.gmail.com', ...more });
  return (await examine(settings, toolsAt(), dns)).find((finding) => finding.about === about);
}

describe('MX', () => {
  test.each([
    [['mx1.example.net', 'mx2.example.net'], 'good', ''],
    [[], 'bad', 'Set an MX record at example.com to your mail provider’s server.'],
    [[''], 'bad', 'Set an MX record at example.com to your mail provider’s server.'],
  ])('of %j', async (mx, state, fix) => {
    expect(await look('MX', {}, {}, mx)).toMatchObject({ state, fix });
  });
});

describe('SPF', () => {
  const set = (value: string) => `Set the TXT record at example.com to: ${value}`;

  test.each([
    ['none', [], 'bad', set('v=spf1 include:_spf.google.com ~all')],
    [
      'only others',
      ['google-site-verification=x', 'v=spf10 a'],
      'bad',
      set('v=spf1 include:_spf.google.com ~all'),
    ],
    ['the right one', ['v=spf1 include:_spf.google.com ~all'], 'good', ''],
    ['one by way of another', ['v=spf1 include:all.example.net -all'], 'good', ''],
    ['one by redirect', ['v=spf1 redirect=all.example.net'], 'good', ''],
    [
      'one that names another sender',
      ['v=spf1 mx include:spf.example.org -all'],
      'bad',
      set('v=spf1 mx include:spf.example.org include:_spf.google.com -all'),
    ],
    [
      'two',
      ['v=spf1 mx ~all', 'v=spf1 mx include:_spf.google.com -all'],
      'bad',
      set('v=spf1 mx include:_spf.google.com ~all'),
    ],
    [
      'one for everybody',
      ['v=spf1 include:_spf.google.com +all'],
      'bad',
      set('v=spf1 include:_spf.google.com ~all'),
    ],
    [
      'one that takes too long',
      [`v=spf1 include:_spf.google.com ${'a:x.example.net '.repeat(10)}-all`],
      'warning',
      'Take out includes of services you no longer use.',
    ],
  ])('with %s', async (_, records, state, fix) => {
    const txt = {
      'example.com': records,
      'all.example.net': ['v=spf1 include:_spf.google.com ?all'],
    };
    expect(await look('SPF', txt)).toMatchObject({ state, fix });
  });

  test('that includes itself is read to an end', async () => {
    const loop = ['v=spf1 include:a.example.net include:b.example.net -all'];
    const txt = { 'example.com': loop, 'a.example.net': loop, 'b.example.net': loop };
    expect(await look('SPF', txt)).toMatchObject({ state: 'bad' });
  });

  test('for a server nobody knows names that server', async () => {
    expect((await look('SPF', {}, { smtpHost: 'out.example.net' }))?.fix).toBe(
      set('v=spf1 a:out.example.net ~all'),
    );
    const txt = { 'example.com': ['v=spf1 mx ~all'] };
    expect(await look('SPF', txt, { smtpHost: 'out.example.net' })).toMatchObject({
      state: 'good',
    });
  });
});

describe('DKIM', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const dkimKey = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const p = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const own = { dkimKey, dkimDomain: 'example.com', dkimSelector: 'here' };
  const name = 'here._domainkey.example.com';

  test('is found under a usual name', async () => {
    const txt = { 'selector1._domainkey.example.com': ['v=DKIM1; k=rsa; p=AAAA'] };
    expect(await look('DKIM', txt)).toMatchObject({ state: 'good' });
  });

  test('that was taken back, or is nowhere, is missed', async () => {
    const txt = { 'google._domainkey.example.com': ['v=DKIM1; p='] };
    expect(await look('DKIM', txt)).toMatchObject({ state: 'warning' });
    expect(await look('DKIM', {})).toMatchObject({ state: 'warning' });
  });

  test('of our own must be the one that is published', async () => {
    const spread = `v=DKIM1; k=rsa; p= ${p.slice(0, 50)} ${p.slice(50)}`;
    expect(await look('DKIM', { [name]: [spread] }, own)).toMatchObject({ state: 'good' });
    const fix = `Set a TXT record at ${name} to: v=DKIM1; k=rsa; p=${p}`;
    expect(await look('DKIM', {}, own)).toMatchObject({ state: 'bad', fix });
    const other = { [name]: ['v=DKIM1; p=AAAA'] };
    expect(await look('DKIM', other, own)).toMatchObject({ state: 'bad', fix });
  });

  test('of our own that cannot be read is said to be so', async () => {
    const broken = { ...own, dkimKey: 'nonsense' };
    expect(await look('DKIM', {}, broken)).toMatchObject({ state: 'bad' });
  });
});

describe('DMARC', () => {
  const at = (name: string, policy: string) =>
    `Set a TXT record at _dmarc.${name} to: v=DMARC1; p=${policy}; rua=mailto:`;
  const deep = { address: 'help@shop.eu.example.com' };

  test.each([
    ['none', {}, {}, 'bad', `${at('example.com', 'none')}help@example.com`],
    ['p=reject', { '_dmarc.example.com': ['v=DMARC1; p=reject'] }, {}, 'good', ''],
    [
      'p=none',
      { '_dmarc.example.com': ['v=DMARC1; p=none'] },
      {},
      'warning',
      `Once your own mail passes: ${at('example.com', 'quarantine')}help@example.com`,
    ],
    ['one above', { '_dmarc.example.com': ['v=DMARC1; P = Quarantine'] }, deep, 'good', ''],
    [
      'one above that lets lower ones off',
      { '_dmarc.example.com': ['v=DMARC1;p=reject;sp=none'] },
      deep,
      'warning',
      `Once your own mail passes: ${at('shop.eu.example.com', 'quarantine')}help@shop.eu.example.com`,
    ],
    [
      'two',
      { '_dmarc.example.com': ['v=DMARC1; p=reject', 'v=DMARC1; p=none'] },
      {},
      'bad',
      'Keep one TXT record at _dmarc.example.com: v=DMARC1; p=reject',
    ],
    [
      'one at the very top',
      { '_dmarc.com': ['v=DMARC1; p=reject'] },
      {},
      'bad',
      `${at('example.com', 'none')}help@example.com`,
    ],
  ])('with %s', async (_, txt, more, ...[state, fix]) => {
    expect(await look('DMARC', txt as Records, more)).toMatchObject({ state, fix });
  });
});

test('trouble with DNS is a warning and not a fault of the domain', async () => {
  const broken = () => Promise.reject(new Error('SERVFAIL'));
  const dns = { mx: broken, txt: broken, srv: broken, exists: broken };
  const findings = await examine(settingsAt({ port: 1 }), toolsAt(), dns);
  expect(findings.map(({ about, state }) => `${about} ${state}`)).toEqual(
    ['MX', 'SPF', 'DKIM', 'DMARC'].map((about) => `${about} warning`),
  );
});

test('a domain of the provider itself is the provider’s own business', async () => {
  expect(await look('Domain', {}, { address: 'me@gmail.com' })).toMatchObject({ state: 'good' });
});

describe('trying out what was entered for sending', () => {
  let server: MailServer;
  beforeEach(async () => {
    server = await startMailServer();
  });
  afterEach(() => server.stop());

  test('logs in and sends nothing', async () => {
    await checkSmtp(settingsAt(server), toolsAt());
    expect(server.secrets).toHaveLength(1);
    expect(server.taken).toEqual([]);
  });

  test('says what is wrong', async () => {
    const trying = checkSmtp(settingsAt(server, { password: 'wrong' }), toolsAt());
    await expect(trying).rejects.toMatchObject({ kind: 'unauthorized', code: 'SMTP 535 5.7.8' });
  });

  test.each([
    ['smtpPort', '70000'],
    ['smtpPort', 'x'],
  ])('finds %s of %s odd', async (key, value) => {
    const trying = checkSmtp(settingsAt(server, { [key]: value }), toolsAt());
    await expect(trying).rejects.toMatchObject({ kind: 'unauthorized' });
  });

  test('is left out where mail is only received', async () => {
    await checkSmtp(settingsAt(server, { smtpHost: '' }), toolsAt());
    expect(server.connections).toBe(0);
  });
});
