/** People who probably are one are shown to each other's readers, with what speaks for it; only agents decide. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Contact, Duplicate } from '../../server/wire/contacts.ts';
import type { TestHub } from '../support/hub.ts';
import { Mailbox } from '../support/mailbox.ts';
import { openOffice } from '../support/office.ts';
import { type Agent, foundAnother, inboxOf, visit, websiteOf } from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

let hub: TestHub;
let ana: Agent;
let website: string;
let said = 0;

beforeAll(async () => {
  ({ hub, ana } = await openOffice());
  website = (await websiteOf(ana)).id;
});
afterAll(() => hub.close());

/** Somebody writes in the widget and says who they are. @returns their id */
async function claims(name: string, email: string, by = { agent: ana, website }): Promise<string> {
  const text = `Words ${++said}`;
  const visitor = await visit(hub, by.website);
  await visitor.says(text, { claims: { name, email } });
  const row = (await inboxOf(by.agent, 'all')).find(({ preview }) => preview === text);
  if (!row) throw new Error(`${name} is not in the inbox`);
  return row.contact.id;
}

const duplicatesOf = async (id: string): Promise<Duplicate[]> =>
  (await ana.call<{ data: Duplicate[] }>('GET', `/api/v1/contacts/${id}/duplicates`)).body.data;
const idsFor = async (id: string) => (await duplicatesOf(id)).map(({ contact }) => contact.id);
const apart = (method: 'PUT' | 'DELETE', one: string, other: string) =>
  ana.call(
    method,
    `/api/v1/contacts/${one}/distinctions/${other}`,
    method === 'PUT' ? {} : undefined,
  );
const merge = (kept: string, otherId: string) =>
  ana.call<Contact>('POST', `/api/v1/contacts/${kept}/merges`, { otherId });

it('who claims an address that another writes from, or claims as well, may be them', async () => {
  const mailbox = await Mailbox.connect({ agent: ana });
  const { contact } = await mailbox.begin({ from: 'Mia Moreno <mia@berg.example>' });
  const [first, second] = [
    await claims('Mia', 'MIA@berg.example'),
    await claims('M.', 'mia@berg.example'),
  ];
  const [found] = await duplicatesOf(contact.id);
  expect(found?.reasons).toEqual([{ kind: 'address', value: 'mia@berg.example' }]);
  expect(new Set(await idsFor(contact.id))).toEqual(new Set([first, second]));
  expect(new Set(await idsFor(first))).toEqual(new Set([contact.id, second]));
  // A claim is no proof: nothing has come of it by itself.
  const { body } = await ana.call<Contact>('GET', `/api/v1/contacts/${contact.id}`);
  expect(body).toMatchObject({ merges: [], conversations: [{ channel: { id: mailbox.id } }] });
});

it('so may who has the same whole name, and mail at the same place', async () => {
  const kai = await claims('Kai Wolf', 'kai@wolf.example');
  const same = await claims('kai wolf', 'office@wolf.example');
  await claims('Kai Wolf', 'kai@elsewhere.example');
  await claims('Kai', 'k@wolf.example');
  await claims('Kai Wolfram', 'wolfram@wolf.example');
  // Names are written down for being found a moment after they came.
  await until(async () => (await idsFor(kai)).length > 0);
  expect(await duplicatesOf(kai)).toMatchObject([
    { contact: { id: same }, reasons: [{ kind: 'name', value: 'wolf.example' }] },
  ]);
});

it('told apart, neither is shown with the other again, until that is taken back', async () => {
  const [one, other] = [
    await claims('Nia', 'desk@nia.example'),
    await claims('Nils', 'desk@nia.example'),
  ];
  expect(await idsFor(one)).toEqual([other]);
  const live = await dialAgent(hub, ana);
  expect((await apart('PUT', other, one)).status).toBe(204);
  await until(async () => live.of('changed').length > 0);
  expect(live.of('changed')).toEqual([{ what: 'contacts' }]);
  live.close();
  expect([...(await idsFor(one)), ...(await idsFor(other))]).toEqual([]);
  await apart('DELETE', one, other);
  expect(await idsFor(other)).toEqual([one]);
});

it('what was said of one holds for whom they turn out to be; what is one is not shown', async () => {
  const email = 'shared@trio.example';
  const [one, two, three] = [
    await claims('One', email),
    await claims('Two', email),
    await claims('Three', email),
  ] as const;
  await apart('PUT', one, three);
  expect(await idsFor(two)).toHaveLength(2);
  const { body } = await merge(two, one);
  expect([await idsFor(two), await idsFor(three)]).toEqual([[], []]);
  await ana.call('DELETE', `/api/v1/contacts/${two}/merges/${body.merges[0]?.id}`);
  expect(await idsFor(three)).toEqual([two]);
});

it('nobody is shown to another workspace, nor told apart from there', async () => {
  const email = 'both@sides.example';
  const ours = await claims('Ours', email);
  const otto = await foundAnother(hub);
  const theirs = await claims('Theirs', email, {
    agent: otto,
    website: (await websiteOf(otto)).id,
  });
  expect(await idsFor(ours)).toEqual([]);
  expect((await apart('PUT', ours, theirs)).status).toBe(404);
  expect((await otto.call('GET', `/api/v1/contacts/${ours}/duplicates`)).status).toBe(404);
  expect((await apart('PUT', ours, ours)).status).toBe(400);
});
