/** On a website's line both sides answer one message among many, and put an emoji under what the other said. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventPage } from '../../server/wire/events.ts';
import type { Message } from '../../server/wire/messages.ts';
import type { VisitorLine, VisitorMessage } from '../../server/wire/visitor.ts';
import type { TestHub } from '../support/hub.ts';
import { vouch } from '../support/jwt.ts';
import { openWebsite } from '../support/office.ts';
import { type Agent, connectWebsite, inboxOf, type Visitor, visit } from '../support/people.ts';
import { dialVisitor } from '../support/sockets.ts';

const SECRET = 'only the customer and we know this';

let hub: TestHub;
let ana: Agent;
let website: string;

beforeAll(async () => {
  ({ hub, ana } = await openWebsite());
  website = await connectWebsite(ana, { identitySecret: SECRET });
});
afterAll(() => hub.close());

type Talk = { mia: Visitor; asked: VisitorMessage; path: string; answer: Message };

/** Somebody asks and is answered; the answer has reached them. */
async function talk(name: string): Promise<Talk> {
  const mia = await visit(hub, website);
  const asked = await mia.says(`${name} asks`);
  const row = (await inboxOf(ana, 'all')).find(({ preview }) => preview === `${name} asks`);
  const path = `/api/v1/conversations/${row?.id}`;
  const answer = await reply(path, { text: 'At nine' });
  await expect.poll(() => stateOf(path, answer.id)).toBe('accepted');
  return { mia, asked, path, answer };
}

async function reply(path: string, more: object): Promise<Message> {
  const body = { key: crypto.randomUUID(), kind: 'reply', ...more };
  const { status, body: message } = await ana.call<Message>('POST', `${path}/messages`, body);
  expect(status).toBe(201);
  return message;
}

async function messagesOf(path: string): Promise<Message[]> {
  return (await ana.call<{ data: Message[] }>('GET', `${path}/messages`)).body.data;
}

const stateOf = async (path: string, id: string) =>
  (await messagesOf(path)).find((one) => one.id === id)?.state;
const lineOf = async (who: Visitor, query = '') =>
  (await who.call<VisitorLine>('GET', who.at(`messages${query}`))).body;
const react = (who: Visitor, id: string, emoji: string | null) =>
  who.call<VisitorMessage>('PUT', who.at(`messages/${id}/reaction`), { emoji });

describe('a quote', () => {
  it('of a visitor names the message they answer, on both sides', async () => {
    const { mia, path, answer } = await talk('Mia');
    const said = await mia.says('Not earlier?', { quotes: answer.id });
    const quotes = { id: answer.id, direction: 'out', text: 'At nine', author: 'Ana' };
    expect(said.quotes).toEqual(quotes);
    expect((await lineOf(mia)).data.at(-1)?.quotes).toEqual(quotes);
    expect((await messagesOf(path)).at(-1)?.quotes).toMatchObject({ id: answer.id });
  });

  it('of an agent is offered by the channel, and comes with the message', async () => {
    const channel = await ana.call('GET', `/api/v1/channels/${website}`);
    expect(channel.body).toMatchObject({ reactions: true, sending: { quotes: true } });
    const { mia, asked, path } = await talk('Noa');
    const tab = await dialVisitor(hub, mia);
    await reply(path, { text: 'This one', answersId: asked.id });
    const quotes = { id: asked.id, direction: 'in', text: 'Noa asks', author: null };
    await expect.poll(() => tab.of('message')).toMatchObject([{ text: 'This one', quotes }]);
    tab.close();
  });

  it('of what stands on another line is refused, and nothing is stored', async () => {
    const { answer } = await talk('Ola');
    const { mia: other } = await talk('Pia');
    const before = (await lineOf(other)).seq;
    for (const quotes of [answer.id, crypto.randomUUID()]) {
      const body = { key: crypto.randomUUID(), text: 'What was that?', quotes };
      expect(await other.call('POST', other.at('messages'), body)).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      });
    }
    expect((await lineOf(other)).seq).toBe(before);
  });
});

describe('a reaction', () => {
  it('of a visitor is one a message: changed, told to agents, and taken back', async () => {
    const { mia, path, answer } = await talk('Quin');
    const first = await react(mia, answer.id, '👍');
    expect(first).toMatchObject({ status: 200, body: { id: answer.id } });
    expect(first.body.reactions).toEqual([{ by: 'visitor', emoji: '👍' }]);
    await react(mia, answer.id, '🎉');
    await react(mia, answer.id, '🎉');
    const [, told] = await messagesOf(path);
    expect(told?.reactions).toMatchObject([{ by: 'contact', emoji: '🎉' }]);
    expect((await react(mia, answer.id, null)).body.reactions).toEqual([]);
    expect((await react(mia, answer.id, null)).body.reactions).toEqual([]);
    const events = await ana.call<EventPage>('GET', `${path}/events`);
    // Put there, changed, taken back: what is said twice is one step.
    expect(events.body.data.filter(({ kind }) => kind === 'reaction')).toHaveLength(3);
    expect((await messagesOf(path))[1]?.reactions).toEqual([]);
  });

  it('of an agent is there at once, and whoever was away is told also that it is gone', async () => {
    const { mia, asked, path } = await talk('Rosa');
    const tab = await dialVisitor(hub, mia);
    const at = `${path}/messages/${asked.id}/reaction`;
    expect((await ana.call('PUT', at, { emoji: '❤️' })).status).toBe(200);
    const reactions = [{ by: 'us', emoji: '❤️' }];
    await expect.poll(() => tab.of('message')).toMatchObject([{ id: asked.id, reactions }]);
    tab.close();
    expect((await lineOf(mia, '?after=2')).revised).toMatchObject([{ id: asked.id, reactions }]);
    await ana.call('PUT', at, { emoji: null });
    const now = { id: asked.id, reactions: [] };
    expect((await lineOf(mia, '?after=2')).revised).toMatchObject([now]);
    expect((await lineOf(mia)).data[0]).toMatchObject(now);
  });

  it('is for answers of their own line, and one of the six', async () => {
    const { mia, asked, answer } = await talk('Sven');
    const { mia: other } = await talk('Tom');
    expect((await react(other, answer.id, '👍')).status).toBe(404);
    expect((await react(mia, asked.id, '👍')).status).toBe(404);
    for (const word of ['no', '👎', '']) {
      expect((await react(mia, answer.id, word)).status, word).toBe(400);
    }
    expect((await lineOf(mia)).data.flatMap(({ reactions }) => reactions)).toEqual([]);
  });

  it('stays the visitor’s when they log in, and can be changed by them', async () => {
    const { mia, path, answer } = await talk('Uma');
    await react(mia, answer.id, '👍');
    const jwt = await vouch(website, SECRET, { sub: 'uma-1' });
    const known = await visit(hub, website, { jwt, token: mia.token });
    const changed = await react(known, answer.id, '🙏');
    expect(changed.body.reactions).toEqual([{ by: 'visitor', emoji: '🙏' }]);
    expect((await messagesOf(path))[1]?.reactions).toHaveLength(1);
  });
});
