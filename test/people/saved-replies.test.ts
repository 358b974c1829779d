/** Saved replies: everybody's, and each agent's own, which nobody else sees. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attachment } from '../../server/wire/messages.ts';
import type { SavedReply } from '../../server/wire/saved-replies.ts';
import type { TestHub } from '../support/hub.ts';
import { openOffice } from '../support/office.ts';
import { type Agent, foundAnother } from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';
import { uploadAs } from '../support/workspace.ts';

let hub: TestHub;
let ana: Agent;
let ben: Agent;

beforeAll(async () => {
  ({ hub, ana, ben } = await openOffice());
});
afterAll(() => hub.close());

const save = (agent: Agent, name: string, shared: boolean, text = `The text of ${name}`) =>
  agent.call<SavedReply>('POST', '/api/v1/saved-replies', { name, text, shared });

async function namesOf(agent: Agent): Promise<string[]> {
  const { body } = await agent.call<{ data: SavedReply[] }>('GET', '/api/v1/saved-replies');
  return body.data.map(({ name }) => name);
}

it('an own one is its writer’s alone; what an admin shares is everybody’s, and all hear of it', async () => {
  const live = await dialAgent(hub, ben);
  expect((await save(ana, 'Refunds', true)).status).toBe(201);
  await until(async () => live.of('changed').length > 0);
  expect(live.of('changed')).toEqual([{ what: 'saved-replies' }]);
  live.close();
  expect((await save(ana, 'Ana alone', false)).status).toBe(201);
  expect((await save(ben, 'ben alone', false)).status).toBe(201);
  expect(await namesOf(ana)).toEqual(['Ana alone', 'Refunds']);
  expect(await namesOf(ben)).toEqual(['ben alone', 'Refunds']);
});

it('only admins share, and change or remove what is shared', async () => {
  expect(await save(ben, 'For all of us', true)).toMatchObject({ status: 403 });
  const { body } = await save(ana, 'Shipping', true);
  const path = `/api/v1/saved-replies/${body.id}`;
  expect((await ben.call('PATCH', path, { text: 'Changed by Ben' })).status).toBe(403);
  expect((await ben.call('DELETE', path)).status).toBe(403);
  const changed = await ana.call<SavedReply>('PATCH', path, { text: 'Changed by Ana' });
  expect(changed).toMatchObject({
    status: 200,
    body: { name: 'Shipping', text: 'Changed by Ana' },
  });
  expect((await ana.call('DELETE', path)).status).toBe(204);
  expect(await namesOf(ben)).not.toContain('Shipping');
});

it('others’ own ones, and those of other workspaces, are not there', async () => {
  const { body } = await save(ben, 'Ben’s secret', false);
  const otto = await foundAnother(hub);
  for (const stranger of [ana, otto]) {
    const path = `/api/v1/saved-replies/${body.id}`;
    expect((await stranger.call('PATCH', path, { text: 'Mine now' })).status).toBe(404);
    expect((await stranger.call('DELETE', path)).status).toBe(404);
  }
  expect(await namesOf(otto)).toEqual([]);
  expect(await namesOf(ben)).toContain('Ben’s secret');
});

it('no two of one owner have the same name, in whatever case', async () => {
  expect((await save(ana, 'Opening hours', false)).status).toBe(201);
  expect(await save(ana, ' opening HOURS', false)).toMatchObject({ status: 409 });
  expect((await save(ana, 'Opening hours', true)).status).toBe(201);
  expect((await save(ben, 'Opening hours', false)).status).toBe(201);
  const { body } = await save(ben, 'Closing hours', false);
  const path = `/api/v1/saved-replies/${body.id}`;
  expect(await ben.call('PATCH', path, { name: 'Opening Hours' })).toMatchObject({ status: 409 });
  expect((await ben.call('PATCH', path, { name: 'CLOSING hours' })).status).toBe(200);
});

it.each([
  { name: '', text: 'x', shared: false },
  { name: ' ', text: 'x', shared: false },
  { name: 'x', text: '\n', shared: false },
  { name: 'x'.repeat(101), text: 'x', shared: false },
  { name: 'x', text: 'x' },
  { name: 'x', text: 'x', shared: false, agentId: 'somebody' },
])('%o is refused', async (body) => {
  expect((await ana.call('POST', '/api/v1/saved-replies', body)).status).toBe(400);
});

describe('files', () => {
  const fileOf = (agent: Agent, name: string) => uploadAs(agent, '/api/v1/attachments', name);
  const opens = async (agent: Agent, { url }: Attachment) => (await agent.call('GET', url)).status;

  it('are kept with it, opened by whoever may use it, and copied for each use', async () => {
    const attachments = [await fileOf(ana, 'label.txt'), await fileOf(ana, 'map.txt')];
    const words = { name: 'Return label', text: 'Here it is', shared: true, attachments };
    const { body: saved } = await ana.call<SavedReply>('POST', '/api/v1/saved-replies', words);
    expect(saved.attachments.map(({ name }) => name)).toEqual(['label.txt', 'map.txt']);
    for (const file of saved.attachments) expect(await opens(ben, file)).toBe(200);
    const path = `/api/v1/saved-replies/${saved.id}`;
    const used = await ben.call<{ data: Attachment[] }>('POST', `${path}/files`, {});
    expect(used).toMatchObject({ status: 201, body: { data: [{ name: 'label.txt' }, {}] } });
    expect(used.body.data.map(({ id }) => id)).not.toContain(attachments[0]);
    const fewer = { attachments: [attachments[1]] };
    const changed = await ana.call<SavedReply>('PATCH', path, fewer);
    expect(changed.body.attachments.map(({ name }) => name)).toEqual(['map.txt']);
    expect((await ana.call('DELETE', path)).status).toBe(204);
    for (const file of saved.attachments) expect(await opens(ana, file)).toBe(404);
    for (const file of used.body.data) expect(await opens(ben, file)).toBe(200);
  });

  it('of an own one are its writer’s alone, and others’ uploads cannot be taken', async () => {
    const theirs = await fileOf(ben, 'secret.txt');
    const words = { name: 'With a file', text: 'x', shared: false, attachments: [theirs] };
    expect((await ana.call('POST', '/api/v1/saved-replies', words)).status).toBe(400);
    const { body } = await ben.call<SavedReply>('POST', '/api/v1/saved-replies', words);
    const [file] = body.attachments;
    if (!file) throw new Error('the file is not there');
    expect(await opens(ben, file)).toBe(200);
    expect(await opens(ana, file)).toBe(404);
    const taking = await ana.call('POST', `/api/v1/saved-replies/${body.id}/files`, {});
    expect(taking.status).toBe(404);
  });
});
