/** `npm start -- --demo`: an inbox to look around in, of which nothing ever reaches anybody. */
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { findRunning } from '../../server/database/embedded/running.ts';
import { businesses, businessesFor } from '../../server/demo/businesses.ts';
import type { Channel } from '../../server/wire/channels.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Message } from '../../server/wire/messages.ts';
import type { Agent, Session } from '../../server/wire/people.ts';
import type { SavedReply } from '../../server/wire/saved-replies.ts';
import type { VisitorMessage } from '../../server/wire/visitor.ts';
import { Outsider } from '../simulators/api.ts';
import { connectAt, logInRemotely, type Remote, visitAt } from '../support/remote.ts';
import {
  ADMIN,
  adminSettings,
  makeDataDir,
  removeDataDir,
  type ServerProcess,
  type Settings,
  START,
  startProgram,
  startServer,
  stop,
} from '../support/server-process.ts';
import { until } from '../support/until.ts';

const SECRET = 'known-to-both-ends-and-nobody-else';
const LEFT_ALONE = '--demo left it alone';
const OUTSIDE = { DATABASE_URL: 'postgres://somebody@192.0.2.1/theirs' };
const MAYA = 'maya@fernandpine.example';
const HAN = /\p{Script=Han}/u;

/** A platform that is really there, on a network that channels may reach. */
let platform: Outsider;
let dataDir: string;
beforeAll(async () => {
  platform = await Outsider.start(SECRET);
  dataDir = await makeDataDir();
});
afterAll(async () => {
  await platform.stop();
  await removeDataDir(dataDir);
});

const startAt = (DATA_DIR: string, args: string[], settings: Settings = {}) =>
  startServer({ DATA_DIR, ALLOWED_NETWORKS: '127.0.0.0/8', ...settings }, START, args);

type Desk = { admin: Remote; list: OwnConversation[]; channels: Channel[] };

/** What the operator is told, tried at the door. */
async function desksOf(server: ServerProcess): Promise<Desk[]> {
  const emails = [...server.out().matchAll(/(\S+@\S+\.example)/g)].map(([email]) => email);
  const [, password = ''] = /password +(\S+)/.exec(server.out()) ?? [];
  return Promise.all(
    emails.map(async (email) => {
      const admin = await logInRemotely(server.url, { email, password });
      const list = await listOf(admin);
      const channels = await admin.get<{ data: Channel[] }>('/api/v1/channels');
      return { admin, list, channels: channels.data };
    }),
  );
}

async function listOf(agent: Remote, view = 'all'): Promise<OwnConversation[]> {
  const path = `/api/v1/conversations?view=${view}&limit=200`;
  return (await agent.get<{ data: OwnConversation[] }>(path)).data;
}

const messagesIn = async (agent: Remote, id: string): Promise<Message[]> =>
  (await agent.get<{ data: Message[] }>(`/api/v1/conversations/${id}/messages?limit=200`)).data;

const everythingSaid = async ({ admin, list }: Desk): Promise<Message[]> =>
  (await Promise.all(list.map(({ id }) => messagesIn(admin, id)))).flat();

const reply = (agent: Remote, id: string, text: string): Promise<Message> =>
  agent.expect('POST', `/api/v1/conversations/${id}/messages`, {
    key: `demo-test-${Math.random().toString(36).slice(2)}`,
    kind: 'reply',
    text,
  });

async function stateOf(agent: Remote, id: string, messageId: string) {
  return (await messagesIn(agent, id)).find((message) => message.id === messageId)?.state;
}

async function inDatabase<Result>(work: (database: postgres.Sql) => Promise<Result>) {
  const socket = (await findRunning(dataDir)) ?? '';
  const database = postgres({ path: socket, user: 'postgres', database: 'interline', max: 1 });
  return work(database).finally(() => database.end());
}

const agoOf = (moment: string): number => Date.now() - new Date(moment).getTime();
const PRIORITIES = ['urgent', 'high', 'normal', 'low'];
const HOUR_MS = 3_600_000;

