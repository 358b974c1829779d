/** What did not get out and what could not be read: listed with the reason, tried again, or left at that. */
import type postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChannelError } from '../../adapters/errors.ts';
import type {
  DeadLetter,
  DeadLetterPage,
  Retried,
  RetriedAll,
} from '../../server/wire/dead-letters.ts';
import type { Message } from '../../server/wire/messages.ts';
import { declare, declareNothing, echo, Platform } from '../sending/platform.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { foundAnother, foundAs, join } from '../support/people.ts';
import { until } from '../support/until.ts';

const PATH = '/api/v1/dead-letters';

let hub: TestHub;
let owner: postgres.Sql;
let platform: Platform;
let people = 0;

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  platform = await Platform.connect(hub, await foundAs(hub));
});
beforeEach(async () => {
  platform = await Platform.connect(hub, platform.agent);
});
afterEach(() => {
  declareNothing();
  vi.restoreAllMocks();
});
afterAll(async () => {
  await owner.end();
  await hub.close();
});

const list = async (query = `?channelId=${platform.channelId}`): Promise<DeadLetterPage> =>
  (await platform.agent.call<DeadLetterPage>('GET', PATH + query)).body;

const letters = async (): Promise<DeadLetter[]> => (await list()).data;

async function theOnly(): Promise<DeadLetter> {
  const [letter, ...others] = await letters();
  if (!letter || others.length > 0) throw new Error('there should be one dead letter');
  return letter;
}

/** An answer that the platform does not take. */
async function fail(text: string, error = new ChannelError('rejected', 'The number is blocked.')) {
  const send = vi.spyOn(echo, 'send').mockRejectedValueOnce(error);
  const name = `Person ${++people}`;
  const talk = await platform.hears(name, `Question ${people}`);
  const { body } = await platform.answer(talk, text);
  const stuck = error.maybeSent ? 'unknown' : 'failed';
  await until(async () => (await stateOf(body)) === stuck, 20_000);
  return { message: body, name, send };
}

async function stateOf({ id, conversationId }: Message): Promise<Message['state'] | undefined> {
  return (await platform.messages(conversationId)).find((message) => message.id === id)?.state;
}

const retry = ({ id }: DeadLetter) =>
  platform.agent.call<Retried>('POST', `${PATH}/${id}/attempts`, {});
const discard = ({ id }: DeadLetter) => platform.agent.call('DELETE', `${PATH}/${id}`);

describe('a message that failed', () => {
  it('is listed with reason, channel, and where it belongs', async () => {
    expect(await letters()).toEqual([]);
    const { message, name } = await fail('Does not get there');
    expect(await theOnly()).toMatchObject({
      kind: 'delivery',
      state: 'failed',
      reason: 'The number is blocked.',
      channel: { id: platform.channelId, name: 'Echo' },
      conversation: { id: message.conversationId },
      contact: name,
      text: 'Does not get there',
    });
  });

  it('is sent again when an admin wants it, and is no dead letter any more', async () => {
    const { message } = await fail('Second time lucky');
    expect(await retry(await theOnly())).toMatchObject({ status: 201, body: { state: 'queued' } });
    await until(async () => (await stateOf(message)) === 'accepted', 20_000);
    expect(await letters()).toEqual([]);
  });

  it('can be left at that: it stays in its conversation as it was, and comes back if it fails again', async () => {
    const { message, send } = await fail('Leave it');
    const letter = await theOnly();
    expect((await discard(letter)).status).toBe(204);
    expect(await letters()).toEqual([]);
    expect(await stateOf(message)).toBe('failed');
    expect((await discard(letter)).status).toBe(404);
    expect((await retry(letter)).status).toBe(404);
    send.mockRejectedValueOnce(new ChannelError('rejected', 'Still blocked.'));
    const path = `/api/v1/conversations/${message.conversationId}/messages/${message.id}/attempts`;
    expect((await platform.agent.call('POST', path, {})).status).toBe(201);
    await until(async () => (await letters()).length === 1, 20_000);
    expect((await theOnly()).reason).toBe('Still blocked.');
  });
});

