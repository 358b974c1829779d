/** A channel whose platform fails is given a rest, and nobody else notices. */
import type postgres from 'postgres';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { ChannelError } from '../../adapters/errors.ts';
import type { Channel } from '../../server/wire/channels.ts';
import { echo, Platform } from '../sending/platform.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { Caller, foundAs } from '../support/people.ts';
import { until } from '../support/until.ts';

/** More than are needed to be sure that something is wrong. */
const MANY = 7;
const broken = () => new ChannelError('retry', 'The platform has trouble.', { retryAfterMs: 10 });

let hub: TestHub;
let owner: postgres.Sql;
let failing: Platform;
let working: Platform;
let down = false;
let tried = 0;

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  const ana = await foundAs(hub);
  failing = await Platform.connect(hub, ana);
  working = await Platform.connect(hub, ana);
  const send = echo.send;
  vi.spyOn(echo, 'send').mockImplementation(async (message, settings, tools) => {
    if (settings.channelId !== failing.channelId) return send(message, settings, tools);
    tried += 1;
    if (down) throw broken();
    return send(message, settings, tools);
  });
});
afterEach(async () => {
  down = false;
  await owner`update circuits set paused_until = now()`;
  await until(
    async () => (await owner`select 1 from jobs where kind = 'deliver'`).length === 0,
    20_000,
  );
});
afterAll(async () => {
  vi.restoreAllMocks();
  await owner.end();
  await hub.close();
});

async function channelOf(platform: Platform): Promise<Channel> {
  const path = `/api/v1/channels/${platform.channelId}`;
  return (await platform.agent.call<Channel>('GET', path)).body;
}

const metrics = async () => (await new Caller(hub).call<string>('GET', '/metrics')).body;

let people = 0;

/** So many wait for an answer, and each gets one that does not get through. */
async function breakDown(): Promise<string[]> {
  down = true;
  const talks: string[] = [];
  for (let n = 0; n < MANY; n++)
    talks.push(await failing.hears(`Person ${++people}`, `Hi ${people}`));
  for (const talk of talks) await failing.answer(talk, `Answer in ${talk}`);
  await until(async () => (await channelOf(failing)).pausedUntil !== null, 20_000);
  return talks;
}

const statesIn = async (platform: Platform, talk: string) =>
  (await platform.messages(talk))
    .filter(({ direction }) => direction === 'out')
    .map(({ state }) => state);

it('is paused after some failures in a row: admins are told why, and operators how many', async () => {
  expect((await channelOf(failing)).pausedUntil).toBeNull();
  expect(await metrics()).toMatch(/^interline_channels_paused 0$/m);
  await breakDown();
  const { failing: trouble } = await channelOf(failing);
  expect(trouble?.reason).toBe('The platform has trouble.');
  expect(await metrics()).toMatch(/^interline_channels_paused 1$/m);
});

it('does not hold up what goes out on others, and what waits loses nothing', async () => {
  const talks = await breakDown();
  const elsewhere = await working.hears('Somebody else', 'By another channel');
  await working.answer(elsewhere, 'At once');
  await until(async () => (await statesIn(working, elsewhere)).join() === 'accepted');
  expect((await channelOf(failing)).pausedUntil).not.toBeNull();
  for (const talk of talks) expect(await statesIn(failing, talk)).toEqual(['queued']);
});

it('is tried with one message when the pause is over, and a longer pause follows if that fails', async () => {
  await breakDown();
  const pauses = async () => (await owner`select pauses from circuits`)[0]?.['pauses'];
  await until(
    async () => (await owner`select 1 from jobs where leased_until > now()`).length === 0,
  );
  await owner`update circuits set paused_until = now() + interval '1 hour', pauses = 3`;
  const before = tried;
  await owner`update jobs set due_at = now()`;
  await owner`update circuits set paused_until = now()`;
  await until(async () => (await pauses()) === 4);
  expect(tried).toBe(before + 1);
  const [row] =
    await owner`select extract(epoch from paused_until - now()) as seconds from circuits`;
  expect(Number(row?.['seconds'])).toBeGreaterThan(5);
});

it('goes on with all that waits as soon as one gets through', async () => {
  const talks = await breakDown();
  down = false;
  await owner`update circuits set paused_until = now()`;
  for (const talk of talks) {
    await until(async () => (await statesIn(failing, talk)).join() === 'accepted', 20_000);
  }
  expect(await channelOf(failing)).toMatchObject({ pausedUntil: null, failing: null });
});

it('is tried at once when somebody has changed its settings', async () => {
  const [talk = ''] = await breakDown();
  await owner`update circuits set paused_until = now() + interval '1 hour'`;
  await owner`update jobs set due_at = now()`;
  down = false;
  const path = `/api/v1/channels/${failing.channelId}`;
  expect((await failing.agent.call('PATCH', path, { settings: {} })).status).toBe(200);
  await until(async () => (await statesIn(failing, talk)).join() === 'accepted', 20_000);
});
