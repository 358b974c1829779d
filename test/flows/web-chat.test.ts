/** A visitor writes, an agent answers: the whole way, through the front door. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { EventPage } from '../../server/wire/events.ts';
import type { Message } from '../../server/wire/messages.ts';
import type { VisitorLine, VisitorMessage } from '../../server/wire/visitor.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import {
  type Agent,
  contactOf,
  foundAs,
  inboxOf,
  type Visitor,
  visit,
  websiteOf,
} from '../support/people.ts';
import { until } from '../support/until.ts';

let hub: TestHub;
let ana: Agent;
let website: string;

beforeAll(async () => {
  hub = await startHub();
  ana = await foundAs(hub);
  website = (await websiteOf(ana)).id;
});

afterAll(() => hub.close());

const conversationOf = async (visitor: Visitor): Promise<OwnConversation> => {
  const first = await visitor.call<VisitorLine>('GET', visitor.at('messages'));
  const all = await inboxOf(ana, 'all');
  const found = all.find(({ preview }) => first.body.data.some(({ text }) => text === preview));
  if (!found) throw new Error('the conversation is not in the inbox');
  return found;
};

const reply = (id: string, key: string, text: string, kind = 'reply') =>
  ana.call<Message>('POST', `/api/v1/conversations/${id}/messages`, { key, kind, text });

describe('a visitor writes', () => {
  it('makes one conversation with one contact, waiting for an answer', async () => {
    const mia = await visit(hub, website);
    const stored = await mia.says('Do you water on Sundays?', { claims: { name: 'Mia' } });
    expect(stored).toMatchObject({ seq: 1, direction: 'in', key: 'visitor-key-1' });
    const conversation = await conversationOf(mia);
    expect(conversation).toMatchObject({
      status: 'open',
      contact: { name: 'Mia', verified: false },
      assignee: null,
      seq: 1,
      inboundSeq: 1,
      readSeq: 0,
    });
    expect(conversation.waitingSince).not.toBeNull();
  });

  it('writes nothing before the first word', async () => {
    const before = await ana.call<{ data: unknown[] }>('GET', '/api/v1/contacts?limit=200');
    const silent = await visit(hub, website);
    await silent.call('GET', silent.at('config'));
    const line = await silent.call<VisitorLine>('GET', silent.at('messages'));
    expect(line.body).toEqual({
      data: [],
      revised: [],
      seq: 0,
      seenSeq: 0,
      readSeq: 0,
      knowsEmail: false,
      talk: 'none',
      more: false,
    });
    const after = await ana.call<{ data: unknown[] }>('GET', '/api/v1/contacts?limit=200');
    expect(after.body.data).toHaveLength(before.body.data.length);
  });

  it('is stored once when the same key comes 50 times at once, and every answer is the same', async () => {
    const eager = await visit(hub, website);
    const sends = Array.from({ length: 50 }, () =>
      eager.call<VisitorMessage>('POST', eager.at('messages'), {
        key: 'only-once-1',
        text: 'Once',
      }),
    );
    const answers = await Promise.all(sends);
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(201));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const line = await eager.call<VisitorLine>('GET', eager.at('messages'));
    expect(line.body.data).toHaveLength(1);
  });

  it('opens one conversation with 50 first messages at once, in one gapless order', async () => {
    const before = (await inboxOf(ana, 'all')).length;
    const hasty = await visit(hub, website);
    const sends = Array.from({ length: 50 }, (_, n) =>
      hasty.call('POST', hasty.at('messages'), { key: `first-${n}-key`, text: `First ${n}` }),
    );
    const answers = await Promise.all(sends);
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    expect(await inboxOf(ana, 'all')).toHaveLength(before + 1);
    const line = await hasty.call<VisitorLine>('GET', hasty.at('messages?limit=200'));
    expect(line.body.data.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 50 }, (_, n) => n + 1),
    );
  });

  it('wakes a conversation that was done, and the log says why', async () => {
    const late = await visit(hub, website);
    await late.says('One more thing, later');
    const { id } = await conversationOf(late);
    await ana.call('PATCH', `/api/v1/conversations/${id}`, { status: 'done' });
    expect((await inboxOf(ana, 'done')).some((one) => one.id === id)).toBe(true);
    await late.says('Here it is');
    const line = await ana.call<EventPage>('GET', `/api/v1/conversations/${id}/line`);
    const causes = line.body.data.flatMap((event) =>
      event.kind === 'status' ? [event.data.cause] : [],
    );
    expect(causes).toEqual(['agent', 'reply']);
    expect((await inboxOf(ana)).some((one) => one.id === id)).toBe(true);
  });
});

describe('an agent answers', () => {
  it('reaches the visitor, and the state goes from queued to read as the visitor reads', async () => {
    const leo = await visit(hub, website);
    await leo.says('Is the fern still there?');
    const { id } = await conversationOf(leo);
    const answer = await reply(id, 'answer-key-1', 'It is.');
    expect(answer).toMatchObject({ status: 201, body: { state: 'queued', direction: 'out' } });
    const stateNow = async () => {
      const { body } = await ana.call<{ data: Message[] }>(
        'GET',
        `/api/v1/conversations/${id}/messages`,
      );
      return body.data.find((message) => message.id === answer.body.id)?.state;
    };
    await until(async () => (await stateNow()) === 'accepted');
    const line = await leo.call<VisitorLine>('GET', leo.at('messages'));
    expect(line.body.data.at(-1)).toMatchObject({ text: 'It is.', author: 'Ana', seq: 2 });
    await leo.call('POST', leo.at('receipts'), { status: 'delivered', seq: 2 });
    expect(await stateNow()).toBe('delivered');
    await leo.call('POST', leo.at('receipts'), { status: 'read', seq: 2 });
    expect(await stateNow()).toBe('read');
    await leo.call('POST', leo.at('receipts'), { status: 'delivered', seq: 2 });
    expect(await stateNow()).toBe('read');
  });

  it('is stored once when the same key comes 50 times at once', async () => {
    const ida = await visit(hub, website);
    await ida.says('Fifty answers?');
    const { id } = await conversationOf(ida);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => reply(id, 'agent-once-1', 'One answer')),
    );
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const line = await ida.call<VisitorLine>('GET', ida.at('messages'));
    expect(line.body.data.filter(({ direction }) => direction === 'out')).toHaveLength(1);
  });

  it('refuses a key that stood for another text', async () => {
    const uma = await visit(hub, website);
    await uma.says('Which key?');
    const { id } = await conversationOf(uma);
    expect((await reply(id, 'same-key-12', 'First')).status).toBe(201);
    expect(await reply(id, 'same-key-12', 'Second')).toMatchObject({
      status: 422,
      body: { code: 'key_reused' },
    });
  });

  it('A13: keeps notes inside: the visitor sees neither words nor a gap', async () => {
    const ned = await visit(hub, website);
    await ned.says('Anything new?');
    const { id } = await conversationOf(ned);
    await reply(id, 'note-key-001', 'MARKER-7391 he is a friend', 'note');
    await reply(id, 'after-note-1', 'Not yet');
    const line = await ned.call<VisitorLine>('GET', ned.at('messages'));
    expect(line.body.data.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(JSON.stringify(line.body)).not.toContain('MARKER-7391');
    const seen = await ana.call<EventPage>('GET', `/api/v1/conversations/${id}/line`);
    expect(JSON.stringify(seen.body)).toContain('MARKER-7391');
  });

  it('shows the visitor how far an agent has read', async () => {
    const eve = await visit(hub, website);
    await eve.says('Seen?');
    const { id, seq } = await conversationOf(eve);
    await ana.call('PUT', `/api/v1/conversations/${id}/read`, { seq });
    const line = await eve.call<VisitorLine>('GET', eve.at('messages'));
    expect(line.body.seenSeq).toBe(1);
  });
});

describe('agents work', () => {
  it('assign, snooze and wake on time', async () => {
    const sam = await visit(hub, website);
    await sam.says('Later is fine');
    const { id } = await conversationOf(sam);
    const until2 = new Date(Date.now() + 1_200).toISOString();
    const me = ana.session.agent.id;
    const asleep = await ana.call<OwnConversation>('PATCH', `/api/v1/conversations/${id}`, {
      status: 'snoozed',
      snoozedUntil: until2,
      assigneeId: me,
    });
    expect(asleep.body).toMatchObject({ status: 'snoozed', assignee: { id: me } });
    const status = async () =>
      (await ana.call<OwnConversation>('GET', `/api/v1/conversations/${id}`)).body.status;
    await until(async () => (await status()) === 'open', 4_000);
  });

  it('close by mistake and reopen: the customer keeps their place in the queue', async () => {
    const una = await visit(hub, website);
    await una.says('Still waiting here');
    const { id, waitingSince } = await conversationOf(una);
    const place = `/api/v1/conversations/${id}`;
    expect(waitingSince).not.toBeNull();
    const closed = await ana.call<OwnConversation>('PATCH', place, { status: 'done' });
    expect(closed.body.waitingSince).toBeNull();
    const reopened = await ana.call<OwnConversation>('PATCH', place, { status: 'open' });
    const drift = Date.parse(reopened.body.waitingSince ?? '') - Date.parse(waitingSince ?? '');
    expect(Math.abs(drift)).toBeLessThan(1_000);
    await reply(id, 'answered-now-1', 'Here I am');
    await ana.call('PATCH', place, { status: 'done' });
    const answered = await ana.call<OwnConversation>('PATCH', place, { status: 'open' });
    expect(answered.body.waitingSince).toBeNull();
  });

  it('keep drafts on the server until the message is written', async () => {
    const kim = await visit(hub, website);
    await kim.says('Draft me');
    const { id } = await conversationOf(kim);
    await ana.call('PUT', `/api/v1/conversations/${id}/draft`, { kind: 'reply', text: 'Half a' });
    const kept = await ana.call<{ data: unknown[] }>('GET', `/api/v1/conversations/${id}/drafts`);
    expect(kept.body.data).toMatchObject([{ kind: 'reply', text: 'Half a' }]);
    expect((await inboxOf(ana, 'drafts')).map((one) => one.id)).toContain(id);
    await reply(id, 'draft-key-01', 'Half a sentence, now whole');
    const gone = await ana.call<{ data: unknown[] }>('GET', `/api/v1/conversations/${id}/drafts`);
    expect(gone.body.data).toEqual([]);
  });

  it('rename a contact, and every conversation of it says so', async () => {
    const pat = await visit(hub, website);
    await pat.says('My name is Pat');
    const { id, contact, seq } = await conversationOf(pat);
    await ana.call('PATCH', `/api/v1/contacts/${contact.id}`, { name: 'Pat Palm' });
    const now = await ana.call<OwnConversation>('GET', `/api/v1/conversations/${id}`);
    expect(now.body).toMatchObject({ contact: { name: 'Pat Palm' }, seq: seq + 1 });
    expect((await contactOf(ana, contact.id)).name).toBe('Pat Palm');
  });

  it('find a conversation by number, name and words', async () => {
    const zoe = await visit(hub, website);
    await zoe.says('The xylophone_100% arrived broken', { claims: { name: 'Zoë Zimmer' } });
    const { id, number } = await conversationOf(zoe);
    for (const query of [`#${number}`, 'zoë zim', 'xylophone_100%', 'XYLOPHONE']) {
      const found = await ana.call<{ data: { conversation: { id: string } }[] }>(
        'GET',
        `/api/v1/search?q=${encodeURIComponent(query)}`,
      );
      expect(found.body.data.map(({ conversation }) => conversation.id)).toContain(id);
    }
    const none = await ana.call<{ data: unknown[] }>('GET', '/api/v1/search?q=xylophoneX100');
    expect(none.body.data).toEqual([]);
  });

  it('page through a view without missing or repeating one', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await ana.call<{ data: OwnConversation[]; next: string | null }>(
        'GET',
        `/api/v1/conversations?view=all&limit=3${cursor}`,
      );
      seen.push(...page.body.data.map(({ id }) => id));
      cursor = page.body.next ? `&cursor=${page.body.next}` : '';
    } while (cursor);
    const all = (await inboxOf(ana, 'all')).map(({ id }) => id);
    expect(all.length).toBeGreaterThan(6);
    expect(seen).toEqual(all);
  });
});
