/** Several talks of one visitor: each a line and a conversation by itself, and all of them one person's alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '../../server/wire/channels.ts';
import type { ContactSummary } from '../../server/wire/contacts.ts';
import type { VisitorConfig, VisitorLine, VisitorTalks } from '../../server/wire/visitor.ts';
import type { TestHub } from '../support/hub.ts';
import { vouch } from '../support/jwt.ts';
import { openWebsite } from '../support/office.ts';
import { type Agent, connectWebsite, inboxOf, Visitor, visit } from '../support/people.ts';
import { dialVisitor, refusal } from '../support/sockets.ts';
import { uploadAs } from '../support/workspace.ts';

const SECRET = 'only the customer and we know this';
const OTHER = 'another-talk-of-theirs';

let hub: TestHub;
let ana: Agent;
let website: string;

beforeAll(async () => {
  ({ hub, ana } = await openWebsite());
  website = await connectWebsite(ana, { identitySecret: SECRET });
});

afterAll(() => hub.close());

const allow = (several: boolean) =>
  ana.call<Channel>('PATCH', `/api/v1/channels/${website}`, { several });

const choose = (visitor: Visitor, name: string) =>
  visitor.call<{ token: string }>('POST', visitor.at('talks'), { name });

/** The same person, in another talk. */
async function inTalk(visitor: Visitor, name: string): Promise<Visitor> {
  const chosen = await choose(visitor, name);
  expect(chosen.status).toBe(201);
  return new Visitor(hub, website, chosen.body.token);
}

const talksOf = async (visitor: Visitor) =>
  (await visitor.call<VisitorTalks>('GET', visitor.at('talks'))).body;

const lineOf = async (visitor: Visitor) =>
  (await visitor.call<VisitorLine>('GET', visitor.at('messages'))).body;

const said = async (visitor: Visitor) => (await lineOf(visitor)).data.map(({ text }) => text);

async function conversationOf(preview: string) {
  const found = (await inboxOf(ana, 'all')).find((one) => one.preview === preview);
  if (!found) throw new Error(`nothing in the inbox says ${preview}`);
  return found;
}

async function answer(preview: string, text: string): Promise<void> {
  const { id } = await conversationOf(preview);
  const body = { key: `answer-${text.replace(/\W/g, '-')}`, kind: 'reply', text };
  expect((await ana.call('POST', `/api/v1/conversations/${id}/messages`, body)).status).toBe(201);
}

/** Somebody with two talks. */
async function withTwo(first: string, second: string): Promise<[Visitor, Visitor]> {
  const one = await visit(hub, website);
  await one.says(first);
  const two = await inTalk(one, OTHER);
  await two.says(second, { key: `key-of-${second.replace(/\W/g, '-')}` });
  return [one, two];
}

describe('a channel', () => {
  it('gives each visitor one talk until an admin lets them have several', async () => {
    const tom = await visit(hub, website);
    await tom.says('Only this');
    expect((await choose(tom, OTHER)).status).toBe(409);
    expect((await allow(true)).body.several).toBe(true);
    const config = await tom.call<VisitorConfig>('GET', tom.at('config'));
    expect(config.body.several).toBe(true);
    expect((await choose(tom, 'no name')).status).toBe(400);
    expect((await choose(tom, OTHER)).status).toBe(201);
    // Nothing of a talk is stored before its first word.
    expect((await talksOf(tom)).data.map(({ name }) => name)).toEqual(['first']);
  });
});

