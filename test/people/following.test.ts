/** Who takes part in a conversation follows it: by writing, by being called, by choice; and hears of it until it is done. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Counts, OwnConversation } from '../../server/wire/conversations.ts';
import type { EventPage } from '../../server/wire/events.ts';
import type { ConversationPacket } from '../../server/wire/sockets.ts';
import type { TestHub } from '../support/hub.ts';
import { openToAll, type Writes } from '../support/office.ts';
import { type Agent, foundAnother, inboxOf } from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

let hub: TestHub;
let ana: Agent;
let ben: Agent;
let writes: Writes;
let keys = 0;

beforeAll(async () => {
  ({ hub, ana, ben, writes } = await openToAll());
});
afterAll(() => hub.close());

const idOf = (agent: Agent): string => agent.session.agent.id;

const write = (agent: Agent, id: string, kind: 'note' | 'reply', text: string) =>
  agent.call('POST', `/api/v1/conversations/${id}/messages`, {
    ...{ kind, text },
    key: `following-${++keys}`,
  });
const change = (agent: Agent, id: string, wanted: object) =>
  agent.call<OwnConversation>('PATCH', `/api/v1/conversations/${id}`, wanted);
const followersOf = async (id: string) =>
  (await ana.call<OwnConversation>('GET', `/api/v1/conversations/${id}`)).body.followerIds;

async function followedBy(agent: Agent): Promise<{ names: string[]; count: number | undefined }> {
  const { data } = (await agent.call<Counts>('GET', '/api/v1/views')).body;
  const rows = await inboxOf(agent, 'following');
  return {
    names: rows.map(({ contact }) => contact.name).sort(),
    count: data.find(({ view }) => view === 'following')?.count,
  };
}

it('whoever answers or notes something takes part, and so does whom the note calls', async () => {
  const { id } = await writes('Ida');
  expect(await followersOf(id)).toEqual([]);
  await write(ana, id, 'reply', 'How can I help?');
  await write(ana, id, 'reply', 'Hello?');
  expect(await followersOf(id)).toEqual([idOf(ana)]);
  await write(ana, id, 'note', 'Can you look at this, @Ben Berg?');
  expect(await followersOf(id)).toEqual([idOf(ana), idOf(ben)]);
  expect(await followedBy(ben)).toEqual({ names: ['Ida'], count: 1 });
});

it('anybody chooses to follow and to stop; all screens hear of it, and the line stays as it was', async () => {
  const { id, seq } = await writes('Jon');
  const live = await dialAgent(hub, ben);
  const followed = await change(ben, id, { addFollowerIds: [idOf(ben)] });
  expect(followed.body).toMatchObject({ followerIds: [idOf(ben)], seq: seq + 1 });
  // What is so already leaves no trace.
  expect((await change(ben, id, { addFollowerIds: [idOf(ben)] })).body.seq).toBe(seq + 1);
  await until(async () => live.of('conversation').length > 0);
  const [packet] = live.of<ConversationPacket>('conversation');
  expect(packet?.conversation.followerIds).toEqual([idOf(ben)]);
  live.close();
  expect((await followedBy(ben)).names).toEqual(['Ida', 'Jon']);
  expect((await change(ana, id, { removeFollowerIds: [idOf(ben)] })).body.followerIds).toEqual([]);
  expect(await followedBy(ben)).toEqual({ names: ['Ida'], count: 1 });
  const { body } = await ana.call<EventPage>(
    'GET',
    `/api/v1/conversations/${id}/events?after=${seq}`,
  );
  expect(body.data.map(({ kind, data }) => [kind, data])).toEqual([
    ['followed', { added: [{ id: idOf(ben), name: 'Ben Berg' }], removed: [] }],
    ['followed', { added: [], removed: [idOf(ben)] }],
  ]);
});

it('done, it is no longer among what they follow; open again, it is', async () => {
  const { id } = await writes('Ida');
  await change(ana, id, { status: 'done' });
  expect(await followedBy(ben)).toEqual({ names: [], count: 0 });
  await change(ana, id, { status: 'open' });
  expect(await followedBy(ben)).toEqual({ names: ['Ida'], count: 1 });
});

it('who took part in either of two follows what became of them', async () => {
  const first = await writes('Kim');
  await change(ana, first.id, { addFollowerIds: [idOf(ana)], status: 'done' });
  const second = await writes('Kim', 'another line of hers');
  if (second.id === first.id) throw new Error('there are not two of them');
  await change(ben, second.id, { addFollowerIds: [idOf(ben)] });
  const path = `/api/v1/conversations/${second.id}/merges`;
  expect((await ana.call('POST', path, { otherId: first.id })).status).toBe(201);
  expect(await followersOf(second.id)).toEqual([idOf(ben), idOf(ana)]);
});

it('only colleagues of this workspace can', async () => {
  const { id } = await writes('Ida');
  const otto = await foundAnother(hub);
  expect((await change(ana, id, { addFollowerIds: [idOf(otto)] })).status).toBe(404);
  expect(await followedBy(otto)).toEqual({ names: [], count: 0 });
});
