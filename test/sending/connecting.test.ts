/** Connecting a channel: its credentials are tried, and every step of the first message is seen. */
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { ChannelError } from '../../adapters/errors.ts';
import type { Channel, ChannelSigns } from '../../server/wire/channels.ts';
import { deliverEcho } from '../support/echo.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { foundAnother, foundAs, join } from '../support/people.ts';
import { until } from '../support/until.ts';
import { echo, Platform } from './platform.ts';

let hub: TestHub;
let platform: Platform;

beforeAll(async () => {
  hub = await startHub();
  platform = await Platform.connect(hub, await foundAs(hub));
});
afterEach(() => {
  delete echo.connect;
  delete echo.challenge;
  vi.restoreAllMocks();
});
afterAll(() => hub.close());

const path = (rest = '') => `/api/v1/channels/${platform.channelId}${rest}`;
const connect = async () =>
  (await platform.agent.call<{ problem: string | null }>('POST', path('/connect'), {})).body;
const health = async () => (await platform.agent.call<Channel>('GET', path())).body.failing;
const signs = async () => (await platform.agent.call<ChannelSigns>('GET', path('/signs'))).body;

it('the adapter is told the address and the settings, and what is wrong comes back in its words', async () => {
  const tried = vi.fn<NonNullable<typeof echo.connect>>(async () => {});
  echo.connect = tried;
  expect(await connect()).toEqual({ problem: null });
  const [address, settings] = tried.mock.calls[0] ?? [];
  expect(address).toBe(`http://localhost:3000/channels/${platform.channelId}/webhook`);
  expect(settings).toMatchObject({ channelId: platform.channelId });
  tried.mockRejectedValueOnce(new ChannelError('rejected', 'The address must be https.'));
  expect(await connect()).toEqual({ problem: 'The address must be https.' });
  expect(await health()).toBeNull();
});

it('a key that is refused marks the channel, and connecting again with one that works mends it', async () => {
  echo.connect = async () => {
    throw new ChannelError('unauthorized', 'The key was withdrawn.');
  };
  expect(await connect()).toEqual({ problem: 'The key was withdrawn.' });
  expect(await health()).toMatchObject({ reason: 'The key was withdrawn.' });
  const talk = await platform.hears('Ida', 'Taken in all the same');
  expect((await platform.line(talk)).failing).toBe('The key was withdrawn.');
  echo.connect = async () => {};
  expect(await connect()).toEqual({ problem: null });
  expect(await health()).toBeNull();
});

it('only admins connect, and nobody from elsewhere sees the signs', async () => {
  const bo = await join(hub, platform.agent, 'Bo Berg');
  expect((await bo.call('POST', path('/connect'), {})).status).toBe(403);
  expect((await bo.call('GET', path('/signs'))).status).toBe(200);
  const otto = await foundAnother(hub);
  expect((await otto.call('GET', path('/signs'))).status).toBe(404);
});

it('the first message is followed step by step', async () => {
  platform = await Platform.connect(hub, platform.agent);
  const nothing = { handshakeAt: null, refused: null, receivedAt: null, unread: null };
  const silent = { ...nothing, understoodAt: null, answeredAt: null, confirmedAt: null };
  expect(await signs()).toEqual(silent);
  echo.challenge = () => ({ status: 200, body: 'hello' });
  await platform.agent.call('GET', `/channels/${platform.channelId}/webhook`);
  expect((await signs()).handshakeAt).not.toBeNull();
  const forge = () => deliverEcho(hub, platform.channelId, '{}', { 'x-echo-signature': 'forged' });
  expect((await forge()).status).toBe(401);
  expect((await forge()).status).toBe(401);
  expect(await signs()).toMatchObject({ refused: { count: 2 }, receivedAt: null });
  expect((await platform.post({ id: 'odd', from: 7 })).status).toBe(400);
  const odd = await signs();
  expect(odd.receivedAt).not.toBeNull();
  expect(odd.unread).toContain('message');
  expect(odd.understoodAt).toBeNull();
  const talk = await platform.hears('Joe', 'Hello');
  const heard = await signs();
  expect(heard).toMatchObject({ unread: null, answeredAt: null });
  expect(heard.understoodAt).not.toBeNull();
  const { body } = await platform.answer(talk, 'Welcome');
  await until(async () => (await signs()).answeredAt !== null);
  expect((await signs()).confirmedAt).toBeNull();
  const receipt = { type: 'receipt', id: 'r', message: `echo-${body.id}`, status: 'delivered' };
  await platform.post(receipt);
  expect((await signs()).confirmedAt).not.toBeNull();
});

it('a channel that does not exist counts no forgeries', async () => {
  const nowhere = crypto.randomUUID();
  expect((await deliverEcho(hub, nowhere, '{}', {})).status).toBe(404);
  expect((await platform.agent.call('GET', `/api/v1/channels/${nowhere}/signs`)).status).toBe(404);
});
