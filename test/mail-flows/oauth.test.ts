/** Mailboxes of a provider that gives a new refresh token with every access token, and takes each only once. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ownerOf } from '../support/database.ts';
import { Dovecot, PASSWORD as IMAP_PASSWORD } from '../support/dovecot.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { letter } from '../support/letters.ts';
import type { MailServer } from '../support/mail-server.ts';
import { Mailbox, readingFrom, startSink } from '../support/mailbox.ts';
import { type Agent, foundAs, logIn } from '../support/people.ts';
import { TokenEndpoint } from '../support/token-endpoint.ts';
import { until } from '../support/until.ts';

let hub: TestHub;
let sink: MailServer;
let owner: postgres.Sql;
let dovecot: Dovecot;
let provider: TokenEndpoint;
let agent: Agent;
let desk: Mailbox;
let conversationId: string;

beforeAll(async () => {
  // Nobody has signed the provider's certificate, which is not what is tested here.
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  [hub, sink, provider] = [await startHub(), await startSink(), await TokenEndpoint.start()];
  dovecot = await Dovecot.start();
  sink.moods.login = (_, secret) => (secret === provider.accessToken ? null : '535 5.7.8 No.');
  owner = ownerOf(hub);
  agent = await foundAs(hub);
  desk = await Mailbox.connect({ agent, sink }, { smtpPassword: '', ...oauth() });
  conversationId = (await desk.begin()).id;
}, 60_000);

afterAll(async () => {
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '1';
  await owner.end();
  await hub.close();
  await sink.stop();
  await dovecot.stop();
  provider.stop();
});

beforeEach(() => {
  provider.meanwhile = () => {};
});

/** What the provider gave when the mailbox was authorised. */
const oauth = () => ({
  password: '',
  oauthTokenUrl: provider.url,
  oauthClientId: 'interline',
  oauthRefreshToken: provider.refreshToken,
});

/** The connection before has to end, or nobody asks for a token. */
async function send(text: string): Promise<void> {
  sink.hangUp();
  await desk.send(sink, conversationId, { text, key: randomUUID() });
}

/** What the settings page shows of the refresh token. */
const shown = async () => (await desk.channel()).settings['oauthRefreshToken'];
const endingOf = (token: string) => `••••${token.slice(-4)}`;

it('go on, each time with the token that was given last', async () => {
  for (const text of ['One', 'Two', 'Three']) await send(text);
  expect(provider.asked).toHaveLength(3);
  expect(new Set(provider.asked).size).toBe(3);
  expect(await shown()).toBe(endingOf(provider.refreshToken));
});

it('and the provider is one that takes a token only once', async () => {
  const [used = ''] = provider.asked;
  const body = new URLSearchParams({ refresh_token: used });
  const answer = await fetch(provider.url, { method: 'POST', body });
  expect(await answer.json()).toEqual({ error: 'invalid_grant' });
});

it('also after the server was started anew', async () => {
  const before = provider.asked.length;
  await hub.stop();
  await hub.database.close();
  hub = await startHub({ after: hub });
  agent = await logIn(hub, 'ana@example.com');
  desk = desk.as(agent);
  await send('After a start');
  expect(provider.asked).toHaveLength(before + 1);
});

it('also when the provider’s word comes while somebody changes other settings', async () => {
  const holder = new EventTarget();
  const holding = owner.begin(async (tx) => {
    await tx`select 1 from channels where id = ${desk.id} for no key update`;
    holder.dispatchEvent(new Event('holds'));
    await once(holder, 'let go');
  });
  await once(holder, 'holds');
  const sending = send('While settings change');
  await until(async () => (await waiting()) === 1);
  const changing = desk.change({ signature: 'Another signature' });
  await until(async () => (await waiting()) === 2);
  holder.dispatchEvent(new Event('let go'));
  await Promise.all([holding, sending, changing]);
  expect((await desk.channel()).settings['signature']).toBe('Another signature');
  expect(await shown()).toBe(endingOf(provider.refreshToken));
  await send('Afterwards');
});

it('never with the old connection, when the mailbox was connected again meanwhile', async () => {
  const anew = 'refresh-entered-by-hand-9999';
  provider.meanwhile = async () => {
    provider.meanwhile = () => {};
    await desk.change({ oauthRefreshToken: anew });
  };
  await send('While somebody connects it again');
  expect(await shown()).toBe(endingOf(anew));
  provider.refreshToken = anew;
  await send('Connected again');
  expect(provider.asked.at(-1)).toBe(anew);
});

it('which are read by IMAP, too', async () => {
  const before = provider.asked.length;
  provider.accessTokens = () => IMAP_PASSWORD;
  await dovecot.deliver('oauth', letter({ text: 'Fetched with a token' }));
  const fetched = await Mailbox.connect(
    { agent },
    {
      ...{ ...readingFrom(dovecot, 'oauth'), password: '', importDays: '1' },
      ...oauth(),
      address: 'fetched@example.com',
    },
  );
  await fetched.ready();
  expect((await fetched.conversations()).map(({ preview }) => preview)).toEqual([
    'Fetched with a token',
  ]);
  expect(provider.asked).toHaveLength(before + 1);
  const shown = (await fetched.channel()).settings['oauthRefreshToken'];
  expect(shown).toBe(endingOf(provider.refreshToken));
  expect((await fetched.channel()).fetching?.problem).toBeNull();
});

it('with the tokens in nobody’s hands: encrypted where they are kept, and in no log', async () => {
  expect(provider.asked.length).toBeGreaterThan(6);
  const rows = await owner<{ row: string }[]>`
    select channels::text || encode(secrets, 'escape') as row from channels where id = ${desk.id}`;
  expect(rows[0]?.row).toContain('Another signature');
  for (const text of [rows[0]?.row, hub.logged.join('\n')]) {
    expect(text).not.toMatch(/(?:refresh|access)-(?:of|entered)/);
  }
});

/** How many wait for the channel's row. */
async function waiting(): Promise<number> {
  const [row] = await owner<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  return row?.count ?? 0;
}
