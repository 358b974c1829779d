/** What was said in our name in the platform's own app: shown once, and never beside what we said from here. */
import type postgres from 'postgres';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { ChannelError } from '../../adapters/errors.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { Messenger, type MessengerChannel, type Talk } from '../support/messenger.ts';
import { type Agent, foundAs, inboxOf } from '../support/people.ts';
import { until } from '../support/until.ts';

let hub: TestHub;
let owner: postgres.Sql;
let ana: Agent;
let messenger: Messenger;
let channel: MessengerChannel;

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  ana = await foundAs(hub);
  messenger = await Messenger.start();
  channel = await messenger.connect(hub, ana);
});

afterEach(() => {
  messenger.send = async ({ id }) => `out-${id}`;
});

afterAll(async () => {
  messenger.stop();
  await owner.end();
  await hub.close();
});

const echo = (thread: string, externalId: string, text: string, more: object = {}) => {
  return { type: 'echo', externalId, to: channel.who(thread), thread, text, ...more };
};

const ours = async (talk: Talk) =>
  (await talk.messages()).filter(({ direction }) => direction === 'out');

it('is shown as nobody of ours wrote it, once, and answers the customer', async () => {
  const talk = await channel.begin('bo');
  expect((await talk.row()).waitingSince).not.toBeNull();
  const said = echo('bo', 'app-1', 'From my phone');
  await channel.post(said, { ...said });
  await channel.post(said);
  expect(await ours(talk)).toMatchObject([
    { text: 'From my phone', state: 'accepted', author: null, automatic: null },
  ]);
  expect(await talk.row()).toMatchObject({ waitingSince: null, preview: 'From my phone' });
  const receipt = { type: 'receipt', externalId: 'r1', messageExternalId: 'app-1', status: 'read' };
  await channel.post(receipt);
  expect(await ours(talk)).toMatchObject([{ state: 'read' }]);
});

it('begins a conversation where we spoke first', async () => {
  await channel.post(echo('cy', 'app-2', 'May we help?'));
  const found = (await inboxOf(ana, 'all')).find(({ contact }) => contact.name === 'cy');
  expect(found).toMatchObject({ preview: 'May we help?', previewDirection: 'out' });
});

it('of a message we sent is no news, whether it comes after the answer or before', async () => {
  const talk = await channel.begin('di');
  const reply = await talk.reply('One');
  await until(async () => (await ours(talk))[0]?.state === 'accepted');
  await channel.post(echo('di', `out-${reply.id}`, 'One'));
  let answer = () => {};
  messenger.send = async ({ id }) => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return `out-${id}`;
  };
  const sent = messenger.sent.length;
  const second = await talk.reply('Two');
  await until(() => messenger.sent.length > sent);
  // The platform is quicker with the echo than with its answer; it also changed the words a little.
  await channel.post(echo('di', `out-${second.id}`, 'Two!'));
  expect(await ours(talk)).toHaveLength(2);
  answer();
  await until(async () => (await ours(talk))[1]?.state === 'accepted');
  await channel.post(echo('di', 'app-3', 'Three'));
  await until(async () => (await ours(talk)).length > 2);
  expect((await ours(talk)).map(({ text }) => text)).toEqual(['One', 'Two', 'Three']);
});

it('of somebody else waits until ours is settled, and is shown then', async () => {
  const talk = await channel.begin('ed');
  let answer = () => {};
  messenger.send = async ({ id }) => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return `out-${id}`;
  };
  const sent = messenger.sent.length;
  await talk.reply('Ours');
  await until(() => messenger.sent.length > sent);
  await channel.post(echo('ed', 'app-4', 'Mine, from the phone'));
  expect(await ours(talk)).toHaveLength(1);
  answer();
  await until(async () => (await ours(talk)).length === 2, 15_000);
  expect(await ours(talk)).toMatchObject([{ text: 'Ours' }, { text: 'Mine, from the phone' }]);
});

it('settles what nobody knew: a message that may have arrived has', async () => {
  const talk = await channel.begin('flo');
  messenger.send = async () => {
    throw new ChannelError('retry', 'The line was cut.', { maybeSent: true });
  };
  await talk.reply('Did it arrive?');
  await until(async () => (await ours(talk))[0]?.state === 'unknown');
  await channel.post(echo('flo', 'app-5', 'Did it arrive?'));
  expect(await ours(talk)).toMatchObject([{ text: 'Did it arrive?', state: 'accepted' }]);
});

it('that turns out to be ours after all gives way to it, with all that was reported of it', async () => {
  const talk = await channel.begin('gil');
  let answer = () => {};
  messenger.send = async ({ id }) => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return `out-${id}`;
  };
  const sent = messenger.sent.length;
  const reply = await talk.reply('Ours, in our words');
  await until(() => messenger.sent.length > sent);
  const externalId = `out-${reply.id}`;
  await channel.post(echo('gil', externalId, 'Ours, in theirs'));
  expect(await ours(talk)).toHaveLength(1);
  // As if the platform took longer to answer than an echo waits.
  await owner`update jobs set attempt = 100, due_at = now() where kind = 'echo'`;
  await until(async () => (await ours(talk)).length === 2, 15_000);
  answer();
  await until(async () => (await ours(talk))[0]?.state === 'accepted');
  const [kept, gone] = await ours(talk);
  expect(kept).toMatchObject({ id: reply.id, text: 'Ours, in our words', deletedAt: null });
  expect(gone).toMatchObject({ text: '', deletedAt: expect.any(String) });
  const receipt = { type: 'receipt', externalId: 'r-gil', messageExternalId: externalId };
  await channel.post({ ...receipt, status: 'read' });
  expect((await ours(talk))[0]).toMatchObject({ id: reply.id, state: 'read' });
  // Again it comes, and is known.
  await channel.post(echo('gil', externalId, 'Ours, in theirs'));
  expect(await ours(talk)).toHaveLength(2);
});
