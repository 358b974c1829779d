/** What visitors are asked, before their first message and after the last: each once, and told to agents on the line. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '../../server/wire/channels.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { ConversationEvent, EventPage } from '../../server/wire/events.ts';
import type { VisitorConfig, VisitorLine } from '../../server/wire/visitor.ts';
import type { TestHub } from '../support/hub.ts';
import { openWebsite } from '../support/office.ts';
import { type Agent, inboxOf, type Visitor, visit } from '../support/people.ts';

let hub: TestHub;
let ana: Agent;
let website: string;

beforeAll(async () => {
  ({ hub, ana, website } = await openWebsite());
});

afterAll(() => hub.close());

async function conversationOf(text: string): Promise<OwnConversation> {
  const found = (await inboxOf(ana, 'all')).find(({ preview }) => preview === text);
  if (!found) throw new Error('the conversation is not in the inbox');
  return found;
}

type Told = Pick<ConversationEvent, 'kind' | 'actor' | 'data'>;

async function told(id: string, kind: ConversationEvent['kind']): Promise<Told[]> {
  const line = await ana.call<EventPage>('GET', `/api/v1/conversations/${id}/line`);
  return line.body.data.filter((event) => event.kind === kind);
}

const talk = async (visitor: Visitor): Promise<string> =>
  (await visitor.call<VisitorLine>('GET', visitor.at('messages'))).body.talk;

const end = (visitor: Visitor) => visitor.call('POST', visitor.at('end'));
const rate = (visitor: Visitor, body: object) => visitor.call('PUT', visitor.at('rating'), body);
const change = (body: object) => ana.call<Channel>('PATCH', `/api/v1/channels/${website}`, body);

describe('a visitor who ends the talk', () => {
  it('closes the conversation, which the line tells, and goes on with it by writing', async () => {
    const mia = await visit(hub, website);
    expect((await end(mia)).status).toBe(409);
    await mia.says('Thanks, that was all', { claims: { name: 'Mia' } });
    expect(await talk(mia)).toBe('open');
    expect([(await end(mia)).status, (await end(mia)).status]).toEqual([204, 204]);
    const { id, status, waitingSince } = await conversationOf('Thanks, that was all');
    expect({ status, waitingSince }).toEqual({ status: 'done', waitingSince: null });
    expect(await told(id, 'status')).toMatchObject([
      { actor: { kind: 'contact', name: 'Mia' }, data: { status: 'done', cause: 'visitor' } },
    ]);
    expect(await talk(mia)).toBe('over');
    await mia.says('No, wait');
    expect(await talk(mia)).toBe('open');
  });
});

describe('how it was', () => {
  it('is asked of a talk that is over, and kept once', async () => {
    const tom = await visit(hub, website);
    await tom.says('My order is late');
    expect((await rate(tom, { score: 1 })).status).toBe(409);
    await end(tom);
    const answers = await Promise.all([
      rate(tom, { score: 4, comment: ' Quick, thank you ' }),
      rate(tom, { score: 4, comment: ' Quick, thank you ' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    expect((await rate(tom, { score: 1 })).status).toBe(204);
    const conversation = await conversationOf('My order is late');
    expect(conversation.rating).toBe(4);
    expect(await told(conversation.id, 'rated')).toMatchObject([
      { actor: { kind: 'contact' }, data: { score: 4, comment: 'Quick, thank you' } },
    ]);
    expect(await talk(tom)).toBe('rated');
  });

  it('is five steps and nothing else, and not asked where the channel does not ask', async () => {
    const tom = await visit(hub, website);
    await tom.says('Just looking');
    await end(tom);
    for (const score of [0, 6, 2.5, '5']) {
      expect((await rate(tom, { score })).status).toBe(400);
    }
    await change({ rates: false });
    const config = await tom.call<VisitorConfig>('GET', tom.at('config'));
    expect(config.body.rates).toBe(false);
    expect((await rate(tom, { score: 5 })).status).toBe(409);
    await change({ rates: true });
    expect((await rate(tom, { score: 5 })).status).toBe(204);
  });
});

const intake = {
  fields: [
    { id: 'name', kind: 'name', label: '', required: true },
    { id: 'size', kind: 'choice', label: 'How large?', required: false, choices: ['S', 'L'] },
    { id: 'terms', kind: 'consent', label: 'We keep this talk.', required: true, version: '2' },
  ],
};

describe('what there is to read already', () => {
  const returns = { title: 'Returning an order', url: 'https://help.example.com/returns' };
  const search = 'https://help.example.com/search?q={query}';
  const shown = async () => {
    const tom = await visit(hub, website);
    return (await tom.call<VisitorConfig>('GET', tom.at('config'))).body.articles;
  };

  it('is named by an admin and told to visitors; nothing leads anywhere but to a website', async () => {
    const articles = { list: [returns], search };
    expect((await change({ articles })).status).toBe(200);
    expect(await shown()).toEqual(articles);
    for (const wrong of [
      { list: [{ ...returns, title: ' ' }], search },
      { list: [{ ...returns, url: 'javascript:alert(1)' }], search },
      { list: [{ ...returns, url: '/returns' }], search },
      { list: [{ ...returns, url: 'https://ana:secret@help.example.com' }], search },
      { list: Array.from({ length: 21 }, () => returns), search },
      { list: [], search: 'https://help.example.com/search' },
      { list: [], search: 'https://{query}.example.com/' },
      { list: [], search: 'https://help.example.com{query}' },
    ]) {
      expect((await change({ articles: wrong })).status, JSON.stringify(wrong)).toBe(400);
    }
    expect(await shown()).toEqual(articles);
    await change({ articles: { list: [], search: ' ' } });
    expect(await shown()).toBeNull();
  });
});

describe('before the first message', () => {
  it('an admin says what is asked; what makes no sense is refused', async () => {
    const [name, choice] = intake.fields;
    for (const fields of [
      [],
      [name, { ...name, id: 'other' }],
      [{ ...choice, choices: [] }],
      [{ ...choice, label: ' ' }],
    ]) {
      expect((await change({ intake: { fields } })).status).toBe(400);
    }
    expect((await change({ intake })).body.intake).toEqual(intake);
    const nora = await visit(hub, website);
    const config = await nora.call<VisitorConfig>('GET', nora.at('config'));
    expect(config.body.intake).toEqual(intake);
  });

  it('answers come with the message, and stand on the line as they were asked, once', async () => {
    const nora = await visit(hub, website);
    const answers = { name: 'Nora', size: 'XXL', terms: '2', unasked: 'x' };
    const message = { key: 'nora-first-1', text: 'Is it warm?', claims: { name: 'Nora' }, answers };
    for (const _ of [1, 2]) {
      expect((await nora.call('POST', nora.at('messages'), message)).status).toBe(201);
    }
    const { id, contact } = await conversationOf('Is it warm?');
    expect(contact).toMatchObject({ name: 'Nora', verified: false });
    expect(await told(id, 'answered')).toMatchObject([
      {
        actor: { kind: 'contact', name: 'Nora' },
        data: {
          answers: [
            { kind: 'name', label: '', value: 'Nora' },
            { kind: 'consent', label: 'We keep this talk.', value: '2' },
          ],
        },
      },
    ]);
  });

  it('nobody is kept from writing: a message without answers is stored as any other', async () => {
    const quiet = await visit(hub, website);
    await quiet.says('No name, sorry');
    const { id } = await conversationOf('No name, sorry');
    expect(await told(id, 'answered')).toEqual([]);
  });
});
