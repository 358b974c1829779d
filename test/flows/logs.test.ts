/** O3: the log tells what happened, and nothing of what anybody said, typed, sent or is called. */
import type postgres from 'postgres';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { adapter as echo } from '../../adapters/echo/adapter.ts';
import { ChannelError } from '../../adapters/errors.ts';
import type { CreatedChannel } from '../../server/wire/channels.ts';
import { ownerOf } from '../support/database.ts';
import { deliverEcho, postEcho } from '../support/echo.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { vouch } from '../support/jwt.ts';
import {
  type Agent,
  Caller,
  foundAs,
  inboxOf,
  join,
  logIn,
  PASSWORD,
  tokenOf,
  visit,
} from '../support/people.ts';
import { dialAgent, dialVisitor, refusal } from '../support/sockets.ts';
import { until } from '../support/until.ts';
import { postFile, uploadAs } from '../support/workspace.ts';

let hub: TestHub;
let owner: postgres.Sql;
let ana: Agent;
/** Everything that must never be found in the log. */
const planted: string[] = [PASSWORD, 'ana@example.com', 'Ana Alves'];

const plant = (text: string): string => {
  planted.push(text);
  return text;
};

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  ana = await foundAs(hub);
  plant(ana.headers['cookie']?.split('=')[1] ?? 'no cookie');
});

afterEach(() => vi.restoreAllMocks());

afterAll(async () => {
  await owner.end();
  await hub.close();
});

const SECRET = plant('planted channel secret');
const NOW = plant('planted-identity-secret');

async function connect(adapter: string, settings: Record<string, string>): Promise<string> {
  const body = { adapter, name: plant(`planted name of ${adapter}`), settings };
  return (await ana.call<CreatedChannel>('POST', '/api/v1/channels', body)).body.id;
}

it('holds nothing planted after every door was used, and after every door was slammed', async () => {
  const website = await connect('web-chat', { identitySecret: NOW });
  const webhook = await connect('echo', { secret: SECRET });
  await asAgents();
  await asVisitors(website);
  await asPlatform(webhook);
  const id = await asSender(webhook);
  const quiet = hub.logged.length;
  await whileTheDatabaseFails(website, webhook, id);

  // It did write about the failures, so that there was something to find.
  const failures = hub.logged.slice(quiet).filter((line) => line.includes('"level":50'));
  expect(failures.length).toBeGreaterThanOrEqual(5);
  expect(failures.join()).toMatch(/request failed/);
  expect(failures.join()).toMatch(/a packet failed/);
  expect(hub.logged.join()).toMatch(/the adapter failed/);
  expect(planted.length).toBeGreaterThan(25);
  const found = hub.logged.filter((line) => planted.some((secret) => line.includes(secret)));
  expect(found).toEqual([]);
  const shortened = planted
    .filter((secret) => secret.length > 24)
    .map((secret) => secret.slice(0, 20));
  expect(hub.logged.filter((line) => shortened.some((secret) => line.includes(secret)))).toEqual(
    [],
  );
}, 60_000);

async function asAgents(): Promise<void> {
  const stranger = new Caller(hub);
  const wrong = {
    email: plant('planted.login@example.com'),
    password: plant('planted wrong password'),
  };
  expect((await stranger.call('POST', '/api/v1/session', wrong)).status).toBe(401);
  const ben = await join(hub, ana, plant('Planted Ben'));
  plant(ben.session.agent.email);
  const token = plant(await tokenOf(ben, ['read', 'write']));
  const bearer = new Caller(hub, { authorization: `Bearer ${token}` });
  expect((await bearer.call('GET', '/api/v1/views')).status).toBe(200);
  const invited = await ana.call<{ url: string }>('POST', '/api/v1/invitations', {
    email: plant('planted.invited@example.com'),
    role: 'agent',
  });
  const link = plant(invited.body.url.split('/').at(-1) ?? '');
  await stranger.call('GET', `/api/v1/invitations/by-token/${link}`);
  await stranger.call('POST', `/api/v1/invitations/by-token/${link}`, {
    name: 'x',
    password: plant('planted1'),
  });
  await ben.call('PATCH', '/api/v1/agents/me', {
    password: { current: plant('planted current password'), next: plant('planted next password') },
    preferences: { note: plant('planted preference') },
  });
  await ana.call('GET', `/api/v1/search?q=${encodeURIComponent(plant('planted search'))}`);
  await ana.call('POST', '/api/v1/session', `{"password":"${plant('planted in broken json')}`, {
    'content-type': 'application/json',
  });
  await stranger.call('GET', '/api/v1/views', undefined, {
    cookie: `interline=${plant('planted-cookie-that-is-not-one-of-ours')}`,
    authorization: `Bearer ${plant('planted-bearer-of-somebody')}`,
  });
  const tab = await dialAgent(hub, ben);
  await tab.ask('open', { conversationId: plant('planted packet') });
  tab.close();
  await logIn(hub, 'ana@example.com');
}

