/** An answer is stopped when somebody said something that its writer has not seen, and nothing of it is kept. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Message, Untaken } from '../../server/wire/messages.ts';
import { ownerOf } from '../support/database.ts';
import { postEcho } from '../support/echo.ts';
import type { TestHub } from '../support/hub.ts';
import { openOffice } from '../support/office.ts';
import { type Agent, connectEcho, inboxOf } from '../support/people.ts';

const SECRET = 'the secret of the channel where all talk at once';

let hub: TestHub;
let ana: Agent;
let ben: Agent;
let channel: string;
let person: string;
let talk: OwnConversation;
let count = 0;

beforeAll(async () => {
  ({ hub, ana, ben } = await openOffice());
  channel = (await connectEcho(ana, SECRET)).id;
});

/** A customer of whom all that was said has been seen. */
beforeEach(async () => {
  person = `Ida ${++count}`;
  await customerSays('Hello');
  const found = (await inboxOf(ana, 'all')).find(({ contact }) => contact.name === person);
  if (!found) throw new Error(`${person} has no conversation`);
  talk = found;
});

afterAll(() => hub.close());

const customerSays = async (text: string): Promise<void> => {
  const message = { id: `unseen-${++count}`, from: person, name: person, text };
  expect((await postEcho(hub, channel, SECRET, message)).status).toBe(200);
};

type Said = { status: number; body: Message & Untaken };

const say = (agent: Agent, text: string, more: object = {}): Promise<Said> => {
  const body = { key: `unseen-key-${++count}`, kind: 'reply', text, ...more };
  return agent.call('POST', `/api/v1/conversations/${talk.id}/messages`, body);
};

const textsOf = async (): Promise<string[]> => {
  const path = `/api/v1/conversations/${talk.id}/messages`;
  return (await ana.call<{ data: Message[] }>('GET', path)).body.data.map(({ text }) => text);
};

const missedBy = ({ body }: Said) => body.missed?.map(({ text }) => text);

// What is written together with others, and what is written alone, take different ways to the store.
describe.each([
  ['an answer written together with others', {}],
  ['an answer written alone', { unlessAnswered: false }],
])('%s', (_, more) => {
  it('goes when all was seen, whatever else happened', async () => {
    await ana.call('PATCH', `/api/v1/conversations/${talk.id}`, {
      assigneeId: ben.session.agent.id,
    });
    expect((await say(ana, 'Good day', { ...more, seenSeq: talk.seq })).status).toBe(201);
  });

  it.each([
    ['a colleague answered', () => say(ben, 'And another thing')],
    ['a colleague left a note', () => say(ben, 'And another thing', { kind: 'note' })],
  ])('is stopped when %s, and told what it was', async (_, happens) => {
    await happens();
    const stopped = await say(ana, 'Too early', { ...more, seenSeq: talk.seq });
    expect(stopped).toMatchObject({ status: 409, body: { code: 'unseen' } });
    expect(missedBy(stopped)).toEqual(['And another thing']);
    expect(await textsOf()).toEqual(['Hello', 'And another thing']);
    const seen = Math.max(...(stopped.body.missed ?? []).map(({ seq }) => seq));
    expect((await say(ana, 'Now', { ...more, seenSeq: seen })).status).toBe(201);
  });

  it('is not stopped by the customer, who goes on writing', async () => {
    await customerSays('And another thing');
    expect((await say(ana, 'One moment', { ...more, seenSeq: talk.seq })).status).toBe(201);
  });

  it('is not stopped by what its writer said', async () => {
    await say(ana, 'A thought', { kind: 'note' });
    expect((await say(ana, 'And the answer', { ...more, seenSeq: talk.seq })).status).toBe(201);
  });

  it('of two that have seen the same, one goes', async () => {
    const both = await Promise.all(
      [ana, ben].map((agent) =>
        say(agent, agent.session.agent.name, { ...more, seenSeq: talk.seq }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const winner = both.find(({ status }) => status === 201);
    expect(both.flatMap((one) => missedBy(one) ?? [])).toEqual([winner?.body.text]);
    expect(await textsOf()).toEqual(['Hello', winner?.body.text]);
  });
});

it('an answer that was taken is never stopped when it is sent again', async () => {
  const answer = { key: 'sent-twice-over', seenSeq: talk.seq };
  const first = await say(ana, 'Once', answer);
  await say(ben, 'Thanks', { kind: 'note' });
  expect(await say(ana, 'Once', answer)).toMatchObject({
    status: 201,
    body: { id: first.body.id },
  });
});

it('what was taken back stops nobody', async () => {
  const note = await say(ben, 'Never mind', { kind: 'note' });
  expect(note.status).toBe(201);
  const later = new Date(Date.now() + 3_600_000).toISOString();
  const held = await say(ben, 'Later', { sendAt: later });
  const path = `/api/v1/conversations/${talk.id}/messages/${held.body.id}/cancellation`;
  expect((await ben.call('POST', path, {})).status).toBe(201);
  const stopped = await say(ana, 'Well', { seenSeq: talk.seq });
  expect(missedBy(stopped)).toEqual(['Never mind']);
});

it('what nobody wrote stops nobody', async () => {
  const { body } = await say(ben, 'We have received your message');
  const owner = ownerOf(hub);
  await owner`update messages set automatic = 'reply', agent_id = null where id = ${body.id}`;
  await owner.end();
  expect((await say(ana, 'Here I am', { seenSeq: talk.seq })).status).toBe(201);
});

it('a program that reads nothing is not asked', async () => {
  await say(ben, 'Anybody there?', { kind: 'note' });
  expect((await say(ana, 'An automatic greeting')).status).toBe(201);
});