/** Answers where the platform that is really there would get it. @returns what became of it */
async function answerByPlatform({ admin, list, channels }: Desk): Promise<Message | undefined> {
  const channel = channels.find(({ adapter }) => adapter === 'api');
  const settings = { url: `${platform.provider.url}/in`, secret: SECRET };
  await admin.expect('PATCH', `/api/v1/channels/${channel?.id}`, { settings });
  const id = list.find((row) => row.channel.id === channel?.id)?.id ?? '';
  const written = await reply(admin, id, 'Is anybody there?');
  await until(async () => (await stateOf(admin, id, written.id)) === 'read', 10_000);
  return (await messagesIn(admin, id)).find((message) => message.id === written.id);
}

describe('a first start with --demo', () => {
  let server: ServerProcess;
  let desks: Desk[];
  let shop: Desk;
  beforeAll(async () => {
    server = await startAt(dataDir, ['--demo']);
    desks = await desksOf(server);
    shop = desks[0] as Desk;
  });
  afterAll(() => stop(server));

  it('says where to open it and lets both businesses in', async () => {
    expect(server.out()).toContain(server.url);
    expect(server.out()).not.toContain(LEFT_ALONE);
    expect(server.out()).not.toContain('not filled');
    const sessions = await Promise.all(
      desks.map(({ admin }) => admin.get<Session>('/api/v1/session')),
    );
    const names = sessions.map(({ workspace }) => workspace.name);
    expect(names).toEqual(['Fern & Pine', 'Northbound']);
    for (const { agent, demo } of sessions) expect([agent.role, demo]).toEqual(['admin', true]);
  });

  it('shows sixty conversations over every kind of channel, in both languages', async () => {
    expect(desks.map(({ list }) => list.length)).toEqual([30, 30]);
    const used = desks.flatMap(({ list, channels }) =>
      list.map((row) => channels.find(({ id }) => id === row.channel.id)?.adapter),
    );
    // One is for tests alone.
    const real = adapters.map(({ id }) => id).filter((id) => id !== 'echo');
    expect([...new Set(used)].sort()).toEqual(real.sort());
    for (const { list } of desks) {
      const chinese = list.filter(({ contact }) => HAN.test(contact.name));
      expect(chinese).toHaveLength(15);
    }
  });

  it('has people at work: answers, notes, files, saved replies', async () => {
    for (const desk of desks) {
      const said = await everythingSaid(desk);
      const directions = new Set(said.map(({ direction }) => direction));
      expect(directions).toEqual(new Set(['in', 'out', 'note']));
      expect(said.flatMap(({ attachments }) => attachments).length).toBeGreaterThan(2);
      expect(said.some(({ text }) => HAN.test(text))).toBe(true);
      const { data: agents } = await desk.admin.get<{ data: Agent[] }>('/api/v1/agents');
      expect(agents).toHaveLength(4);
      const saved = await desk.admin.get<{ data: SavedReply[] }>('/api/v1/saved-replies');
      expect(saved.data.filter(({ name }) => HAN.test(name))).toHaveLength(3);
      expect(saved.data).toHaveLength(6);
    }
  });

  it('has a past that can be believed', async () => {
    for (const desk of desks) {
      const { list } = desk;
      for (const status of ['open', 'snoozed', 'done']) {
        expect(list.filter((row) => row.status === status).length).toBeGreaterThan(1);
      }
      expect(list.some(({ assignee }) => assignee === null)).toBe(true);
      const isUnread = ({ inboundSeq, readSeq }: OwnConversation) => inboundSeq > readSeq;
      expect(list.some(isUnread)).toBe(true);
      expect(list.every(isUnread)).toBe(false);
      const queue = (await listOf(desk.admin, 'inbox')).flatMap(({ waitingSince, priority }) =>
        waitingSince ? [{ ago: agoOf(waitingSince), priority }] : [],
      );
      const waiting = queue.map(({ ago }) => ago);
      expect(waiting.length).toBeGreaterThan(8);
      // The most pressing first, and of those the longest waiting.
      const weight = ({ priority }: (typeof queue)[number]) => PRIORITIES.indexOf(priority);
      expect(queue).toEqual(
        queue.toSorted((one, other) => weight(one) - weight(other) || other.ago - one.ago),
      );
      expect(new Set(queue.map(weight)).size).toBeGreaterThan(1);
      expect(Math.min(...waiting)).toBeLessThan(HOUR_MS / 4);
      expect(Math.max(...waiting)).toBeGreaterThan(24 * HOUR_MS);
      for (const { id } of list) {
        const moments = (await messagesIn(desk.admin, id)).map(({ createdAt }) => createdAt);
        expect(moments).toEqual(moments.toSorted());
      }
    }
  });

  it('has one message that failed, with its reason, and none that still waits to go', async () => {
    const out = (await Promise.all(desks.map(everythingSaid)))
      .flat()
      .filter(({ direction }) => direction === 'out');
    const failed = out.filter(({ state }) => state === 'failed');
    expect(failed.map(({ reason }) => reason)).toEqual(['The number is out of service.']);
    const states = new Set(out.map(({ state }) => state));
    expect(states).toEqual(new Set(['accepted', 'delivered', 'read', 'failed']));
    const due = await inDatabase((database) => database`select 1 from jobs where due_at <= now()`);
    expect(due).toHaveLength(0);
  });

  it('knows who wrote on two channels', async () => {
    const { list } = shop;
    const hannah = list.filter(({ contact }) => contact.name === 'Hannah Brooks');
    expect(new Set(hannah.map(({ channel }) => channel.id)).size).toBe(2);
    expect(new Set(hannah.map(({ contact }) => contact.id)).size).toBe(1);
  });

  it('confirms an answer as a platform would, and asks nothing of the one that is there', async () => {
    const answered = await answerByPlatform(shop);
    expect(answered?.state).toBe('read');
    expect(platform.provider.ledger).toEqual([]);
  });

  it('connects to nothing and takes nothing in', async () => {
    const { admin, channels } = shop;
    const channel = channels.find(({ adapter }) => adapter === 'api');
    const { problem } = await admin.expect<{ problem: string | null }>(
      'POST',
      `/api/v1/channels/${channel?.id}/connect`,
      {},
    );
    expect(problem).toContain('This is a demo');
    const message = { type: 'message', id: 'm1', from: { id: 'c1' }, thread: 't1', text: 'Hello' };
    expect((await platform.deliver(channel?.webhookUrl ?? '', message)).status).toBe(401);
    const listening = await inDatabase((database) => database`select 1 from listeners`);
    expect(listening).toHaveLength(0);
  });

  it('chats with visitors of the demo page for real', async () => {
    const page = await (await fetch(`${server.url}/demo`)).text();
    const [, channelId = ''] = /data-channel="([\w-]+)"/.exec(page) ?? [];
    expect(shop.channels.find(({ id }) => id === channelId)?.adapter).toBe('web-chat');
    const visitor = await visitAt(server.url, channelId);
    const line = `/widget/v1/${channelId}/messages`;
    await visitor.expect('POST', line, { key: 'a-key-of-mine', text: 'Do you sell moss?' });
    const talk = (await listOf(shop.admin)).find(({ preview }) => preview === 'Do you sell moss?');
    await reply(shop.admin, talk?.id ?? '', 'By the square metre.');
    const { data } = await visitor.get<{ data: VisitorMessage[] }>(line);
    expect(data.map(({ text }) => text)).toEqual(['Do you sell moss?', 'By the square metre.']);
  });
});

