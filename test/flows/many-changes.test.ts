/** Many conversations changed by one request: each by itself, all of them at once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChangeOutcome } from '../../server/wire/conversation-changes.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { EventPage } from '../../server/wire/events.ts';
import type { TestHub } from '../support/hub.ts';
import { openOffice } from '../support/office.ts';
import {
  type Agent,
  type Answer,
  Caller,
  foundAnother,
  inboxOf,
  tokenOf,
  visit,
  websiteOf,
} from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

const NOWHERE = '0190a0a0-0000-7000-8000-000000000000';
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();
const DONE = { status: 'done' } as const;

let hub: TestHub;
let ana: Agent;
let ben: Agent;
let foreign: string;

beforeAll(async () => {
  ({ hub, ana, ben } = await openOffice());
  const otto = await foundAnother(hub);
  [foreign = ''] = await talks(otto, 1);
}, 120_000);

afterAll(() => hub.close());

/** Conversations in which somebody waits, each of a person of its own; their ids in the order they began. */
async function talks(agent: Agent, count: number): Promise<string[]> {
  const { id: channelId } = await websiteOf(agent);
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const known = new Set((await inboxOf(agent, 'all')).map(({ id }) => id));
    await (await visit(hub, channelId)).says(`Question ${n}`);
    ids.push(...(await inboxOf(agent, 'all')).map(({ id }) => id).filter((id) => !known.has(id)));
  }
  expect(ids).toHaveLength(count);
  return ids;
}

type Change = { id: string; status?: string; assigneeId?: string | null; snoozedUntil?: string };
type Answered = Answer<{ data: ChangeOutcome[]; code: string }>;

const changeMany = (caller: Caller, changes: readonly Change[]): Promise<Answered> =>
  caller.call('POST', '/api/v1/conversations/changes', { changes });
const one = async (id: string) =>
  (await ana.call<OwnConversation>('GET', `/api/v1/conversations/${id}`)).body;
const stations = async (id: string) =>
  (await ana.call<EventPage>('GET', `/api/v1/conversations/${id}/events`)).body.data.map(
    ({ kind, seq }) => `${seq} ${kind}`,
  );

/** What has to be as it was when a change is taken back. */
const placeOf = ({ status, assignee, snoozedUntil, waitingSince, rank }: OwnConversation) => ({
  status,
  assignee,
  snoozedUntil,
  waitingSince,
  rank,
});

