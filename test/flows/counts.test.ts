/** What the views count is what is there, whatever happened and however much of it at once. */
import type postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldCounts } from '../../server/conversations/counts.ts';
import type { CreatedChannel } from '../../server/wire/channels.ts';
import type { Counts, OwnConversation, View } from '../../server/wire/conversations.ts';
import { driftOf, stir } from '../support/counts-audit.ts';
import { ownerOf } from '../support/database.ts';
import { postEcho } from '../support/echo.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { type Agent, foundAs, inboxOf, join } from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

const SECRET = 'the secret of the counted channel';
const PEOPLE = 40;

let hub: TestHub;
let owner: postgres.Sql;
let ana: Agent;
let ben: Agent;
let workspace: string;
let channel: CreatedChannel;
let written = 0;

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  ana = await foundAs(hub);
  ben = await join(hub, ana, 'Ben Berg');
  workspace = ana.session.workspace.id;
  channel = await ana
    .call<CreatedChannel>('POST', '/api/v1/channels', {
      adapter: 'echo',
      name: 'Counted',
      settings: { secret: SECRET },
    })
    .then(({ body }) => body);
});

afterAll(async () => {
  await owner.end();
  await hub.close();
});

async function write(person: number): Promise<void> {
  written += 1;
  const message = { id: `counted-${written}`, from: `person-${person}`, text: `Word ${written}` };
  const { status } = await postEcho(hub, channel.id, SECRET, message);
  if (status !== 200) throw new Error(`writing answered ${status}`);
}

/** Counts what is not there: `rows` times so much. */
const countForAgents = (amount: number, rows = 1) =>
  owner`insert into conversation_counts (workspace_id, status, channel_id, answered, heard, amount)
    select ${workspace}, 'open', ${channel.id}, true, true, ${amount} from generate_series(1, ${rows})`;
const countTogether = (amount: number, rows = 1) =>
  owner`insert into conversation_totals (workspace_id, status, channel_id, answered, assigned, heard, amount)
    select ${workspace}, 'open', ${channel.id}, true, false, true, ${amount} from generate_series(1, ${rows})`;

const countsOf = async (agent: Agent): Promise<Counts> =>
  (await agent.call<Counts>('GET', '/api/v1/views')).body;

async function countOf(agent: Agent, view: View) {
  const { data } = await countsOf(agent);
  return data.find((one) => one.view === view);
}

const rowOf = async (person: number): Promise<OwnConversation> => {
  const found = (await inboxOf(ana, 'all')).find(({ contact }) =>
    contact.name.includes(`-${person}`),
  );
  if (!found) throw new Error(`person ${person} is not in the inbox`);
  return found;
};

describe('what the views count', () => {
  it('moves with what happens, for each agent apart', async () => {
    await write(1);
    await write(2);
    const one = await rowOf(1);
    const path = `/api/v1/conversations/${one.id}`;
    expect(await countOf(ana, 'unassigned')).toEqual({ view: 'unassigned', count: 2, unread: 2 });
    await ana.call('PUT', `${path}/read`, { seq: one.seq });
    expect(await countOf(ana, 'inbox')).toEqual({ view: 'inbox', count: 2, unread: 1 });
    expect(await countOf(ben, 'inbox')).toEqual({ view: 'inbox', count: 2, unread: 2 });
    await ana.call('PATCH', path, { assigneeId: ben.session.agent.id });
    expect(await countOf(ben, 'mine')).toEqual({ view: 'mine', count: 1, unread: 1 });
    expect(await countOf(ana, 'mine')).toEqual({ view: 'mine', count: 0, unread: 0 });
    await write(1);
    expect(await countOf(ana, 'inbox')).toEqual({ view: 'inbox', count: 2, unread: 2 });
    await ben.call('POST', `${path}/messages`, { key: 'answer-1', kind: 'reply', text: 'Yes' });
    expect(await countOf(ben, 'waiting')).toEqual({ view: 'waiting', count: 1, unread: 0 });
    await ben.call('PUT', `${path}/draft`, { kind: 'note', text: 'Not yet' });
    expect(await countOf(ben, 'drafts')).toEqual({ view: 'drafts', count: 1, unread: 0 });
    expect((await countsOf(ana)).channels).toEqual([
      { channelId: channel.id, count: 2, unread: 2 },
    ]);
    await ana.call('PATCH', path, { status: 'done' });
    expect(await countOf(ana, 'done')).toEqual({ view: 'done', count: 1, unread: 1 });
    expect((await countsOf(ana)).channels).toEqual([
      { channelId: channel.id, count: 1, unread: 1 },
    ]);
  });

  it('is told to whoever watches, of conversations they never saw, too', async () => {
    const live = await dialAgent(hub, ben);
    const { count = 0, unread = 0 } = (await countOf(ben, 'inbox')) ?? {};
    await write(3);
    const last = () =>
      live
        .of<Counts>('counts')
        .at(-1)
        ?.data.find(({ view }) => view === 'inbox');
    await until(async () => last()?.count === count + 1);
    expect(last()).toEqual({ view: 'inbox', count: count + 1, unread: unread + 1 });
    live.close();
  });

  it('is, after a thousand things done at once, exactly what is there', async () => {
    const agents = [ana, ben].map((caller) => ({ id: caller.session.agent.id, caller }));
    const done = await stir({ agents, write }, { operations: 1_000, people: PEOPLE, seed: 20_261 });
    // All of it happened, or the audit would be of nothing.
    expect([...done.keys()].sort()).toEqual(
      [
        'answer',
        'assign',
        'close',
        'note',
        'read',
        'read all',
        'reopen',
        'snooze',
        'spam',
        'tag',
        'unfollow',
        'untag',
        'write',
      ].sort(),
    );
    expect(Math.min(...done.values())).toBeGreaterThan(20);
    expect(await driftOf(owner, workspace)).toEqual([]);
  }, 240_000);

  it('is noticed to be wrong when a row is missing', async () => {
    for (const count of [countForAgents, countTogether]) {
      await count(1);
      expect(await driftOf(owner, workspace)).toHaveLength(1);
      await count(-1);
      expect(await driftOf(owner, workspace)).toEqual([]);
    }
  });

  it('is the same after many rows were folded into few, also while others write', async () => {
    const rows = async () => {
      const [row] = await owner`select (select count(*) from conversation_counts)
        + (select count(*) from conversation_totals) as n`;
      return Number(row?.['n']);
    };
    // As many as a busy hour leaves.
    for (const sign of [1, -1]) {
      await countForAgents(sign, 500);
      await countTogether(sign, 500);
    }
    const many = await rows();
    expect(await driftOf(owner, workspace)).toEqual([]);
    const before = await countsOf(ana);
    await hub.store.in(workspace, foldCounts);
    expect(await rows()).toBeLessThan(many / 4);
    expect({ ...(await countsOf(ana)), at: '' }).toEqual({ ...before, at: '' });
    const agents = [{ id: ana.session.agent.id, caller: ana }];
    await Promise.all([
      stir({ agents, write }, { operations: 300, people: PEOPLE, seed: 7 }),
      hub.store.in(workspace, foldCounts),
    ]);
    expect(await driftOf(owner, workspace)).toEqual([]);
  }, 60_000);
});
