/** Two servers behind a proxy that sends everybody anywhere, restarted one after the other while people write. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Conversation } from '../../server/wire/conversations.ts';
import type { Message } from '../../server/wire/messages.ts';
import type { VisitorLine } from '../../server/wire/visitor.ts';
import { AgentFollower } from '../support/followers/agent-follower.ts';
import { VisitorFollower } from '../support/followers/visitor-follower.ts';
import { logInRemotely, programOf, type Remote, visitAt, websiteAt } from '../support/remote.ts';
import { RoundRobin } from '../support/round-robin.ts';
import { freePort, type ServerProcess } from '../support/server-process.ts';
import { type Shared, startShared } from '../support/shared.ts';
import { until } from '../support/until.ts';

const VISITORS = 4;
const PAUSE_MS = 150;

type Guest = { visitor: Remote; follower: VisitorFollower };

let site: Shared;
let servers: ServerProcess[];
let proxy: RoundRobin;
let website: string;
let program: Remote;
let agent: AgentFollower;
let guests: Guest[];

beforeAll(async () => {
  site = await startShared();
  servers = [await startWeb(), await startWeb()];
  await site.start('worker');
  proxy = await RoundRobin.start(servers.map(({ url }) => url));
  const ana = await logInRemotely(proxy.url);
  website = (await websiteAt(ana)).id;
  program = await programOf(ana);
  agent = new AgentFollower(program);
  guests = [];
  for (let n = 0; n < VISITORS; n++) {
    const visitor = await visitAt(proxy.url, website);
    guests.push({ visitor, follower: new VisitorFollower(visitor, website) });
  }
});

afterAll(async () => {
  agent?.close();
  for (const { follower } of guests ?? []) follower.close();
  proxy?.close();
  await site?.close();
});

const startWeb = async (port?: string): Promise<ServerProcess> =>
  site.start('web', { PORT: port ?? String(await freePort()) });

let keys = 0;

const says = async ({ visitor }: Guest, text: string): Promise<unknown> =>
  visitor.expect('POST', `/widget/v1/${website}/messages`, { key: `says-${++keys}-x`, text });

const answers = async (talk: string, text: string): Promise<unknown> => {
  const body = { key: `answers-${++keys}-x`, kind: 'reply', text };
  return program.expect('POST', `/api/v1/conversations/${talk}/messages`, body);
};

const lineOf = async ({ visitor }: Guest): Promise<VisitorLine> =>
  visitor.get<VisitorLine>(`/widget/v1/${website}/messages?limit=200`);

it('carry what is said at one to whoever is connected to the other, both ways', async () => {
  for (const [n, guest] of guests.entries()) await says(guest, `Visitor ${n}`);
  await until(() => agent.rows.size === VISITORS, 10_000);
  // Screens at both of them: otherwise this shows nothing.
  expect(proxy.lines.size).toBe(2);
  for (const { id, preview } of agent.rows.values()) await answers(id, `Answer to ${preview}`);
  for (const [n, { follower }] of guests.entries()) {
    await until(() => follower.messages.length === 2, 10_000);
    expect(follower.messages.map(({ text }) => text)).toEqual([
      `Visitor ${n}`,
      `Answer to Visitor ${n}`,
    ]);
  }
  expect(proxy.failures).toEqual([]);
});

it('fail no request while they are restarted, and every screen is right in the end', async () => {
  let over = false;
  const failed: unknown[] = [];
  const writing = guests.map(async (guest, n) => {
    let count = 0;
    for (; !over; count++) {
      const talks = [...agent.rows.keys()];
      const talk = talks[(n + count) % talks.length] ?? '';
      await says(guest, `Number ${count} of visitor ${n}`).catch((error) => failed.push(error));
      await answers(talk, `Answer ${count} beside ${n}`).catch((error) => failed.push(error));
      await sleep(PAUSE_MS);
    }
    return count;
  });
  const codes: (number | null)[] = [];
  for (const [n, server] of servers.entries()) {
    server.signal('SIGTERM');
    codes.push((await server.ended).code);
    servers[n] = await startWeb(new URL(server.url).port);
    await until(() => proxy.ready === servers.length, 10_000);
  }
  over = true;
  const written = await Promise.all(writing);
  expect(codes).toEqual([0, 0]);
  expect(Math.min(...written)).toBeGreaterThan(20);
  expect({ proxy: proxy.failures, failed }).toEqual({ proxy: [], failed: [] });
  for (const guest of guests) {
    await until(async () => guest.follower.line.have === (await lineOf(guest)).seq, 20_000);
    const { data } = await lineOf(guest);
    expect(guest.follower.messages.slice(-data.length)).toMatchObject(
      data.map(({ seq, text }) => ({ seq, text })),
    );
  }
  await expectAgentRight();
}, 240_000);

async function expectAgentRight(): Promise<void> {
  // What became of the last answers is still being told: each look compares with a fresh fetch.
  await until(async () => {
    const rows = await listed();
    return rows.every(
      ({ id, seq }) => agent.rows.get(id)?.seq === seq && agent.lines.get(id)?.have === seq,
    );
  }, 15_000);
  const rows = await listed();
  expect(rows).toHaveLength(VISITORS);
  for (const { id } of rows) {
    const path = `/api/v1/conversations/${id}/messages?limit=200`;
    const page = await program.get<{ data: Message[] }>(path);
    const shown = new Set(agent.messagesOf(id).map((message) => message.id));
    expect(page.data.length).toBeGreaterThan(0);
    expect(page.data.filter((message) => !shown.has(message.id))).toEqual([]);
  }
}

async function listed(): Promise<Conversation[]> {
  const path = '/api/v1/conversations?view=all&limit=50';
  return (await program.get<{ data: Conversation[] }>(path)).data;
}