describe('many changes', () => {
  it('are done at once, answered in the order they came, and heard by everybody', async () => {
    const ids = await talks(ana, 3);
    const line = await dialAgent(hub, ben);
    const asked = ids.toReversed();
    const { status, body } = await changeMany(
      ana,
      asked.map((id) => ({ id, ...DONE, assigneeId: ben.session.agent.id })),
    );
    expect(status).toBe(200);
    expect(body.data.map(({ id }) => id)).toEqual(asked);
    for (const { id, conversation, problem } of body.data) {
      expect(problem).toBeUndefined();
      expect(conversation).toEqual(await one(id));
      expect(conversation).toMatchObject({
        status: 'done',
        assignee: { id: ben.session.agent.id, name: 'Ben Berg' },
        waitingSince: null,
      });
      expect((await stations(id)).slice(-2)).toEqual(['2 assigned', '3 status']);
    }
    await until(() => line.of('conversation').length >= 3);
    const heard = JSON.stringify(line.of('conversation'));
    expect(ids.filter((id) => !heard.includes(id))).toEqual([]);
    line.close();
  });

  it('spoil nothing for each other: what cannot be changed says why', async () => {
    const [kept = '', past = '', stranger = ''] = await talks(ana, 3);
    const { body } = await changeMany(ana, [
      { id: NOWHERE, ...DONE },
      { id: foreign, ...DONE },
      { id: past, status: 'snoozed', snoozedUntil: '2020-01-01T00:00:00Z' },
      { id: stranger, assigneeId: NOWHERE },
      { id: kept, ...DONE },
    ]);
    expect(body.data.map(({ problem }) => problem?.code ?? 'changed')).toEqual([
      'not_found',
      'not_found',
      'invalid',
      'not_found',
      'changed',
    ]);
    expect(body.data[2]?.problem).toMatchObject({
      status: 400,
      detail: 'snoozedUntil: name a moment in the future.',
    });
    expect((await one(kept)).status).toBe('done');
    expect(await stations(past)).toEqual(['1 message']);
    expect(await stations(stranger)).toEqual(['1 message']);
  });

  it('take each back to where it was, in one request', async () => {
    const ids = await talks(ana, 3);
    const [, mine = '', asleep = ''] = ids;
    await changeMany(ana, [
      { id: mine, assigneeId: ana.session.agent.id },
      { id: asleep, status: 'snoozed', snoozedUntil: TOMORROW, assigneeId: ben.session.agent.id },
    ]);
    const before = await Promise.all(ids.map(one));
    await changeMany(
      ana,
      ids.map((id) => ({ id, ...DONE })),
    );
    expect((await Promise.all(ids.map(one))).map(({ status }) => status)).toEqual(
      Array(3).fill('done'),
    );
    const back = before.map(({ id, status, snoozedUntil }) => ({
      id,
      status,
      ...(snoozedUntil && { snoozedUntil }),
    }));
    await changeMany(ana, back);
    expect((await Promise.all(ids.map(one))).map(placeOf)).toEqual(before.map(placeOf));
  });

  it('leave no trace where it is so already', async () => {
    const [id = ''] = await talks(ana, 1);
    await changeMany(ana, [{ id, ...DONE }]);
    const before = await stations(id);
    const { body } = await changeMany(ana, [{ id, ...DONE }]);
    expect(body.data[0]?.conversation).toMatchObject({ id, status: 'done' });
    expect(await stations(id)).toEqual(before);
  });

  it('wake up again, each at its moment', async () => {
    const ids = await talks(ana, 2);
    const soon = new Date(Date.now() + 1_500).toISOString();
    await changeMany(
      ana,
      ids.map((id) => ({ id, status: 'snoozed', snoozedUntil: soon })),
    );
    expect((await Promise.all(ids.map(one))).map(({ status }) => status)).toEqual([
      'snoozed',
      'snoozed',
    ]);
    await until(async () =>
      (await Promise.all(ids.map(one))).every((row) => row.status === 'open'),
    );
  });

  it('of two agents at once, in any order, never wait for each other for ever', async () => {
    const ids = await talks(ana, 8);
    const rounds = Array.from({ length: 6 }, (_, n) => {
      const [caller, order] = n % 2 === 0 ? [ana, ids] : [ben, ids.toReversed()];
      const { id: assigneeId } = caller.session.agent;
      return changeMany(
        caller,
        order.map((id) => ({ id, assigneeId })),
      );
    });
    expect((await Promise.all(rounds)).map(({ status }) => status)).toEqual(Array(6).fill(200));
    const owners = new Set((await Promise.all(ids.map(one))).map((row) => row.assignee?.id));
    expect(owners.size).toBe(1);
  });
});

describe('a request for many changes', () => {
  it('names each conversation once, and at most a hundred', async () => {
    const [id = ''] = await talks(ana, 1);
    const twice = await changeMany(ana, [
      { id, ...DONE },
      { id, status: 'open' },
    ]);
    expect(twice).toMatchObject({ status: 400, body: { code: 'invalid' } });
    const many = Array.from({ length: 101 }, (_, n) => ({
      id: `${NOWHERE.slice(0, -3)}${String(n).padStart(3, '0')}`,
      ...DONE,
    }));
    expect((await changeMany(ana, many)).status).toBe(400);
    expect((await changeMany(ana, many.slice(1))).status).toBe(200);
    expect((await one(id)).status).toBe('open');
  });

  it('needs the right to write', async () => {
    const [id = ''] = await talks(ana, 1);
    const reader = new Caller(hub, { authorization: `Bearer ${await tokenOf(ana, ['read'])}` });
    expect((await changeMany(reader, [{ id, ...DONE }])).status).toBe(403);
    expect((await changeMany(new Caller(hub), [{ id, ...DONE }])).status).toBe(401);
    expect((await one(id)).status).toBe('open');
  });

  it('is carried out once under its key', async () => {
    const [id = ''] = await talks(ana, 1);
    const headers = { 'idempotency-key': 'the-same-selection' };
    const ask = () =>
      ana.call<{ data: ChangeOutcome[] }>(
        'POST',
        '/api/v1/conversations/changes',
        { changes: [{ id, ...DONE }] },
        headers,
      );
    const first = await ask();
    await ana.call('PATCH', `/api/v1/conversations/${id}`, { status: 'open' });
    expect((await ask()).body).toEqual(first.body);
    expect((await one(id)).status).toBe('open');
  });
});
