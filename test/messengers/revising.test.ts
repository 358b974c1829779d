/** What we said is changed or taken back: on the platform first, and only then here. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ChannelError } from '../../adapters/errors.ts';
import type { Message } from '../../server/wire/messages.ts';
import { postEcho } from '../support/echo.ts';
import type { TestHub } from '../support/hub.ts';
import { Messenger, type MessengerChannel, type Talk } from '../support/messenger.ts';
import { openOffice } from '../support/office.ts';
import { type Agent, connectEcho, inboxOf } from '../support/people.ts';
import { until } from '../support/until.ts';

let hub: TestHub;
let ana: Agent;
let ben: Agent;
let messenger: Messenger;
let channel: MessengerChannel;

beforeAll(async () => {
  ({ hub, ana, ben } = await openOffice());
  messenger = await Messenger.start();
  channel = await messenger.connect(hub, ana);
});
beforeEach(() => {
  messenger.revise = async () => {};
  messenger.revised.length = 0;
});
afterAll(async () => {
  messenger.stop();
  await hub.close();
});

/** Somebody writes, and is answered. */
async function answered(name: string, text: string): Promise<{ talk: Talk; path: string }> {
  const talk = await channel.begin(name);
  const { id } = await talk.reply(text);
  await until(async () => (await talk.last()).state === 'accepted');
  return { talk, path: `${talk.path}/messages/${id}` };
}

const becomes = (talk: Talk, expected: object) =>
  expect.poll(() => talk.last(), { timeout: 8_000 }).toMatchObject(expected);

it('a change stands as on its way, then as it reads on the platform, also in the list', async () => {
  const { talk, path } = await answered('ada', 'At noon');
  let go = () => {};
  messenger.revise = () => new Promise((resolve) => (go = resolve));
  const shown = await ana.call<Message>('PATCH', path, { text: 'At **one**' });
  expect(shown).toMatchObject({
    status: 200,
    body: { text: 'At noon', editedAt: null, revision: { text: 'At **one**', problem: null } },
  });
  go();
  await until(() => {
    go();
    return messenger.revised.length === 1;
  });
  await becomes(talk, { text: 'At **one**', editedAt: expect.any(String), revision: null });
  expect((await talk.row()).preview).toBe('At one');
  const { externalId } = messenger.revised[0] ?? {};
  expect(externalId).toMatch(/^out-/);
});

it('what is taken back is gone, with its words', async () => {
  const { talk, path } = await answered('bea', 'The code is 4711');
  expect((await ana.call('DELETE', path)).status).toBe(200);
  await becomes(talk, { text: '', deletedAt: expect.any(String), revision: null });
  expect(messenger.revised).toMatchObject([{ text: null }]);
  expect(JSON.stringify(await talk.row())).not.toContain('4711');
  expect((await ana.call('PATCH', path, { text: 'Again' })).status).toBe(404);
});

it('a refusal leaves it as it was and says why; tried again it goes, or it is left at that', async () => {
  const { talk, path } = await answered('cleo', 'On Monday');
  messenger.revise = async () => {
    throw new ChannelError('rejected', 'It is too old to be changed.');
  };
  await ana.call('PATCH', path, { text: 'On Tuesday' });
  const problem = 'It is too old to be changed.';
  await becomes(talk, { text: 'On Monday', revision: { text: 'On Tuesday', problem } });
  messenger.revise = async () => {};
  await ana.call('PATCH', path, { text: 'On Tuesday' });
  await becomes(talk, { text: 'On Tuesday', revision: null });
  messenger.revise = async () => {
    throw new ChannelError('rejected', problem);
  };
  await ana.call('DELETE', path);
  await becomes(talk, { revision: { text: null, problem } });
  expect((await ana.call('DELETE', `${path}/revision`)).status).toBe(200);
  await becomes(talk, { text: 'On Tuesday', revision: null, deletedAt: null });
  expect((await ana.call('DELETE', `${path}/revision`)).status).toBe(409);
});

it('a platform that asks for patience is asked again, and only for the latest wish', async () => {
  const { talk, path } = await answered('dora', 'One');
  let asked = 0;
  messenger.revise = async () => {
    asked += 1;
    if (asked === 1) throw new ChannelError('retry', 'Slow down.', { retryAfterMs: 300 });
  };
  await ana.call('PATCH', path, { text: 'Two' });
  await until(() => asked > 0);
  await ana.call('PATCH', path, { text: 'Three' });
  await becomes(talk, { text: 'Three', revision: null });
  expect(messenger.revised.at(-1)?.text).toBe('Three');
  expect(messenger.revised.map(({ text }) => text)).not.toContain('Two');
});

it('is its writer’s alone to do, within the time, with words left, and where the channel knows it', async () => {
  const { talk, path } = await answered('eve', 'Ours');
  expect((await ben.call('PATCH', path, { text: 'His' })).status).toBe(403);
  expect((await ben.call('DELETE', path)).status).toBe(403);
  expect((await ana.call('PATCH', path, { text: ' ' })).status).toBe(400);
  expect((await ana.call('PATCH', path, { text: 'x'.repeat(5_000) })).status).toBe(400);
  const [theirs] = await talk.messages();
  expect((await ana.call('DELETE', `${talk.path}/messages/${theirs?.id}`)).status).toBe(403);
  const echo = await connectEcho(ana, 'a secret for what stays');
  await postEcho(hub, echo.id, 'a secret for what stays', {
    id: 'e1',
    from: 'flo',
    text: 'Hi there',
  });
  const row = (await inboxOf(ana, 'all')).find(({ preview }) => preview === 'Hi there');
  const there = `/api/v1/conversations/${row?.id}/messages`;
  const body = { key: 'said-on-echo', kind: 'reply', text: 'Hello' };
  const { id } = (await ana.call<Message>('POST', there, body)).body;
  const refused = await ana.call<{ detail: string }>('PATCH', `${there}/${id}`, { text: 'Bye' });
  expect(refused).toMatchObject({
    status: 409,
    body: { detail: expect.stringMatching(/does not/) },
  });
  expect(messenger.revised).toEqual([]);
});
