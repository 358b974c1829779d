/** What comes in at the same time is stored together: as if it had come one after the other, and none for another's fault. */
import type postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Contact } from '../../server/wire/contacts.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Message } from '../../server/wire/messages.ts';
import { ownerOf } from '../support/database.ts';
import { postEcho } from '../support/echo.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { type Agent, connectEcho, foundAs, inboxOf } from '../support/people.ts';

const SECRET = 'the secret of a busy channel';
const PEOPLE = 25;

let hub: TestHub;
let owner: postgres.Sql;
let ana: Agent;
let channel: string;

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  ana = await foundAs(hub);
  channel = (await connectEcho(ana, SECRET)).id;
});

afterAll(async () => {
  await owner.end();
  await hub.close();
});

const post = (content: object, to = channel) => postEcho(hub, to, SECRET, content);

/** How many transactions wrote these messages: less than messages, or nothing was stored together. */
async function transactionsOf(ids: string): Promise<{ messages: number; transactions: number }> {
  const [row] = await owner<{ messages: number; transactions: number }[]>`
    select count(*)::int as messages, count(distinct xmin::text)::int as transactions
    from messages where external_id like ${ids}`;
  return row ?? { messages: 0, transactions: 0 };
}

async function messagesOf(id: string): Promise<Message[]> {
  const path = `/api/v1/conversations/${id}/messages?limit=200`;
  return (await ana.call<{ data: Message[] }>('GET', path)).body.data;
}

const talksOf = async (mark: string): Promise<OwnConversation[]> =>
  (await inboxOf(ana, 'all')).filter(({ contact }) => contact.name.startsWith(mark));

