/** What was begun in the midst of a conversation goes on in one of its own; taken back, both are exactly what they were. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type {
  Conversation,
  Counts,
  OwnConversation,
  SplitConversation,
} from '../../server/wire/conversations.ts';
import type { ConversationEvent, EventPage } from '../../server/wire/events.ts';
import type { Message } from '../../server/wire/messages.ts';
import { postEcho } from '../support/echo.ts';
import type { TestHub } from '../support/hub.ts';
import { openOffice } from '../support/office.ts';
import {
  type Agent,
  Caller,
  connectEcho,
  foundAnother,
  inboxOf,
  tokenOf,
} from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

const SECRET = 'the secret of the split channel';

let hub: TestHub;
let ana: Agent;
let ben: Agent;
let channelId: string;
let person = 0;
let talk: OwnConversation;
/** What they said, in its order. */
let said: Message[];

beforeAll(async () => {
  ({ hub, ana, ben } = await openOffice());
  channelId = (await connectEcho(ana, SECRET)).id;
});
afterAll(() => hub.close());

/** They ask, are answered, and then ask for something else, twice. */
beforeEach(async () => {
  person += 1;
  await says('Order');
  const row = (await inboxOf(ana, 'all')).find(({ preview }) => preview === `Order ${person}`);
  if (!row) throw new Error('nobody asks');
  expect((await write(row.id, 'reply', 'Answered')).status).toBe(201);
  await says('Bill');
  await says('Bill again');
  talk = await now(row.id);
  said = await messagesOf(row.id);
  await until(async () => (await messagesOf(row.id))[1]?.state === 'accepted');
});

const says = (text: string, line = 'main') =>
  postEcho(hub, channelId, SECRET, {
    id: `${person}-${text}`,
    from: `split-${person}`,
    thread: `${person}-${line}`,
    text: `${text} ${person}`,
  });

const at = (id: string) => `/api/v1/conversations/${id}`;
const now = async (id: string, agent = ana) =>
  (await agent.call<OwnConversation>('GET', at(id))).body;
const messagesOf = async (id: string) =>
  (await ana.call<{ data: Message[] }>('GET', `${at(id)}/messages`)).body.data;
const read = async (agent: Agent, id: string) =>
  agent.call('PUT', `${at(id)}/read`, { seq: (await now(id)).seq });

let written = 0;
const write = (id: string, kind: 'reply' | 'note', text: string) => {
  written += 1;
  return ana.call('POST', `${at(id)}/messages`, { key: `splitting-${written}`, kind, text });
};

const splitAt = (place: number, agent: Caller = ana, id = talk.id) =>
  agent.call<SplitConversation & { detail: string }>('POST', `${at(id)}/splits`, {
    messageId: said[place]?.id,
  });
const putBack = (splitId: string, agent: Caller = ana) =>
  agent.call<Conversation & { detail: string }>('DELETE', `${at(talk.id)}/splits/${splitId}`);

async function split(place = 2): Promise<SplitConversation> {
  const { status, body } = await splitAt(place);
  expect(status).toBe(201);
  return body;
}

async function lineOf(id: string): Promise<ConversationEvent[]> {
  const { body } = await ana.call<EventPage>('GET', `${at(id)}/line`);
  return [...body.data, ...(body.merged ?? [])].sort((a, b) => (a.at < b.at ? -1 : 1));
}
const saidIn = async (id: string) =>
  (await lineOf(id)).flatMap((event) =>
    event.kind === 'message' ? [event.data.message.text] : [],
  );
const unreadOf = async (id: string) => {
  const rows = await Promise.all([ana, ben].map((agent) => now(id, agent)));
  return rows.map(({ inboundSeq, readSeq }) => inboundSeq > readSeq);
};
const words = (...texts: string[]) =>
  texts.map((text) => (text === 'Answered' ? text : `${text} ${person}`));

