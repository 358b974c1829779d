/** Access that ends, ends at once, on every open line; and nobody opens one that is not theirs. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AGENT_NAMESPACE, VISITOR_NAMESPACE } from '../../server/wire/namespaces.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import {
  type Agent,
  Caller,
  foundAnother,
  foundAs,
  inboxOf,
  join,
  logIn,
  PASSWORD,
  tokenOf,
  visit,
  websiteOf,
} from '../support/people.ts';
import { dial, dialAgent, dialVisitor, type Live, refusal } from '../support/sockets.ts';
import { until } from '../support/until.ts';

let hub: TestHub;
let ana: Agent;
let website: string;
let joined = 0;
/** A fresh colleague for each test that ends somebody's access. */
let ben: Agent;

beforeAll(async () => {
  hub = await startHub();
  ana = await foundAs(hub);
  website = (await websiteOf(ana)).id;
});

beforeEach(async () => {
  ben = await join(hub, ana, `Ben Number ${++joined}`);
});

afterAll(() => hub.close());

const MOST_MS = 1_000;

const program = (token: string) => new Caller(hub, { authorization: `Bearer ${token}` });
const emailOf = ({ session }: Agent) => session.agent.email;
const statusOf = async (caller: Caller) => (await caller.call('GET', '/api/v1/agents')).status;
const sessionStatus = async (agent: Agent) => (await agent.call('GET', '/api/v1/session')).status;
const remove = (agent: Agent) => ana.call('DELETE', `/api/v1/agents/${agent.session.agent.id}`);
const roleOf = (agent: Agent, role: string) =>
  ana.call('PATCH', `/api/v1/agents/${agent.session.agent.id}`, { role });

/** Shows that the lines are alive: each hears of a new conversation. */
async function expectAlive(...lines: Live[]): Promise<void> {
  const before = lines.map((line) => line.of('conversation').length);
  await (await visit(hub, website)).says('Does everybody hear this?');
  await until(() => lines.every((line, n) => line.of('conversation').length > (before[n] ?? 0)));
}

/** Shows that the lines are cut within a second, and heard nothing afterwards. */
async function expectCut(...lines: Live[]): Promise<void> {
  await until(() => lines.every((line) => !line.connected), MOST_MS);
  const told = lines.map((line) => line.told.length);
  await (await visit(hub, website)).says('Nobody there hears this');
  expect(lines.map((line) => line.told.length)).toEqual(told);
}