describe('two talks of one visitor', () => {
  it('are two conversations of one contact; an answer is in its own, and unread there', async () => {
    const [first, second] = await withTwo('Where is my order?', 'Do you sell ferns?');
    const [order, ferns] = [
      await conversationOf('Where is my order?'),
      await conversationOf('Do you sell ferns?'),
    ];
    expect(order.id).not.toBe(ferns.id);
    expect(order.contact.id).toBe(ferns.contact.id);
    await answer('Where is my order?', 'On its way');
    await answer('On its way', 'It comes on Friday');
    expect(await said(first)).toEqual(['Where is my order?', 'On its way', 'It comes on Friday']);
    expect(await said(second)).toEqual(['Do you sell ferns?']);
    expect(await talksOf(second)).toMatchObject({
      current: OTHER,
      data: [
        { name: 'first', text: 'It comes on Friday', direction: 'out', unread: 2, talk: 'open' },
        { name: OTHER, text: 'Do you sell ferns?', direction: 'in', unread: 0 },
      ],
    });
    const read = { status: 'read', seq: 3 };
    await second.call('POST', second.at('receipts'), read);
    expect((await talksOf(second)).data[0]?.unread).toBe(2);
    await first.call('POST', first.at('receipts'), read);
    expect((await talksOf(second)).data.map(({ unread }) => unread)).toEqual([0, 0]);
  });

  it('end one by one; what is said in one that is over goes on with it', async () => {
    const [first, second] = await withTwo('One', 'Two');
    await first.call('POST', first.at('end'));
    expect([(await lineOf(first)).talk, (await lineOf(second)).talk]).toEqual(['over', 'open']);
    const { id } = await conversationOf('One');
    await first.says('One more', { key: 'key-of-one-more' });
    expect((await conversationOf('One more')).id).toBe(id);
    expect((await lineOf(first)).talk).toBe('open');
  });

  it('share no key: a message is said in one of them, once', async () => {
    const [first, second] = await withTwo('Here', 'There');
    const again = await second.call('POST', second.at('messages'), {
      ...{ key: 'visitor-key-1', text: 'Here' },
    });
    expect(again.status).toBe(409);
    expect([await said(first), await said(second)]).toEqual([['Here'], ['There']]);
  });

  it('are nobody else’s, whatever name another one says', async () => {
    const [, second] = await withTwo('Private', 'PRIVATE, too');
    const file = await uploadAs(second, second.at('attachments'), 'mine.txt');
    await second.says('See', { key: 'key-of-the-file', attachments: [file] });
    const stranger = await inTalk(await visit(hub, website), OTHER);
    expect([await said(stranger), (await talksOf(stranger)).data]).toEqual([[], []]);
    expect((await stranger.call('GET', stranger.at(`attachments/${file}`))).status).toBe(404);
    expect((await second.call('GET', second.at(`attachments/${file}`))).status).toBe(200);
  });

  it('are logged out together', async () => {
    const [first, second] = await withTwo('Bye', 'Bye, too');
    await second.call('DELETE', second.at('session'));
    for (const visitor of [first, second]) {
      expect((await visitor.call('GET', visitor.at('messages'))).status).toBe(401);
      const dialled = dialVisitor(hub, visitor);
      expect(await refusal(dialled)).toBe('unknown_visitor');
    }
  });
});

describe('who logs in on the website', () => {
  it('keeps all of them, on every device, as one contact', async () => {
    const [first, second] = await withTwo('Before I was known', 'This, too');
    const contacts = async () =>
      (await ana.call<{ data: ContactSummary[] }>('GET', '/api/v1/contacts?limit=200')).body.data;
    const before = (await contacts()).length;
    const jwt = () => vouch(website, SECRET, { sub: 'customer-9', name: 'Nora' });
    const known = await visit(hub, website, { jwt: await jwt(), token: second.token });
    // In the talk they were in; the token of before opens nothing any more.
    expect(await said(known)).toEqual(['This, too']);
    expect((await first.call('GET', first.at('messages'))).status).toBe(401);
    expect((await contacts()).length).toBe(before);
    const elsewhere = await visit(hub, website, { jwt: await jwt() });
    expect(await said(elsewhere)).toEqual(['Before I was known']);
    expect((await talksOf(elsewhere)).data.map(({ name }) => name)).toEqual([OTHER, 'first']);
    // A token runs out within the hour: the next one is for the same talk.
    const renewed = await visit(hub, website, { jwt: await jwt(), talk: OTHER });
    expect(await said(renewed)).toEqual(['This, too']);
    expect(await said(await inTalk(renewed, 'first'))).toEqual(['Before I was known']);
  });
});