it('the first words of many people, and repeats of them: each once, numbered without a gap', async () => {
  const posts = Array.from({ length: PEOPLE * 8 }, (_, n) => {
    const person = `Crowd ${n % PEOPLE}`;
    return post({ id: `crowd-${n}`, from: person, name: person, text: `Line ${n}` });
  });
  const repeats = Array.from({ length: PEOPLE }, (_, n) => {
    const person = `Crowd ${n}`;
    return post({ id: `crowd-${n}`, from: person, name: person, text: `Line ${n}` });
  });
  const answers = await Promise.all([...posts, ...repeats]);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const { messages, transactions } = await transactionsOf('crowd-%');
  expect(messages).toBe(PEOPLE * 8);
  expect(transactions).toBeLessThan(messages / 2);

  const talks = await talksOf('Crowd');
  expect(talks).toHaveLength(PEOPLE);
  expect(new Set(talks.map(({ number }) => number)).size).toBe(PEOPLE);
  const numbers = talks.map(({ number }) => number);
  expect(Math.max(...numbers) - Math.min(...numbers)).toBe(PEOPLE - 1);
  for (const talk of talks) {
    const line = await messagesOf(talk.id);
    expect(line.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(talk).toMatchObject({ seq: 8, inboundSeq: 8, preview: line.at(-1)?.text });
    expect(talk.waitingSince).toBe(line[0]?.createdAt);
  }
});

it('said one after the other, stands in that order, though others speak all the time', async () => {
  const noise = Array.from({ length: 60 }, (_, n) =>
    post({ id: `noise-${n}`, from: `Noise ${n % 7}`, name: 'Noise', text: 'Noise' }),
  );
  const sent = ['One', 'Two', 'Three', 'Four', 'Five', 'Six'];
  for (const text of sent) {
    await post({ id: `order-${text}`, from: 'Orla', name: 'Orla', text });
  }
  await Promise.all(noise);
  const [talk] = await talksOf('Orla');
  expect((await messagesOf(talk?.id ?? '')).map(({ text }) => text)).toEqual(sent);
});

it('of twenty at once from somebody new makes one conversation, in the order of their numbers', async () => {
  const album = Array.from({ length: 20 }, (_, n) => `Picture ${n}`);
  const answers = await Promise.all(
    album.map((text, n) => post({ id: `album-${n}`, from: 'Alma', name: 'Alma', text })),
  );
  expect(answers.map(({ body }) => body.messages)).toEqual(album.map(() => 1));
  const talks = await talksOf('Alma');
  expect(talks).toHaveLength(1);
  expect((await messagesOf(talks[0]?.id ?? '')).map(({ text }) => text)).toEqual(album);
});

it('spares the others what one of them cannot be stored for', async () => {
  const good = Array.from({ length: 20 }, (_, n) =>
    post({ id: `good-${n}`, from: 'Gus', name: 'Gus', text: `Good ${n}` }),
  );
  const bad = Array.from({ length: 5 }, (_, n) =>
    post({ id: `bad-${n}`, from: `no\u0000body ${n}`, text: 'Nobody has such an address' }),
  );
  const mixed = await Promise.all([...good.slice(0, 10), ...bad, ...good.slice(10)]);
  const outcomes = mixed.map(({ body }) => `${body.messages} ${body.quarantined}`);
  expect(outcomes.filter((outcome) => outcome === '1 0')).toHaveLength(20);
  expect(outcomes.filter((outcome) => outcome === '0 1')).toHaveLength(5);
  const [talk] = await talksOf('Gus');
  expect(await messagesOf(talk?.id ?? '')).toHaveLength(20);
});

it('follows what changes in between: a new name, a conversation that was done', async () => {
  await post({ id: 'rename-0', from: 'Renée', name: 'Ren', text: 'Hello' });
  const [before] = await talksOf('Ren');
  const id = before?.id ?? '';
  await ana.call('PATCH', `/api/v1/conversations/${id}`, { status: 'done' });
  const more = Array.from({ length: 12 }, (_, n) =>
    post({ id: `rename-${n + 1}`, from: 'Renée', name: 'Renée', text: `More ${n}` }),
  );
  await Promise.all(more);
  const [talk] = await talksOf('Renée');
  expect(talk).toMatchObject({ id, status: 'open' });
  const contact = await ana.call<Contact>('GET', `/api/v1/contacts/${talk?.contact.id}`);
  expect(contact.body.name).toBe('Renée');
  const path = `/api/v1/conversations/${id}/events?after=0&limit=100`;
  const { data } = (await ana.call<{ data: { seq: number; kind: string }[] }>('GET', path)).body;
  // Hello, done, open again, the new name, and twelve more: each change once.
  expect(data.map(({ seq }) => seq)).toEqual(Array.from({ length: 16 }, (_, n) => n + 1));
  expect(data.filter(({ kind }) => kind === 'status')).toHaveLength(2);
  expect(data.filter(({ kind }) => kind === 'contact')).toHaveLength(1);
});

it('a channel that is removed meanwhile takes nothing more, and the others go on', async () => {
  const leaving = (await connectEcho(ana, SECRET)).id;
  await post({ id: 'leaving-0', from: 'Lia', name: 'Lia', text: 'Hello' }, leaving);
  const staying = Array.from({ length: 30 }, (_, n) =>
    post({ id: `staying-${n}`, from: `Sia ${n % 3}`, name: 'Sia', text: 'Here' }),
  );
  const removed = ana.call('DELETE', `/api/v1/channels/${leaving}`);
  const late = Array.from({ length: 10 }, (_, n) =>
    post({ id: `leaving-${n + 1}`, from: 'Lia', name: 'Lia', text: `Late ${n}` }, leaving),
  );
  expect((await removed).status).toBe(204);
  expect((await Promise.all(staying)).map(({ status }) => status)).toEqual(staying.map(() => 200));
  const answers = await Promise.all(late);
  const kept = answers.filter(({ status }) => status === 200).length;
  expect(answers.filter(({ status }) => status === 404)).toHaveLength(late.length - kept);
  const [talk] = await talksOf('Lia');
  expect(await messagesOf(talk?.id ?? '')).toHaveLength(1 + kept);
  expect((await post({ id: 'leaving-x', from: 'Lia', text: 'Too late' }, leaving)).status).toBe(
    404,
  );
});