describe('A4: an agent who is removed', () => {
  it('loses open sockets, session and API tokens within a second', async () => {
    const token = await tokenOf(ben, ['read', 'write']);
    const tab = await dialAgent(hub, ben);
    const script = await dialAgent(hub, program(token));
    await expectAlive(tab, script);
    expect([await sessionStatus(ben), await statusOf(program(token))]).toEqual([200, 200]);

    expect((await remove(ben)).status).toBe(204);
    await expectCut(tab, script);
    expect([await sessionStatus(ben), await statusOf(program(token))]).toEqual([401, 401]);
    await expect(logIn(hub, emailOf(ben))).rejects.toThrow('401');
  });

  it('cannot come back when it happened while they were away (A5)', async () => {
    const token = await tokenOf(ben, ['read']);
    const tab = await dialAgent(hub, ben);
    await expectAlive(tab);
    tab.cut();
    await remove(ben);
    expect(await refusal(dialAgent(hub, ben))).toBe('not_logged_in');
    expect(await refusal(dialAgent(hub, ben, { transport: 'polling' }))).toBe('not_logged_in');
    expect(await refusal(dialAgent(hub, program(token)))).toBe('not_logged_in');
  });

  it('keeps no socket that was just being opened', async () => {
    const dialling = Array.from({ length: 16 }, async (_, n) => {
      // Some before, some during, some after the removal.
      await new Promise((resolve) => setTimeout(resolve, n * 5));
      return dialAgent(hub, ben).catch(() => null);
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await remove(ben);
    const lines = (await Promise.all(dialling)).filter((line) => line !== null);
    await expectCut(...lines);
  });
});

describe('A4: access also ends', () => {
  it('for an admin who is demoted, until they log in again as an agent', async () => {
    await roleOf(ben, 'admin');
    const admin = await logIn(hub, emailOf(ben));
    const token = await tokenOf(admin, ['read', 'admin']);
    const tab = await dialAgent(hub, admin);
    await expectAlive(tab);
    expect((await admin.call('GET', '/api/v1/invitations')).status).toBe(200);

    await roleOf(ben, 'agent');
    await expectCut(tab);
    expect([await sessionStatus(admin), await statusOf(program(token))]).toEqual([401, 401]);
    const again = await logIn(hub, emailOf(ben));
    expect((await again.call('GET', '/api/v1/invitations')).status).toBe(403);
    await expectAlive(await dialAgent(hub, again));
  });

  it('for the one session that logs out, and for no other', async () => {
    const other = await logIn(hub, emailOf(ben));
    const [tab, elsewhere] = [await dialAgent(hub, ben), await dialAgent(hub, other)];
    await expectAlive(tab, elsewhere);
    await ben.call('DELETE', '/api/v1/session');
    await expectCut(tab);
    await expectAlive(elsewhere);
    expect([await sessionStatus(ben), await sessionStatus(other)]).toEqual([401, 200]);
    expect(await refusal(dialAgent(hub, ben))).toBe('not_logged_in');
  });

  it('for the one token that is revoked, and for no other', async () => {
    const made = await ben.call<{ id: string; token: string }>('POST', '/api/v1/tokens', {
      name: 'Script',
      scopes: ['read'],
    });
    const script = await dialAgent(hub, program(made.body.token));
    const tab = await dialAgent(hub, ben);
    await expectAlive(script, tab);
    await ben.call('DELETE', `/api/v1/tokens/${made.body.id}`);
    await expectCut(script);
    await expectAlive(tab);
    expect(await statusOf(program(made.body.token))).toBe(401);
  });

  it('for everything opened under a password that was changed', async () => {
    const other = await logIn(hub, emailOf(ben));
    const tabs = [await dialAgent(hub, ben), await dialAgent(hub, other)];
    await expectAlive(...tabs);
    const password = { current: PASSWORD, next: 'another long and quiet river' };
    expect((await ben.call('PATCH', '/api/v1/agents/me', { password })).status).toBe(200);
    await expectCut(...tabs);
    expect(await sessionStatus(other)).toBe(401);
  });

  it('for a token whose time has run out', async () => {
    const soon = new Date(Date.now() + 1_500).toISOString();
    const made = await ben.call<{ token: string }>('POST', '/api/v1/tokens', {
      name: 'Short',
      scopes: ['read'],
      expiresAt: soon,
    });
    const script = await dialAgent(hub, program(made.body.token));
    await expectAlive(script);
    await until(async () => (await statusOf(program(made.body.token))) === 401);
    // Nobody did anything: the next heartbeat finds out.
    await script.ask('beat', { cursor: '1' }).catch(() => null);
    await expectCut(script);
  });

  it('for a visitor who hands the token back', async () => {
    const mia = await visit(hub, website);
    await mia.says('Hello');
    const tabs = [await dialVisitor(hub, mia), await dialVisitor(hub, mia)];
    await mia.says('Everybody?');
    await until(() => tabs.every((tab) => tab.of('message').length === 1));
    expect((await mia.call('DELETE', mia.at('session'))).status).toBe(204);
    await until(() => tabs.every((tab) => !tab.connected), MOST_MS);
    const attempt = await mia.call('GET', mia.at('messages'));
    expect(attempt).toMatchObject({ status: 401, body: { code: 'unknown_visitor' } });
    expect(await refusal(dialVisitor(hub, mia))).toBe('unknown_visitor');
  });
});

describe('A5: a socket', () => {
  it('is refused without a log-in, with a made-up one, and with a token that may not read', async () => {
    const writer = await tokenOf(ben, ['write']);
    const strangers = [
      new Caller(hub),
      new Caller(hub, { cookie: `interline=${'A'.repeat(43)}` }),
      program(`itl_${'A'.repeat(27)}`),
      program(writer),
    ];
    for (const stranger of strangers) {
      expect(await refusal(dialAgent(hub, stranger))).toBe('not_logged_in');
    }
    for (const token of [{}, ['a'], 7, null]) {
      const auth = { token };
      expect(await refusal(dial(hub, AGENT_NAMESPACE, { auth }))).toBe('not_logged_in');
    }
  });

  it('is opened in no namespace but the two, the nameless one included', async () => {
    const { cookie = '' } = ana.headers;
    for (const namespace of ['/', '/admin', '/agent/', '/agents', '/visitor/x']) {
      expect(await refusal(dial(hub, namespace, { headers: { cookie } }))).not.toBe('connected');
    }
  });

  it('joins the conversations of its workspace only', async () => {
    const otto = await foundAnother(hub);
    const theirs = await visit(hub, (await websiteOf(otto)).id);
    await theirs.says('A foreign talk');
    const [foreign] = await inboxOf(otto);
    const mine = await visit(hub, website);
    await mine.says('One of ours');
    const own = (await inboxOf(ana, 'all')).find(({ preview }) => preview === 'One of ours');
    const tab = await dialAgent(hub, ana);
    expect(await tab.ask('open', { conversationId: own?.id })).toMatchObject({ ok: true });

    for (const conversationId of [foreign?.id, crypto.randomUUID()]) {
      const refused = { ok: false, error: { code: 'not_found' } };
      expect(await tab.ask('open', { conversationId })).toMatchObject(refused);
      expect(await tab.ask('beat', { cursor: '1', conversationId })).toMatchObject(refused);
      await tab.ask('typing', { conversationId, active: true });
    }
    const widget = await dialVisitor(hub, theirs);
    await theirs.says('Still foreign');
    await until(() => widget.of('message').length === 1);
    await mine.says('Barrier');
    await until(() => tab.of('event').length === 1);
    expect(JSON.stringify(tab.told)).not.toContain('foreign');
    expect(widget.of('typing')).toEqual([]);
    for (const line of [tab, widget]) line.close();
  });

  it('cannot name a room, by whatever name', async () => {
    const { workspace, agent } = ana.session;
    const mia = await visit(hub, website);
    await mia.says('Who listens?');
    const widget = await dialVisitor(hub, await visit(hub, website), {
      auth: { rooms: [`workspace:${workspace.id}`], line: { channelId: website, threadKey: '*' } },
    });
    const names = [
      `workspace:${workspace.id}`,
      `agent:${workspace.id}:${agent.id}`,
      '*',
      '',
      'line:*',
    ];
    for (const name of names) {
      for (const packet of ['open', 'join', 'subscribe', 'room', 'sync']) {
        const answer = await widget.ask(packet, { conversationId: name, room: name });
        expect(answer).toMatchObject({ ok: false, error: { code: 'bad_packet' } });
      }
    }
    const tab = await dialAgent(hub, ben);
    for (const conversationId of names) {
      const answer = await tab.ask('open', { conversationId });
      expect(answer).toMatchObject({ ok: false, error: { code: 'bad_packet' } });
    }
    await mia.says('Only agents and I');
    await until(() => tab.of('conversation').length === 1);
    expect(widget.told).toEqual([]);
    expect(tab.of('event')).toEqual([]);
    for (const line of [tab, widget]) line.close();
  });

  it.each(['websocket', 'polling'] as const)(
    'A6: is refused to foreign pages over %s',
    async (transport) => {
      const own = await dialAgent(hub, ana, {
        transport,
        headers: { origin: 'http://localhost:3000' },
      });
      await expectAlive(own);
      own.close();
      const foreign = ['https://evil.example', 'http://localhost:3000.evil.example', 'null'];
      for (const origin of foreign) {
        const refused = dialAgent(hub, ana, { transport, headers: { origin } });
        expect(await refusal(refused)).toBe('not_logged_in');
      }
    },
  );

  it('is answered nothing about why a visitor’s credentials do not fit', async () => {
    const mia = await visit(hub, website);
    await dialVisitor(hub, mia).then((widget) => widget.close());
    const attempts = [
      {},
      { channelId: website },
      { channelId: website, token: `${mia.token}x` },
      { channelId: website, token: { toString: 'x' } },
      { channelId: [website], token: mia.token },
    ];
    for (const auth of attempts) {
      expect(await refusal(dial(hub, VISITOR_NAMESPACE, { auth }))).toBe('unknown_visitor');
    }
    const auth = { channelId: crypto.randomUUID(), token: mia.token };
    expect(await refusal(dial(hub, VISITOR_NAMESPACE, { auth }))).toBe('not_found');
  });
});