describe('later starts on a demo', () => {
  it.each([
    ['with --demo', ['--demo']],
    ['without', []],
  ])('%s leave it as it is, and nothing of it is sent', async (_how, args) => {
    const server = await startAt(dataDir, args);
    const desks = await desksOf(server);
    // The visitor of before is in it.
    expect(desks.map(({ list }) => list.length)).toEqual([31, 30]);
    expect(server.out().includes(LEFT_ALONE)).toBe(args.length > 0);
    expect((await answerByPlatform(desks[0] as Desk))?.state).toBe('read');
    expect(platform.provider.ledger).toEqual([]);
    await stop(server);
  });
});

describe('a demo that was broken off while it was filled', () => {
  it('says so, and nothing of it is sent either', async () => {
    const own = await makeDataDir();
    const begun = startProgram({ DATA_DIR: own, PORT: '0' }, ['--demo']);
    await until(async () => {
      const socket = await findRunning(own);
      return socket !== null && (await isMarked(socket));
    }, 60_000);
    begun.signal('SIGKILL');
    await begun.ended;
    const server = await startAt(own, []);
    expect(server.out()).toContain('It was not filled to its end');
    const [, password = ''] = /password +(\S+)/.exec(server.out()) ?? [];
    const maya = await logInRemotely(server.url, { email: MAYA, password });
    expect((await maya.get<Session>('/api/v1/session')).demo).toBe(true);
    await stop(server);
    await removeDataDir(own);
  });
});