async function asVisitors(website: string): Promise<void> {
  const jwt = plant(
    await vouch(website, NOW, {
      sub: plant('planted-subject'),
      email: plant('planted.jwt@example.com'),
    }),
  );
  const person = await visit(hub, website, { jwt });
  plant(person.token);
  const claims = { name: plant('Planted Visitor'), email: plant('planted.visitor@example.com') };
  await person.says(plant('planted words of a visitor'), { claims });
  await new Caller(hub).call('POST', `/widget/v1/${website}/session`, {
    jwt: plant(await vouch(website, 'a wrong secret', { sub: plant('planted-forged-subject') })),
  });
  const odd = {
    key: 'planted-key-1',
    text: plant('planted but refused'),
    attachments: [crypto.randomUUID()],
  };
  expect((await person.call('POST', person.at('messages'), odd)).status).toBe(400);
  await uploadAs(
    person,
    person.at('attachments'),
    plant('planted-file-name.txt'),
    plant('planted file'),
  );
  await postFile(person, person.at('attachments'), plant('planted.exe'), 'MZ\0\0');
  const widget = await dialVisitor(hub, person);
  await widget.ask('typing', { active: plant('planted typing') });
  widget.close();
  const auth = { token: plant('planted-visitor-token') };
  expect(await refusal(dialVisitor(hub, person, { auth }))).toBe('unknown_visitor');
}

async function asPlatform(webhook: string): Promise<void> {
  const events = [
    {
      id: 'log-1',
      from: plant('+49 170 5550123'),
      name: plant('Planted Customer'),
      text: plant('planted by webhook'),
    },
    { id: 'log-\u0000', from: 'poison', text: plant('planted poison') },
    { type: plant('planted-event-type'), id: 'log-3' },
  ];
  expect((await postEcho(hub, webhook, SECRET, { events })).status).toBe(200);
  await deliverEcho(hub, webhook, `{"text":"${plant('planted forgery')}"}`, {
    'x-echo-signature': plant('sha256=planted'),
  });
  await postEcho(hub, webhook, SECRET, `{"id":"${plant('planted malformed')}`);
}

/** A reply that the platform refuses in its own words, and one on which the adapter itself breaks. */
async function asSender(webhook: string): Promise<string> {
  const send = vi.spyOn(echo, 'send');
  send.mockRejectedValueOnce(new ChannelError('rejected', plant('planted words of a platform')));
  send.mockRejectedValueOnce(
    new Error(plant('https://api.example.com/bot-planted-key/send failed')),
  );
  await postEcho(hub, webhook, SECRET, { id: 'log-9', from: 'log-9', text: 'Answer me' });
  const talk = (await inboxOf(ana, 'all')).find(({ preview }) => preview === 'Answer me');
  const id = talk?.id ?? '';
  for (const kind of ['first', 'second']) {
    const text = plant(`planted ${kind} answer`);
    const body = { key: `log-key-${kind}`, kind: 'reply', text };
    await ana.call('POST', `/api/v1/conversations/${id}/messages`, body);
  }
  await until(() => send.mock.calls.length >= 2);
  return id;
}

/** Everything that is on its way breaks on the database, which likes to quote what it was given. */
async function whileTheDatabaseFails(website: string, webhook: string, id: string): Promise<void> {
  const mia = await visit(hub, website);
  const tab = await dialAgent(hub, ana);
  const path = `/api/v1/conversations/${id}`;
  await owner`alter table events rename to events_away`;
  const asked = [
    await mia.call('POST', mia.at('messages'), {
      key: 'broken-key-1',
      text: plant('planted for a broken table'),
    }),
    await ana.call(
      'POST',
      `${path}/messages`,
      { key: 'broken-key-2', kind: 'note', text: plant('planted broken note') },
      {
        'idempotency-key': plant('planted-idempotency-key'),
      },
    ),
    await ana.call('PATCH', `/api/v1/contacts/${(await inboxOf(ana, 'all'))[0]?.contact.id}`, {
      name: plant('Planted Broken Name'),
    }),
    await postEcho(hub, webhook, SECRET, {
      id: 'broken-4',
      from: plant('planted broken sender'),
      text: 'x',
    }),
  ];
  expect(asked.map(({ status }) => status)).toEqual([500, 500, 500, 500]);
  expect(JSON.stringify(asked)).not.toContain('planted');
  const beat = await tab.ask('sync', { cursor: '3' });
  expect(beat).toMatchObject({ ok: false, error: { code: 'failure' } });
  await owner`alter table events_away rename to events`;
  await owner`alter table messages add constraint broken check (text not like 'planted%') not valid`;
  // Now only the row itself is refused, and Postgres quotes the whole of it.
  const refused = await ana.call('POST', `${path}/messages`, {
    key: 'broken-key-5',
    kind: 'note',
    text: plant('planted in a failing row'),
  });
  expect(refused.status).toBe(500);
  await owner`alter table messages drop constraint broken`;
  tab.close();
}
