/** A blocked contact: what they write is dropped at the door, counted, and wakes nobody; until they are let in again. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Contact } from '../../server/wire/contacts.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { EventPage } from '../../server/wire/events.ts';
import { postEcho } from '../support/echo.ts';
import type { TestHub } from '../support/hub.ts';
import { openOffice } from '../support/office.ts';
import {
  type Agent,
  Caller,
  connectEcho,
  contactOf,
  foundAnother,
  inboxOf,
  tokenOf,
  visit,
  websiteOf,
} from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

const SECRET = 'the secret of the channel with a bore';

let hub: TestHub;
let ana: Agent;
let ben: Agent;
let channelId: string;
let person = 0;
let talk: OwnConversation;

beforeAll(async () => {
  ({ hub, ana, ben } = await openOffice());
  channelId = (await connectEcho(ana, SECRET)).id;
});
afterAll(() => hub.close());

beforeEach(async () => {
  person += 1;
  await says('Hello');
  talk = await talkOf(person);
});

const says = (text: string, thread?: string) =>
  postEcho(hub, channelId, SECRET, {
    id: `${person}-${text}`,
    from: `bore-${person}`,
    text,
    ...(thread && { thread }),
  });

async function talkOf(who: number): Promise<OwnConversation> {
  const row = (await inboxOf(ana, 'all')).find(({ contact }) => contact.name === `bore-${who}`);
  if (!row) throw new Error(`bore-${who} is not in the inbox`);
  return row;
}

const path = (id = talk.contact.id) => `/api/v1/contacts/${id}/block`;
const block = (agent: Caller = ana, how: object = {}) => agent.call<Contact>('PUT', path(), how);
const unblock = (agent: Caller = ana) => agent.call<Contact>('DELETE', path());
const blockNow = async () => (await contactOf(ana, talk.contact.id)).block;

describe('a blocked contact', () => {
  it('writes without being heard: dropped, counted, and nobody is woken', async () => {
    await ana.call('PATCH', `/api/v1/conversations/${talk.id}`, { status: 'done' });
    const { status, body } = await block();
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { blocked: true, block: { dropped: 0, by: { name: 'Ana Alves' } } },
    });
    const before = await talkOf(person);
    const bens = await dialAgent(hub, ben);
    expect(await says('Are you there?')).toMatchObject({
      status: 200,
      body: { messages: 0, ignored: 1, quarantined: 0 },
    });
    expect(await says('On a line of its own', 'another line')).toMatchObject({
      body: { messages: 0, ignored: 1 },
    });
    expect(await talkOf(person)).toEqual(before);
    expect(bens.of('conversation')).toEqual([]);
    bens.close();
    expect(
      (await inboxOf(ana, 'all')).filter(({ contact }) => contact.id === talk.contact.id),
    ).toHaveLength(1);
    expect(await blockNow()).toMatchObject({ dropped: 2 });
  });

  it('is counted once for each message, however often the platform repeats it', async () => {
    await block();
    await says('Insisting');
    await says('Insisting');
    expect(await blockNow()).toMatchObject({ dropped: 1 });
    await unblock();
    // What was dropped does not come back by being repeated.
    expect(await says('Insisting')).toMatchObject({ body: { messages: 0, ignored: 1 } });
    expect((await talkOf(person)).preview).toBe('Hello');
  });

  it('shows it in every conversation at once, with a trace, and only once', async () => {
    const bens = await dialAgent(hub, ben);
    await Promise.all([block(ana), block(ben)]);
    await until(async () => bens.of('conversation').length > 0);
    expect(bens.of('conversation')).toMatchObject([
      { conversation: { id: talk.id, contact: { blocked: true } } },
    ]);
    bens.close();
    const log = `/api/v1/conversations/${talk.id}/events?after=${talk.seq}`;
    expect((await ana.call<EventPage>('GET', log)).body.data).toMatchObject([
      { kind: 'blocked', data: { blocked: true } },
    ]);
    expect((await talkOf(person)).contact.blocked).toBe(true);
  });

  it('is heard again once unblocked; taken back, it is as if nothing had been', async () => {
    await block();
    await says('Dropped');
    const before = await blockNow();
    expect(before).toMatchObject({ dropped: 1 });
    expect((await unblock(ben)).body).toMatchObject({ blocked: false, block: null });
    expect(await says('Heard')).toMatchObject({ body: { messages: 1 } });
    expect((await talkOf(person)).preview).toBe('Heard');
    await block(ben, { again: true });
    expect(await blockNow()).toEqual(before);
    await unblock();
    await block(ben);
    expect(await blockNow()).toMatchObject({ dropped: 0, by: { name: 'Ben Berg' } });
  });

  it('is not heard after the answer, whatever was on its way', async () => {
    const said = Promise.all(
      Array.from({ length: 12 }, (_, n) => says(`Crowd ${n}`, n % 2 ? `line ${n}` : undefined)),
    );
    await block();
    const then = (await inboxOf(ana, 'all')).filter(
      ({ contact }) => contact.id === talk.contact.id,
    );
    const answers = await said;
    const after = (await inboxOf(ana, 'all')).filter(
      ({ contact }) => contact.id === talk.contact.id,
    );
    expect(after).toEqual(then);
    const heard = answers.reduce((sum, { body }) => sum + body.messages, 0);
    expect((await blockNow())?.dropped).toBe(12 - heard);
  });
});

it('a blocked visitor is told so calmly, and nothing of theirs is kept', async () => {
  const website = await websiteOf(ana);
  const visitor = await visit(hub, website.id);
  await visitor.says('From the website');
  const row = (await inboxOf(ana)).find(({ preview }) => preview === 'From the website');
  await ana.call('PUT', path(row?.contact.id), {});
  const refused = await visitor.call<{ code: string }>('POST', visitor.at('messages'), {
    key: 'blocked-visitor',
    text: 'Once more',
  });
  expect(refused).toMatchObject({ status: 403, body: { code: 'blocked' } });
  expect((await contactOf(ana, row?.contact.id ?? '')).block).toMatchObject({ dropped: 1 });
  await ana.call('DELETE', path(row?.contact.id));
  expect(await visitor.says('Heard again')).toMatchObject({ text: 'Heard again' });
});

it('two contacts become one only when both are blocked or none is; taken apart, both are what the one was', async () => {
  person += 1;
  await says('Hello');
  const [kept, other] = [talk.contact.id, (await talkOf(person)).contact.id];
  const merge = () =>
    ana.call<Contact>('POST', `/api/v1/contacts/${kept}/merges`, { otherId: other });
  await block();
  expect(await merge()).toMatchObject({ status: 409 });
  await unblock();
  const merged = await merge();
  expect(merged.status).toBe(201);
  await block();
  expect(await says('As one')).toMatchObject({ body: { messages: 0 } });
  await ana.call('DELETE', `/api/v1/contacts/${kept}/merges/${merged.body.merges[0]?.id}`);
  expect(await says('As the other')).toMatchObject({ body: { messages: 0 } });
  expect((await contactOf(ana, other)).blocked).toBe(true);
});

it('whoever may only read blocks nobody, and no other workspace is reached', async () => {
  const reader = new Caller(hub, { authorization: `Bearer ${await tokenOf(ana, ['read'])}` });
  expect((await block(reader)).status).toBe(403);
  const otto = await foundAnother(hub);
  expect((await otto.call('PUT', path(), {})).status).toBe(404);
  expect((await otto.call('DELETE', path())).status).toBe(404);
  expect(await blockNow()).toBeNull();
});
