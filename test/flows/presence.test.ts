/** Colleagues see who has a conversation before them, for as long as it is so. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Presence } from '../../server/wire/sockets.ts';
import { postEcho } from '../support/echo.ts';
import type { TestHub } from '../support/hub.ts';
import { openOffice } from '../support/office.ts';
import { type Agent, connectEcho, foundAnother, inboxOf } from '../support/people.ts';
import { dialAgent, type Live } from '../support/sockets.ts';
import { until } from '../support/until.ts';

const SECRET = 'the secret of the channel that is looked at';
const NOBODY = { conversationId: null, state: 'away' };

let hub: TestHub;
let ana: Agent;
let ben: Agent;
let talk: string;
let hers: Live;
let his: Live;

beforeAll(async () => {
  ({ hub, ana, ben } = await openOffice());
  const channel = await connectEcho(ana, SECRET);
  const message = { id: 'looked-at', from: 'Ida', name: 'Ida', text: 'Hello' };
  expect((await postEcho(hub, channel.id, SECRET, message)).status).toBe(200);
  talk = (await inboxOf(ana, 'all'))[0]?.id ?? '';
  hers = await dialAgent(hub, ana);
  his = await dialAgent(hub, ben);
});

afterAll(async () => {
  for (const live of [hers, his]) live?.close();
  await hub.close();
});

const told = (live: Live) => live.of<Presence>('present');

it('every state is told to everybody in the workspace, with who it is', async () => {
  for (const state of ['looking', 'writing', 'away'] as const) {
    expect(await his.ask('present', { conversationId: talk, state })).toEqual({ ok: true });
    await until(async () => told(hers).at(-1)?.state === state);
    const who = { id: ben.session.agent.id, name: 'Ben Berg' };
    expect(told(hers).at(-1)).toEqual({ place: his.socket.id, who, conversationId: talk, state });
  }
});

it('whoever comes later is told of all who are there', async () => {
  await his.ask('present', { conversationId: talk, state: 'looking' });
  const late = await dialAgent(hub, ana);
  await until(async () => told(late).length > 0);
  expect(told(late)).toMatchObject([{ conversationId: talk, state: 'looking' }]);
  late.close();
});

it('a beat says it again', async () => {
  const before = told(hers).length;
  const { cursor } = await his.ask<{ cursor: string }>('sync', { cursor: null });
  expect(told(hers)).toHaveLength(before);
  await his.ask('beat', { cursor });
  await until(async () => told(hers).length > before);
  expect(told(hers).at(-1)).toMatchObject({ conversationId: talk, state: 'looking' });
});

it('who leaves, or whose line is cut, is gone; newcomers hear nothing of them', async () => {
  await his.ask('present', NOBODY);
  await until(async () => told(hers).at(-1)?.conversationId === null);
  const other = await dialAgent(hub, ben);
  await other.ask('present', { conversationId: talk, state: 'looking' });
  await until(async () => told(hers).at(-1)?.state === 'looking');
  const place = other.socket.id;
  other.cut();
  await until(async () => told(hers).at(-1)?.conversationId === null);
  expect(told(hers).at(-1)?.place).toBe(place);
  const late = await dialAgent(hub, ana);
  await late.ask('sync', { cursor: null });
  expect(told(late)).toEqual([]);
  late.close();
});

it('what was said first, and had to be looked up, does not take the place of what was said later', async () => {
  const window = await dialAgent(hub, ben);
  const looked = window.ask('present', { conversationId: talk, state: 'looking' });
  const left = window.ask('present', NOBODY);
  expect(await Promise.all([looked, left])).toEqual([{ ok: true }, { ok: true }]);
  const late = await dialAgent(hub, ana);
  await late.ask('sync', { cursor: null });
  expect(told(late).map(({ place }) => place)).not.toContain(window.socket.id);
  window.close();
  late.close();
});

it('nobody is shown at a conversation of others, and others are told of nobody here', async () => {
  const otto = await foundAnother(hub);
  const outside = await dialAgent(hub, otto);
  const before = told(hers).length;
  const refused = await outside.ask('present', { conversationId: talk, state: 'looking' });
  expect(refused).toMatchObject({ ok: false, error: { code: 'not_found' } });
  await his.ask('present', { conversationId: talk, state: 'looking' });
  await until(async () => told(hers).length > before);
  expect(told(hers).at(-1)?.who.id).toBe(ben.session.agent.id);
  expect(told(outside)).toEqual([]);
  outside.close();
});

it.each([
  [{ conversationId: 'not an id', state: 'looking' }],
  [{ conversationId: null, state: 'dancing' }],
  [{ state: 'looking' }],
])('%o is answered with an error', async (packet) => {
  expect(await his.ask('present', packet)).toMatchObject({
    ok: false,
    error: { code: 'bad_packet' },
  });
});