describe('what was begun in the midst of a conversation', () => {
  it('goes on by itself: with its past, with who waits, and with who does it', async () => {
    await ana.call('PATCH', at(talk.id), { assigneeId: ben.session.agent.id, priority: 'high' });
    const { conversation } = await split();
    expect(conversation).toMatchObject({
      status: 'open',
      priority: 'high',
      assignee: { name: 'Ben Berg' },
      contact: { id: talk.contact.id },
      preview: `Bill again ${person}`,
      waitingSince: said[2]?.createdAt,
    });
    expect(await now(talk.id)).toMatchObject({ waitingSince: null, preview: 'Answered' });
    expect(await saidIn(conversation.id)).toEqual(words('Bill', 'Bill again'));
    await says('More');
    expect(await saidIn(conversation.id)).toEqual(words('Bill', 'Bill again', 'More'));
    expect((await write(conversation.id, 'reply', 'Answered')).status).toBe(201);
    expect(await now(conversation.id)).toMatchObject({ waitingSince: null });
    // Of the past nothing moves: it stands where it was said.
    expect(await saidIn(talk.id)).toEqual(words('Order', 'Answered', 'Bill', 'Bill again'));
  });

  it('is read by whoever had read it, and counted as what it is', async () => {
    await read(ben, talk.id);
    expect(await unreadOf(talk.id)).toEqual([true, false]);
    const { conversation } = await split();
    expect(await unreadOf(conversation.id)).toEqual([true, false]);
    expect(await unreadOf(talk.id)).toEqual([false, false]);
  });

  it('is told of at once, in both lines, each leading to the other', async () => {
    const bens = await dialAgent(hub, ben);
    const { id, conversation } = await split();
    await until(async () => bens.of('conversation').length > 1);
    bens.close();
    const toldIn = async (talkId: string) =>
      (await lineOf(talkId)).findLast(({ kind }) => kind === 'split');
    const messageId = said[2]?.id;
    const told = (way: string, other: { id: string; number: number }) => ({
      actor: { name: 'Ana Alves' },
      data: { splitId: id, way, messageId, conversation: { id: other.id, number: other.number } },
    });
    expect(await toldIn(talk.id)).toMatchObject(told('into', conversation));
    expect(await toldIn(conversation.id)).toMatchObject(told('from', talk));
  });

  it('takes only its own line along, where a conversation has several', async () => {
    await says('Beside', 'other');
    const beside = (await inboxOf(ana, 'all')).find(
      ({ preview }) => preview === `Beside ${person}`,
    );
    const threadId = (await messagesOf(beside?.id ?? ''))[0]?.threadId;
    const reply = { key: `beside-${person}`, kind: 'reply', text: 'Over here', threadId };
    expect((await ana.call('POST', `${at(talk.id)}/messages`, reply)).status).toBe(201);
    await says('Also here', 'other');
    // The line that came first goes as a whole; the other one stays.
    const { conversation } = await split(0);
    expect(await saidIn(conversation.id)).toEqual(words('Order', 'Answered', 'Bill', 'Bill again'));
    await says('Here again', 'other');
    expect((await saidIn(talk.id)).at(-1)).toBe(`Here again ${person}`);
  });
});

describe('put back', () => {
  /** All that a split touches. */
  async function everything() {
    const { seq, updatedAt, ...row } = await now(talk.id);
    const { at: moment, ...counts } = (await ana.call<Counts>('GET', '/api/v1/views')).body;
    const passing = new Set(['split', 'unsplit']);
    const line = (await lineOf(talk.id)).filter(({ kind }) => !passing.has(kind));
    return { row, unread: await unreadOf(talk.id), counts, line };
  }

  it('both are exactly what they were, and the line leads where it led', async () => {
    await read(ben, talk.id);
    const before = await everything();
    const { id, conversation } = await split();
    expect(await everything()).not.toEqual(before);
    expect((await putBack(id)).status).toBe(200);
    expect(await everything()).toEqual(before);
    expect(await now(conversation.id)).toMatchObject({ status: 'merged', mergedInto: talk.id });
    expect(await saidIn(conversation.id)).toEqual([]);
    await says('Next');
    expect((await saidIn(talk.id)).at(-1)).toBe(`Next ${person}`);
    expect((await putBack(id)).status).toBe(404);
  });

  it('what an agent has changed since stays', async () => {
    const { id } = await split();
    await ana.call('PATCH', at(talk.id), { status: 'done' });
    await putBack(id);
    expect(await now(talk.id)).toMatchObject({
      status: 'done',
      waitingSince: null,
      preview: `Bill again ${person}`,
    });
  });

  it('is refused once it has gone on by itself; then the two are merged', async () => {
    const { id, conversation } = await split();
    await says('More');
    expect((await putBack(id)).status).toBe(409);
    const otherId = conversation.id;
    expect((await ana.call('POST', `${at(talk.id)}/merges`, { otherId })).status).toBe(201);
    // Nothing twice: what was split off stands where it was said.
    expect(await saidIn(talk.id)).toEqual(words('Order', 'Answered', 'Bill', 'Bill again', 'More'));
  });
});

describe('is refused', () => {
  it('of all there is, of a note, of spam, and of what is not there', async () => {
    expect((await splitAt(0)).status).toBe(409);
    expect((await write(talk.id, 'note', 'Seen')).status).toBe(201);
    said = await messagesOf(talk.id);
    expect(said.at(-1)?.direction).toBe('note');
    expect((await splitAt(said.length - 1)).status).toBe(409);
    const nothing = { messageId: crypto.randomUUID() };
    expect((await ana.call('POST', `${at(talk.id)}/splits`, nothing)).status).toBe(404);
    await ana.call('PATCH', at(talk.id), { status: 'spam' });
    expect((await splitAt(2)).status).toBe(409);
    await ana.call('PATCH', at(talk.id), { status: 'open' });
    await split();
  });

  it('to whoever may only read, across workspaces, and to the slower of two', async () => {
    const reader = new Caller(hub, { authorization: `Bearer ${await tokenOf(ana, ['read'])}` });
    expect((await splitAt(2, reader)).status).toBe(403);
    const otto = await foundAnother(hub, `otto-${person}@example.org`);
    expect((await splitAt(2, otto)).status).toBe(404);
    const both = await Promise.all([splitAt(2), splitAt(2, ben)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const id = both.find(({ status }) => status === 201)?.body.id ?? '';
    expect((await putBack(id, otto)).status).toBe(404);
    expect((await putBack(id)).status).toBe(200);
  });
});
