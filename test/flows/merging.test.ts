/** One person who wrote on three channels: an agent makes them one, answers where it suits, and can take it back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedChannel } from '../../server/wire/channels.ts';
import type { Contact, ContactSummary } from '../../server/wire/contacts.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Message } from '../../server/wire/messages.ts';
import { postEcho } from '../support/echo.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { type Agent, foundAnother, foundAs, inboxOf } from '../support/people.ts';
import { until } from '../support/until.ts';

const SECRET = 'the secret of every line here';

let hub: TestHub;
let ana: Agent;
let otto: Agent;
let lines: string[];
let sent = 0;

beforeAll(async () => {
  hub = await startHub();
  ana = await foundAs(hub);
  otto = await foundAnother(hub);
  lines = await Promise.all(['First', 'Second', 'Third'].map((name) => connect(name)));
});

afterAll(() => hub.close());

async function connect(name: string): Promise<string> {
  const settings = { secret: SECRET };
  const made = await ana.call<CreatedChannel>('POST', '/api/v1/channels', {
    adapter: 'echo',
    name,
    settings,
  });
  return made.body.id;
}

/** Somebody writes on one of the channels; answers their conversation as it is now. */
async function writes(line: number, from: string, text: string): Promise<OwnConversation> {
  sent += 1;
  const posted = await postEcho(hub, lines[line] ?? '', SECRET, { id: `m-${sent}`, from, text });
  expect(posted).toMatchObject({ status: 200, body: { messages: 1 } });
  const found = (await inboxOf(ana, 'all')).find(({ preview }) => preview === text);
  if (!found) throw new Error('the conversation is not in the inbox');
  return found;
}

const contactOf = async (id: string) =>
  (await ana.call<Contact>('GET', `/api/v1/contacts/${id}`)).body;

const merge = (kept: string, otherId: string, more: object = {}) =>
  ana.call<Contact>('POST', `/api/v1/contacts/${kept}/merges`, { otherId, ...more });

const saidIn = async (conversation: string) => {
  const path = `/api/v1/conversations/${conversation}/messages`;
  const { body } = await ana.call<{ data: Message[] }>('GET', path);
  return body.data;
};

/** What must be the same again after a merge was taken back. */
async function picture(id: string) {
  const { name, claimedEmail, verified, identities, conversations } = await contactOf(id);
  const talks = conversations.map((one) => [one.id, one.contact.id, one.contact.name, one.status]);
  return { name, claimedEmail, verified, identities, talks: talks.sort() };
}

