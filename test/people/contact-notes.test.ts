/** What agents write down about a person: for each other, wherever that person is seen, and whoever they turn out to be. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Contact } from '../../server/wire/contacts.ts';
import type { TestHub } from '../support/hub.ts';
import { openToAll, type Writes } from '../support/office.ts';
import { type Agent, Caller, foundAnother, tokenOf } from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

let hub: TestHub;
let ana: Agent;
let ben: Agent;
let writes: Writes;

beforeAll(async () => {
  ({ hub, ana, ben, writes } = await openToAll());
});
afterAll(() => hub.close());

const newPerson = async (name: string): Promise<string> => (await writes(name)).contact.id;

const note = (agent: Caller, id: string, text: string) =>
  agent.call<Contact>('POST', `/api/v1/contacts/${id}/notes`, { text });
const read = async (agent: Agent, id: string) =>
  (await agent.call<Contact>('GET', `/api/v1/contacts/${id}`)).body;
const textsOn = async (id: string) => (await read(ana, id)).notes.map(({ text }) => text);

it('colleagues hear of it at once, with who wrote it and when', async () => {
  const id = await newPerson('Ida');
  const live = await dialAgent(hub, ben);
  const { status, body } = await note(ana, id, 'Prefers to be called.\nNot before noon.');
  expect({ status, notes: body.notes }).toMatchObject({
    status: 201,
    notes: [{ author: { id: ana.session.agent.id, name: 'Ana Alves' }, editedAt: null }],
  });
  await until(async () => live.of('changed').length > 0);
  expect(live.of('changed')).toEqual([{ what: 'contacts' }]);
  live.close();
  expect((await read(ben, id)).notes).toEqual(body.notes);
  await note(ben, id, 'Pays late');
  expect(await textsOn(id)).toEqual(['Pays late', 'Prefers to be called.\nNot before noon.']);
});

it('who wrote it, and nobody else, changes and deletes it', async () => {
  const id = await newPerson('Jon');
  const [written] = (await note(ana, id, 'Allergic to nuts')).body.notes;
  const at = `/api/v1/contacts/${id}/notes/${written?.id}`;
  expect((await ben.call('PATCH', at, { text: 'Loves nuts' })).status).toBe(403);
  expect((await ben.call('DELETE', at)).status).toBe(403);
  const changed = await ana.call<Contact>('PATCH', at, { text: 'Allergic to peanuts' });
  expect(changed.body.notes).toMatchObject([{ text: 'Allergic to peanuts' }]);
  expect(changed.body.notes[0]?.editedAt).not.toBeNull();
  expect((await ana.call<Contact>('DELETE', at)).body.notes).toEqual([]);
  expect((await ana.call('DELETE', at)).status).toBe(404);
});

it('is read along with whoever they turn out to be, and is where it was when that was wrong', async () => {
  const [kept, other] = [await newPerson('Kim'), await newPerson('Kim at work')];
  await note(ana, kept, 'About Kim');
  await note(ben, other, 'About Kim at work');
  const merged = await ana.call<Contact>('POST', `/api/v1/contacts/${kept}/merges`, {
    otherId: other,
  });
  expect(merged.body.notes.map(({ text }) => text)).toEqual(['About Kim at work', 'About Kim']);
  // Whoever still has the other before them writes about the one they are now.
  await note(ben, other, 'About both');
  const foreign = merged.body.notes[0]?.id;
  const edited = { text: 'About Kim, at work' };
  await ben.call('PATCH', `/api/v1/contacts/${kept}/notes/${foreign}`, edited);
  expect(await textsOn(kept)).toEqual(['About both', 'About Kim, at work', 'About Kim']);
  const [merge] = merged.body.merges;
  await ana.call('DELETE', `/api/v1/contacts/${kept}/merges/${merge?.id}`);
  expect(await textsOn(kept)).toEqual(['About both', 'About Kim']);
  expect(await textsOn(other)).toEqual(['About Kim, at work']);
});

it('is refused when nothing is in it, to who may only read, and across workspaces', async () => {
  const id = await newPerson('Lea');
  const [written] = (await note(ana, id, 'Here')).body.notes;
  expect((await note(ana, id, ' \n ')).status).toBe(400);
  const token = await tokenOf(ana, ['read']);
  const reader = new Caller(hub, { authorization: `Bearer ${token}` });
  expect((await note(reader, id, 'There')).status).toBe(403);
  const otto = await foundAnother(hub);
  expect((await note(otto, id, 'There')).status).toBe(404);
  const at = `/api/v1/contacts/${id}/notes/${written?.id}`;
  expect((await otto.call('PATCH', at, { text: 'There' })).status).toBe(404);
  expect(await textsOn(id)).toEqual(['Here']);
});
