/** Handing mail to a server that behaves, over connections that are kept. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { send } from '../../adapters/email/outbound/send.ts';
import { readBounceToken, readMessageId } from '../../adapters/email/tokens.ts';
import type { Addressee } from '../../adapters/message.ts';
import {
  type MailServer,
  messageToAna,
  opened,
  settingsAt,
  startMailServer,
  toolsAt,
} from '../support/mail-server.ts';
import { until } from '../support/until.ts';

let server: MailServer;
beforeEach(async () => {
  server = await startMailServer();
});
afterEach(() => server.stop());

const people = (...addresses: string[]): Addressee[] =>
  addresses.map((address) => ({ address, name: '' }));

test('a mail goes encrypted, logged in, and from an address that names it', async () => {
  const settings = settingsAt(server);
  const { externalId, ...rest } = await send(messageToAna(), settings, toolsAt());
  expect(rest).toEqual({});
  const [mail] = server.taken;
  expect(mail).toMatchObject({ to: ['ana@example.org'], secure: true, user: 'help@example.com' });
  expect(readBounceToken(mail?.from ?? '', settings)).toBe(messageToAna().id);
  expect((await opened(mail)).messageId).toBe(externalId);
  expect(readMessageId(externalId, settings)).toBe(messageToAna().id);
});

test('every attempt at a message is the same mail by its id', async () => {
  const settings = settingsAt(server);
  const first = await send(messageToAna(), settings, toolsAt());
  expect(await send(messageToAna({ attempt: 2 }), settings, toolsAt())).toEqual(first);
  expect(server.taken).toHaveLength(2);
});

test('it goes to everybody, and nobody reads who was given a blind copy', async () => {
  const to = people('ana@example.org', 'bo@example.org');
  const recipients = { to, cc: people('cy@example.org'), bcc: people('di@example.org') };
  await send(messageToAna({ recipients }), settingsAt(server), toolsAt());
  const [mail] = server.taken;
  const names = ['ana', 'bo', 'cy', 'di'].map((name) => `${name}@example.org`);
  expect(mail?.to).toEqual(names);
  expect(mail?.raw).toMatch(/^To: ana@example.org, bo@example.org\r$/m);
  expect(mail?.raw).toMatch(/^Cc: cy@example.org\r$/m);
  expect(mail?.raw).not.toMatch(/bcc|di@/i);
});

test('a mail of blind copies alone says so', async () => {
  const recipients = { to: [], cc: [], bcc: people('di@example.org') };
  await send(messageToAna({ recipients }), settingsAt(server), toolsAt());
  expect(server.taken[0]?.to).toEqual(['di@example.org']);
  expect(server.taken[0]?.raw).toMatch(/^To: "?undisclosed-recipients"?:;\r$/m);
  expect(server.taken[0]?.raw).not.toContain('di@');
});

test('those the server does not take are named, each with why', async () => {
  server.moods.recipient = (address) => {
    if (address.startsWith('Bo@')) return '550 5.1.1 <bo@example.org>: user unknown in table';
    return address.startsWith('cy@') ? '450 4.7.1 Greylisted for 300 s' : null;
  };
  const to = people('ana@example.org', 'Bo@example.org', 'bo@example.org');
  const recipients = { to, cc: people('cy@example.org'), bcc: [] };
  const settings = settingsAt(server);
  const { refused } = await send(messageToAna({ recipients }), settings, toolsAt());
  expect(refused).toEqual([
    { address: 'Bo@example.org', reason: 'The mailbox does not exist.' },
    { address: 'cy@example.org', reason: 'The server asks to try again later.' },
  ]);
  expect(server.taken.map(({ to }) => to)).toEqual([['ana@example.org']]);
});

test('what is passed on needs no words of one’s own', async () => {
  const from = { address: 'ana@example.org', name: 'Ana' };
  const quoting = { kind: 'forward', from, at: new Date(0), subject: 'Stock', text: 'Hi' } as const;
  await send(messageToAna({ text: '', quoting }), settingsAt(server), toolsAt());
  expect((await opened(server.taken[0])).text).toMatch(/^-{10} Forwarded message -{10}\n/);
});

describe('a connection', () => {
  test('carries one mail after the other', async () => {
    const settings = settingsAt(server);
    for (let n = 0; n < 5; n++) await send(messageToAna(), settings, toolsAt());
    expect(server.taken).toHaveLength(5);
    expect(server.connections).toBe(1);
  });

  test('is not shared by two channels, nor kept when the password changes', async () => {
    const settings = settingsAt(server);
    server.moods.login = () => null;
    await send(messageToAna(), settings, toolsAt());
    await send(messageToAna(), { ...settings, channelId: 'another' }, toolsAt());
    await send(messageToAna(), { ...settings, password: 'changed' }, toolsAt());
    expect(server.connections).toBe(3);
    expect(server.secrets.at(-1)).toBe('changed');
  });

  test('is one of at most four at a time, and no mail is lost or doubled', async () => {
    const settings = settingsAt(server);
    const ids = Array.from({ length: 40 }, () => randomUUID());
    await Promise.all(ids.map((id) => send(messageToAna({ id }), settings, toolsAt())));
    const sent = server.taken.map(({ from }) => readBounceToken(from, settings));
    expect(sent.toSorted()).toEqual(ids.toSorted());
    expect(server.connections).toBeLessThanOrEqual(4);
  });

  test('that the server closed meanwhile is replaced, and the mail goes once', async () => {
    const settings = settingsAt(server);
    await send(messageToAna(), settings, toolsAt());
    server.hangUp();
    await send(messageToAna(), settings, toolsAt());
    expect(server.taken).toHaveLength(2);
    expect(server.connections).toBe(2);
  });

  test('is closed after half a minute without mail', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout');
    await send(messageToAna(), settingsAt(server), toolsAt());
    const [over] = timers.mock.calls.filter(([, ms]) => ms === 30_000).at(-1) ?? [];
    timers.mockRestore();
    expect(server.open()).toBe(1);
    over?.();
    await until(() => server.open() === 0);
  });

  test('is waited for no longer than the product wants', async () => {
    const settings = settingsAt(server);
    const stop = new AbortController();
    const held: (() => void)[] = [];
    server.moods.wait = () => new Promise((resolve) => held.push(resolve));
    const busy = Array.from({ length: 4 }, () => send(messageToAna(), settings, toolsAt()));
    await until(() => held.length === 4);
    const tools = toolsAt({ signal: stop.signal });
    const late = busy.map(() => send(messageToAna(), settings, tools).catch((error) => error));
    const after = send(messageToAna({ text: 'after' }), settings, toolsAt());
    // Long enough for all of them to stand in line.
    await sleep(200);
    stop.abort();
    for (const error of await Promise.all(late)) {
      expect(error).toMatchObject({ kind: 'retry', maybeSent: false });
    }
    server.moods = {};
    for (const go of held) go();
    await Promise.all([...busy, after]);
    expect(server.taken).toHaveLength(5);
    expect(server.connections).toBe(4);
  });

  test('is still good after the server refused a mail, or all whom it was for', async () => {
    const settings = settingsAt(server);
    server.moods = { mail: () => '554 5.7.1 Spam message rejected' };
    await expect(send(messageToAna(), settings, toolsAt())).rejects.toThrow('spam');
    server.moods = { recipient: () => '550 5.1.1 Unknown' };
    await expect(send(messageToAna(), settings, toolsAt())).rejects.toThrow('not exist');
    server.moods = {};
    await send(messageToAna(), settings, toolsAt());
    expect(server.connections).toBe(1);
  });
});

describe('the sender of the envelope', () => {
  test('of what nobody wrote is nobody', async () => {
    await send(messageToAna({ automatic: true }), settingsAt(server), toolsAt());
    expect(server.taken[0]?.from).toBe('');
  });

  test('is the plain address where the server takes no other, and that is remembered', async () => {
    let refusals = 0;
    server.moods.sender = (address) => {
      if (address === 'help@example.com') return null;
      refusals++;
      return '553 5.7.1 Sender address rejected: not owned by user help@example.com';
    };
    const settings = settingsAt(server);
    for (let n = 0; n < 3; n++) await send(messageToAna(), settings, toolsAt());
    expect(server.taken.map(({ from }) => from)).toEqual(Array(3).fill('help@example.com'));
    expect(refusals).toBe(1);
  });

  test('is also changed when the server complains at the recipient or at the end', async () => {
    const settings = settingsAt(server, { plusAddressing: 'off' });
    let asked = 0;
    server.moods.mail = ({ from }) =>
      from === '' && ++asked ? '554 5.2.252 SendAsDenied; not allowed to send as' : null;
    await send(messageToAna({ automatic: true }), settings, toolsAt());
    expect(asked).toBe(1);
    expect(server.taken.map(({ from }) => from)).toEqual(['help@example.com']);
  });
});

describe('an id the server gives instead of ours', () => {
  test('is what answers will call the mail', async () => {
    server.moods.thanks = '2.0.0 OK <AB12@CD34.eurprd01.prod.outlook.com> [Hostname=CD34]';
    const result = await send(messageToAna(), settingsAt(server), toolsAt());
    expect(result.reference).toBe('<AB12@CD34.eurprd01.prod.outlook.com>');
    expect(result.externalId).toMatch(/^<m\..*@example\.com>$/);
  });

  test.each([
    ['email-smtp.eu-west-1.amazonaws.com', 'eu-west-1'],
    ['email-smtp.us-east-1.amazonaws.com', 'email'],
  ])('is made from the answer of %s', async (smtpHost, domain) => {
    const plain = await startMailServer({ hideSTARTTLS: true, allowInsecureAuth: true });
    plain.moods.thanks = 'Ok 0102018c1b2a3d4e-5f60718293-0a1b-000000';
    const settings = settingsAt(plain, { smtpHost, smtpSecurity: 'none' });
    const { reference } = await send(messageToAna(), settings, toolsAt());
    expect(reference).toBe(`<0102018c1b2a3d4e-5f60718293-0a1b-000000@${domain}.amazonses.com>`);
    await plain.stop();
  });
});

describe('a mailbox with OAuth', () => {
  const provider = (tokens: string[]) => {
    let asked = 0;
    const fetch = async () => Response.json({ access_token: tokens[asked++], expires_in: 3600 });
    return { tools: toolsAt({ fetch }), asked: () => asked };
  };
  const settings = () =>
    settingsAt(server, {
      ...{ password: '', oauthTokenUrl: 'https://id.example.com/token' },
      ...{ oauthClientId: 'interline', oauthRefreshToken: 'refresh-1' },
    });

  test('is opened with a token', async () => {
    server.moods.login = (_, secret) => (secret === 'fresh' ? null : '535 5.7.8 No.');
    const { tools } = provider(['fresh']);
    await send(messageToAna(), settings(), tools);
    expect(server.taken).toHaveLength(1);
  });

  test.each(['535 5.7.3 No.', '334'])(
    'is opened with a new one when the first was taken back early: %s',
    async (said) => {
      server.moods.login = (_, secret) => (secret === 'second' ? null : said);
      const { tools, asked } = provider(['first', 'second']);
      await send(messageToAna(), settings(), tools);
      expect(server.taken).toHaveLength(1);
      expect(asked()).toBe(2);
    },
  );

  test('stays closed when none is accepted', async () => {
    server.moods.login = () => '535 5.7.139 Authentication unsuccessful';
    const { tools } = provider(['first', 'second', 'third']);
    const sending = send(messageToAna(), settings(), tools);
    await expect(sending).rejects.toMatchObject({ kind: 'unauthorized', code: 'SMTP 535 5.7.139' });
  });
});