describe('a person found to be somebody else', () => {
  it('brings along their addresses and conversations, and is in the list no more', async () => {
    const one = await writes(0, 'mia', 'Is it me?');
    const other = await writes(1, 'mia by phone', 'It is me.');
    expect(one.contact.id).not.toBe(other.contact.id);

    const merged = await merge(one.contact.id, other.contact.id, { name: 'Mia Moreno' });

    expect(merged.status).toBe(201);
    expect(merged.body).toMatchObject({ id: one.contact.id, name: 'Mia Moreno' });
    expect(merged.body.identities).toHaveLength(2);
    expect(merged.body.conversations.map(({ id }) => id).sort()).toEqual([one.id, other.id].sort());
    const { body } = await ana.call<{ data: ContactSummary[] }>('GET', '/api/v1/contacts');
    expect(body.data.map(({ id }) => id)).not.toContain(other.contact.id);
    expect((await contactOf(other.contact.id)).id).toBe(one.contact.id);
    const again = await writes(1, 'mia by phone', 'Still me.');
    expect(again).toMatchObject({ id: other.id, contact: { id: one.contact.id } });
  });

  it('is answered on the channel that was chosen, and goes on there', async () => {
    const one = await writes(0, 'ben', 'By the first.');
    const other = await writes(1, 'ben by phone', 'By the second.');
    await merge(one.contact.id, other.contact.id);
    const threadId = (await saidIn(other.id))[0]?.threadId;
    expect(threadId).toBeTruthy();

    const answered = await ana.call<Message>('POST', `/api/v1/conversations/${one.id}/messages`, {
      key: 'the-answer-of-ben',
      kind: 'reply',
      text: 'Here is better.',
      threadId,
    });

    expect(answered).toMatchObject({ status: 201, body: { channelId: lines[1], threadId } });
    await until(async () => (await saidIn(one.id)).at(-1)?.state === 'accepted');
    expect((await writes(1, 'ben by phone', 'Indeed.')).id).toBe(one.id);
  });

  it('is themselves again, exactly, when it was a mistake', async () => {
    const one = await writes(0, 'cleo', 'I am Cleo.');
    const other = await writes(2, 'cleo elsewhere', 'I am another Cleo.');
    const before = [await picture(one.contact.id), await picture(other.contact.id)];
    const { body } = await merge(one.contact.id, other.contact.id, {
      name: 'Both of them',
      claimedEmail: 'cleo@example.org',
    });
    expect(await picture(one.contact.id)).not.toEqual(before[0]);
    const [made] = body.merges;
    expect(made?.contact.id).toBe(other.contact.id);

    const path = `/api/v1/contacts/${one.contact.id}/merges/${made?.id}`;
    expect((await ana.call('DELETE', path)).status).toBe(200);

    expect([await picture(one.contact.id), await picture(other.contact.id)]).toEqual(before);
    expect((await ana.call('DELETE', path)).status).toBe(404);
    expect(await writes(2, 'cleo elsewhere', 'And still am.')).toMatchObject({
      id: other.id,
      contact: { id: other.contact.id },
    });
  });

  it('gets their line back though it went on in the other’s conversation', async () => {
    const one = await writes(0, 'dora', 'One.');
    const other = await writes(1, 'dora by phone', 'Two.');
    const { body } = await merge(one.contact.id, other.contact.id);
    const threadId = (await saidIn(other.id))[0]?.threadId;
    await ana.call('POST', `/api/v1/conversations/${one.id}/messages`, {
      key: 'the-answer-of-dora',
      kind: 'reply',
      text: 'Over here.',
      threadId,
    });
    expect((await writes(1, 'dora by phone', 'Three.')).id).toBe(one.id);

    const [made] = body.merges;
    await ana.call('DELETE', `/api/v1/contacts/${one.contact.id}/merges/${made?.id}`);

    const after = await writes(1, 'dora by phone', 'Four.');
    expect(after).toMatchObject({ id: other.id, contact: { id: other.contact.id } });
  });

  it('leaves nothing of the first with the second: a line that went over goes back, too', async () => {
    const one = await writes(0, 'fay', 'First Fay.');
    const other = await writes(1, 'fay by phone', 'Second Fay.');
    const { body } = await merge(one.contact.id, other.contact.id);
    await ana.call('POST', `/api/v1/conversations/${other.id}/messages`, {
      key: 'the-answer-of-fay',
      kind: 'reply',
      text: 'Over there.',
      threadId: (await saidIn(one.id))[0]?.threadId,
    });
    expect((await writes(0, 'fay', 'Third Fay.')).id).toBe(other.id);

    const [made] = body.merges;
    await ana.call('DELETE', `/api/v1/contacts/${one.contact.id}/merges/${made?.id}`);

    const after = await writes(0, 'fay', 'Fourth Fay.');
    expect(after).toMatchObject({ id: one.id, contact: { id: one.contact.id } });
  });

  it('takes along what only they have begun since', async () => {
    const one = await writes(0, 'gil', 'First Gil.');
    const other = await writes(1, 'gil by phone', 'Second Gil.');
    const { body } = await merge(one.contact.id, other.contact.id);
    const since = async (line: number, from: string) => {
      const begun = { id: `since-${from}`, from, thread: `since ${from}`, text: `New of ${from}` };
      await postEcho(hub, lines[line] ?? '', SECRET, begun);
      return (await inboxOf(ana, 'all')).find(({ preview }) => preview === begun.text);
    };
    const [theirs, own] = [await since(1, 'gil by phone'), await since(0, 'gil')];
    expect([theirs?.contact.id, own?.contact.id]).toEqual([one.contact.id, one.contact.id]);

    const [made] = body.merges;
    await ana.call('DELETE', `/api/v1/contacts/${one.contact.id}/merges/${made?.id}`);

    expect((await picture(other.contact.id)).talks.map(([id]) => id)).toContain(theirs?.id);
    expect((await picture(one.contact.id)).talks.map(([id]) => id)).toContain(own?.id);
  });

  it('keeps what an agent changed since', async () => {
    const one = await writes(0, 'emil', 'Hello from Emil.');
    const other = await writes(1, 'emil by phone', 'Hello again from Emil.');
    const { body } = await merge(one.contact.id, other.contact.id, { name: 'Emil Erb' });
    await ana.call('PATCH', `/api/v1/contacts/${one.contact.id}`, { name: 'Emil E. Erb' });

    const [made] = body.merges;
    await ana.call('DELETE', `/api/v1/contacts/${one.contact.id}/merges/${made?.id}`);

    expect((await contactOf(one.contact.id)).name).toBe('Emil E. Erb');
    expect((await contactOf(other.contact.id)).name).toBe(other.contact.name);
  });
});

describe('a merge', () => {
  it('is refused with oneself, with nobody, and across workspaces', async () => {
    const one = await writes(0, 'finn', 'Alone.');
    const { id } = one.contact;
    expect((await merge(id, id)).status).toBe(400);
    expect((await merge(id, crypto.randomUUID())).status).toBe(404);
    const foreign = await otto.call('POST', `/api/v1/contacts/${id}/merges`, { otherId: id });
    expect(foreign.status).toBe(404);
  });

  it('is refused for whoever belongs to another contact already', async () => {
    const [one, other, third] = [
      await writes(0, 'gina', 'First Gina.'),
      await writes(1, 'gina by phone', 'Second Gina.'),
      await writes(2, 'gina elsewhere', 'Third Gina.'),
    ];
    await merge(one.contact.id, other.contact.id);
    expect((await merge(third.contact.id, other.contact.id)).status).toBe(409);
  });

  it('loses nobody who writes for the first time on a new line in that very moment', async () => {
    const one = await writes(0, 'hugo', 'First Hugo.');
    const other = await writes(1, 'hugo by phone', 'Second Hugo.');
    const body = { events: [1, 2, 3].map((n) => newLine(`new-${n}`, 'hugo by phone')) };
    const [merged, posted] = await Promise.all([
      merge(one.contact.id, other.contact.id),
      postEcho(hub, lines[1] ?? '', SECRET, body),
    ]);
    expect([merged.status, posted.status]).toEqual([201, 200]);
    const owners = (await inboxOf(ana, 'all'))
      .filter(({ preview }) => preview.startsWith('Another line of hugo'))
      .map(({ contact }) => contact.id);
    expect(owners.length).toBeGreaterThan(0);
    expect(new Set(owners)).toEqual(new Set([one.contact.id]));
  });
});

const newLine = (thread: string, from: string) => ({
  id: `line-${thread}`,
  from,
  thread,
  text: `Another line of hugo: ${thread}`,
});