describe('all of a channel', () => {
  it('is tried again in one go, but not what may have arrived', async () => {
    declare({ unknownOutcome: 'ask' });
    const first = await fail('One');
    const second = await fail('Two');
    const cut = new ChannelError('retry', 'The line was cut.', { maybeSent: true });
    const perhaps = await fail('Perhaps', cut);
    expect((await letters()).map(({ state }) => state)).toEqual(['unknown', 'failed', 'failed']);
    const body = { channelId: platform.channelId };
    const tried = await platform.agent.call<RetriedAll>('POST', `${PATH}/attempts`, body);
    expect(tried).toMatchObject({ status: 201, body: { retried: 2, more: false } });
    for (const { message } of [first, second]) {
      await until(async () => (await stateOf(message)) === 'accepted', 20_000);
    }
    expect(await stateOf(perhaps.message)).toBe('unknown');
    expect(await theOnly()).toMatchObject({ state: 'unknown', reason: 'The line was cut.' });
  });

  it('comes in pages that miss none and repeat none', async () => {
    for (const text of ['One', 'Two', 'Three']) await fail(text);
    const where = `?channelId=${platform.channelId}&limit=2`;
    const first = await list(where);
    const second = await list(`${where}&cursor=${first.next}`);
    expect([...first.data, ...second.data].map(({ text }) => text)).toEqual([
      'Three',
      'Two',
      'One',
    ]);
    expect(second.next).toBeNull();
  });
});

describe('a request that could not be read', () => {
  /** What the adapter of yesterday did not understand. */
  const unread = async () => {
    const answer = await platform.post({ id: 'm-1', from: 'Ida' });
    if (answer.status !== 400) throw new Error('it should not have been read');
    return theOnly();
  };

  it('is listed, and says so when it still cannot be read', async () => {
    const letter = await unread();
    expect(letter).toMatchObject({ kind: 'ingress', state: 'quarantined', conversation: null });
    expect(letter.reason).not.toBe('');
    const { status, body } = await retry(letter);
    expect(status).toBe(201);
    expect(body).toEqual({ state: 'quarantined', reason: letter.reason });
    expect((await theOnly()).id).toBe(letter.id);
  });

  it('is received once, as if it came now, when the adapter has learned to read it', async () => {
    const letter = await unread();
    const { parse } = echo;
    vi.spyOn(echo, 'parse').mockImplementation((request, settings) => {
      const said = JSON.parse(Buffer.from(request.body).toString());
      const body = Buffer.from(JSON.stringify({ text: 'Learned', ...said }));
      return parse({ ...request, body }, settings);
    });
    expect(await retry(letter)).toMatchObject({ status: 201, body: { state: 'done' } });
    expect(await letters()).toEqual([]);
    expect((await retry(letter)).status).toBe(404);
    const said = await owner`select text from messages where channel_id = ${platform.channelId}`;
    expect(said.map((row) => row['text'])).toEqual(['Learned']);
  });

  it('can be left at that, and its bytes stay', async () => {
    const letter = await unread();
    expect((await discard(letter)).status).toBe(204);
    expect(await letters()).toEqual([]);
    const kept = await owner`select length(body) as bytes from ingress where id = ${letter.id}`;
    expect(Number(kept[0]?.['bytes'])).toBeGreaterThan(0);
  });
});

it('only admins see and change them, and nobody of another workspace', async () => {
  const { message } = await fail('Mine');
  const letter = await theOnly();
  const ben = await join(hub, platform.agent, 'Ben Bell');
  const otto = await foundAnother(hub);
  for (const [who, status] of [
    [ben, 403],
    [otto, 404],
  ] as const) {
    expect((await who.call('POST', `${PATH}/${letter.id}/attempts`, {})).status).toBe(status);
    expect((await who.call('DELETE', `${PATH}/${letter.id}`)).status).toBe(status);
  }
  expect((await ben.call('GET', PATH)).status).toBe(403);
  expect((await otto.call<DeadLetterPage>('GET', PATH)).body.data).toEqual([]);
  const body = { channelId: platform.channelId };
  const tried = await otto.call<RetriedAll>('POST', `${PATH}/attempts`, body);
  expect(tried.body).toEqual({ retried: 0, more: false });
  expect(await stateOf(message)).toBe('failed');
});