it('a kind of channel that no story knows takes one over', () => {
  const [some] = adapters;
  if (!some) throw new Error('there are no adapters');
  const pigeon = { ...some, id: 'pigeon' };
  const catalogue = new Map([...adapters, pigeon].map((adapter) => [adapter.id, adapter]));
  const people = businessesFor(catalogue).flatMap(({ stories }) =>
    stories.map(({ person }) => person),
  );
  expect(people.filter(({ on }) => on === 'pigeon')).toHaveLength(1);
  const before = businesses.flatMap(({ stories }) => stories.map(({ person }) => person.name));
  expect(people.map(({ name }) => name)).toEqual(before);
  expect(businessesFor(new Map(adapters.map((one) => [one.id, one])))).toEqual(businesses);
});

/** As soon as there is anybody at all. */
async function isMarked(socket: string): Promise<boolean> {
  const database = postgres({ path: socket, user: 'postgres', database: 'interline', max: 1 });
  try {
    return (await database`select 1 from directory where kind = 'demo'`).length > 0;
  } catch {
    return false;
  } finally {
    await database.end();
  }
}

describe('--demo where somebody works', () => {
  it('changes nothing, and the channels there go on sending', async () => {
    const own = await makeDataDir();
    await stop(await startAt(own, [], adminSettings));
    const server = await startAt(own, ['--demo'], adminSettings);
    expect(server.out()).toContain(LEFT_ALONE);
    expect(server.out()).not.toContain('.example');
    const ana = await logInRemotely(server.url, ADMIN);
    expect(await listOf(ana)).toEqual([]);
    expect((await ana.get<Session>('/api/v1/session')).demo).toBe(false);
    const settings = { url: `${platform.provider.url}/in`, secret: SECRET };
    const { webhookUrl } = await connectAt(ana, { adapter: 'api', name: 'Outside', settings });
    const message = { type: 'message', id: 'm1', from: { id: 'c1' }, thread: 't1', text: 'Hello' };
    expect((await platform.deliver(webhookUrl, message)).status).toBe(200);
    await reply(ana, (await listOf(ana))[0]?.id ?? '', 'Hello yourself.');
    await until(() => platform.said.size > 0, 10_000);
    await stop(server);
    await removeDataDir(own);
  });
});

describe('npm start is refused with one line', () => {
  it.each([
    ['for an option it does not know', ['--dmeo'], {}, 'Unknown option --dmeo'],
    ['for a demo on a database of others', ['--demo'], OUTSIDE, 'leave DATABASE_URL unset'],
  ])('%s', async (_what, args, settings, words) => {
    const said = await startProgram({ DATA_DIR: dataDir, PORT: '0', ...settings }, args).ended;
    expect(said).toMatchObject({ code: 1, out: '' });
    expect(said.err).toMatch(/^[^\n]+\n$/);
    expect(said.err).toContain(words);
  });
});
