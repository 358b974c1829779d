/** Where an answer goes when there are several ways to a customer, and what is told about each. */
import type postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { foundAnother, foundAs } from '../support/people.ts';
import { Platform } from './platform.ts';

let hub: TestHub;
let owner: postgres.Sql;
let first: Platform;
let second: Platform;
let talk: string;
let visits = 0;

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  const ana = await foundAs(hub);
  first = await Platform.connect(hub, ana);
});

/** Somebody who wrote on one channel, then on another, in one conversation. */
beforeEach(async () => {
  second = await Platform.connect(hub, first.agent);
  visits += 1;
  talk = await first.hears(`Ida ${visits}`, 'By the first');
  const other = await second.hears(`Ida ${visits}`, 'By the second');
  await owner`update threads set conversation_id = ${talk} where conversation_id = ${other}`;
});
afterAll(async () => {
  await owner.end();
  await hub.close();
});

const channelsOf = async () => (await first.lines(talk)).map(({ channel }) => channel.id);

it('the line where they spoke last comes first, and an answer goes there', async () => {
  expect(await channelsOf()).toEqual([second.channelId, first.channelId]);
  expect((await first.answer(talk, 'There')).body.channelId).toBe(second.channelId);
  await first.hears(`Ida ${visits}`, 'By the first again');
  expect(await channelsOf()).toEqual([first.channelId, second.channelId]);
  expect((await first.answer(talk, 'Here')).body.channelId).toBe(first.channelId);
});

it('an answer goes on the line that was chosen', async () => {
  const [, other] = await first.lines(talk);
  const sent = await first.answer(talk, 'By the other', { threadId: other?.threadId });
  expect(sent).toMatchObject({ status: 201, body: { channelId: first.channelId } });
});

it('what they wrote on elsewhere is a way to them, too, once for each address of theirs', async () => {
  const [, other] = await first.lines(talk);
  const contact = owner`select contact_id from conversations where id = ${talk}`;
  const third = await Platform.connect(hub, first.agent);
  const apart = await third.hears(`Ida ${visits}`, 'By the third, apart');
  await owner`update identities set contact_id = (${contact}) where contact_id =
    (select contact_id from conversations where id = ${apart})`;
  await third.post({ id: 'again', from: `Ida ${visits}`, thread: 'another', text: 'Once more' });
  expect(await channelsOf()).toEqual([second.channelId, other?.channel.id, third.channelId]);
});

it('each line says whom it leads to, what may be sent on it, and whether it is removed', async () => {
  const [line] = await first.lines(talk);
  expect(line).toMatchObject({
    to: `Ida ${visits}`,
    channel: { id: second.channelId, name: 'Echo' },
    removed: false,
    failing: null,
    blocked: null,
    sending: { text: { max: 4096, countedAs: 'characters' }, attachments: null, templates: false },
  });
  await first.agent.call('DELETE', `/api/v1/channels/${second.channelId}`);
  expect((await first.lines(talk)).map(({ removed }) => removed)).toEqual([true, false]);
  expect((await first.answer(talk, 'Nowhere')).status).toBe(409);
});

it('nobody else is told', async () => {
  const otto = await foundAnother(hub);
  expect((await first.lines(talk)).length).toBe(2);
  expect((await otto.call('GET', `/api/v1/conversations/${talk}/sending`)).status).toBe(404);
});
