/** How long and how often a customer may be answered, as their platform allows it. */
import type postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ChannelError } from '../../adapters/errors.ts';
import { refuseClosed, windowOf } from '../../server/conversations/window.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { foundAs } from '../support/people.ts';
import { until } from '../support/until.ts';
import { declare, declareNothing, echo, Platform } from './platform.ts';

let hub: TestHub;
let owner: postgres.Sql;
let platform: Platform;

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  platform = await Platform.connect(hub, await foundAs(hub));
});
afterEach(declareNothing);
afterAll(async () => {
  await owner.end();
  await hub.close();
});

/** Their last message was so many hours ago. */
const age = (conversationId: string, hours: number) => owner`
  update threads set heard_at = now() - ${hours} * interval '1 hour' where conversation_id = ${conversationId}`;

describe('the time to answer', () => {
  it('is told, and begins anew with each message of theirs', async () => {
    const talk = await platform.hears('Ida', 'Is it still there?');
    expect((await platform.line(talk)).closesAt).toBeNull();
    declare({ replyWindowHours: 24 });
    await age(talk, 23);
    const { closesAt } = await platform.line(talk);
    expect(hoursTo(closesAt)).toBeCloseTo(1, 1);
    await platform.hears('Ida', 'Hello?');
    expect(hoursTo((await platform.line(talk)).closesAt)).toBeCloseTo(24, 1);
  });

  it('is wider where the platform has allowed that to this channel', async () => {
    declare({ replyWindowHours: 24, widerWindow: { setting: 'humanAgent', hours: 168 } });
    const talk = await platform.hears('Ina', 'Take your time');
    await age(talk, 30);
    expect((await platform.answer(talk, 'Too late')).status).toBe(409);
    const { channelId } = platform;
    const set = (value: string) => owner`
      update channels set settings = settings || ${owner.json({ humanAgent: value })} where id = ${channelId}`;
    await set('on');
    expect(hoursTo((await platform.line(talk)).closesAt)).toBeCloseTo(138, 1);
    expect((await platform.answer(talk, 'In time')).status).toBe(201);
    await set('off');
    expect((await platform.answer(talk, 'Too late again')).status).toBe(409);
  });

  it('is over after it: free text is refused with words, and what was written is not stored', async () => {
    declare({ replyWindowHours: 24 });
    const talk = await platform.hears('Jo', 'One question');
    expect((await platform.answer(talk, 'In time')).status).toBe(201);
    await age(talk, 25);
    const late = await platform.answer(talk, 'Too late');
    expect(late).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(late.body.detail).toBe(
      'This channel takes answers for 24 hours after their last message. They have to write again first.',
    );
    expect((await platform.messages(talk)).map(({ text }) => text)).toEqual([
      'One question',
      'In time',
    ]);
    await platform.hears('Jo', 'Are you there?');
    expect((await platform.answer(talk, 'Now I am')).status).toBe(201);
  });

  it('must still run when a message goes later', async () => {
    declare({ replyWindowHours: 24 });
    const talk = await platform.hears('Kim', 'Tomorrow is fine');
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    expect((await platform.answer(talk, 'Soon', { sendAt: at(23) })).status).toBe(201);
    expect((await platform.answer(talk, 'Later', { sendAt: at(25) })).status).toBe(409);
  });

  it('does not keep a note from being written', async () => {
    declare({ replyWindowHours: 24 });
    const talk = await platform.hears('Lee', 'I write once');
    await age(talk, 48);
    expect((await platform.answer(talk, 'Refused')).status).toBe(409);
    expect((await platform.answer(talk, 'Call them', { kind: 'note' })).status).toBe(201);
  });
});

describe('the number of answers', () => {
  it('is counted down, and counted anew with each message of theirs', async () => {
    declare({ replyWindowHours: 48, answersPerMessage: 2 });
    const talk = await platform.hears('Mia', 'Two answers, please');
    expect((await platform.line(talk)).answersLeft).toBe(2);
    expect((await platform.answer(talk, 'First')).status).toBe(201);
    expect((await platform.line(talk)).answersLeft).toBe(1);
    expect((await platform.answer(talk, 'Second')).status).toBe(201);
    const third = await platform.answer(talk, 'Third');
    expect(third).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(third.body.detail).toContain('2 answers to each message');
    await platform.hears('Mia', 'One more');
    expect((await platform.line(talk)).answersLeft).toBe(2);
    expect((await platform.answer(talk, 'Third')).status).toBe(201);
  });
});

describe('an answer that never went', () => {
  const left = async (talk: string) => (await platform.line(talk)).answersLeft;

  it('is not counted when it was taken back', async () => {
    declare({ replyWindowHours: 48, answersPerMessage: 2 });
    const talk = await platform.hears('Noa', 'Two answers again');
    const sendAt = new Date(Date.now() + 3_600_000).toISOString();
    const { body } = await platform.answer(talk, 'Later', { sendAt });
    expect(await left(talk)).toBe(1);
    const path = `/api/v1/conversations/${talk}/messages/${body.id}/cancellation`;
    expect((await platform.agent.call('POST', path, {})).status).toBe(201);
    expect(await left(talk)).toBe(2);
  });

  it('is not counted when the platform did not take it, and counts when it is tried again', async () => {
    declare({ replyWindowHours: 48, answersPerMessage: 1 });
    const send = vi.spyOn(echo, 'send');
    send.mockRejectedValueOnce(new ChannelError('rejected', 'Not like this.'));
    const talk = await platform.hears('Ole', 'One answer');
    const { body } = await platform.answer(talk, 'In vain');
    const state = async () =>
      (await platform.messages(talk)).find(({ id }) => id === body.id)?.state;
    await until(async () => (await state()) === 'failed');
    expect(await left(talk)).toBe(1);
    const path = `/api/v1/conversations/${talk}/messages/${body.id}/attempts`;
    expect((await platform.agent.call('POST', path, {})).status).toBe(201);
    expect(await left(talk)).toBe(0);
    await until(async () => (await state()) === 'accepted');
    expect(await left(talk)).toBe(0);
    expect((await platform.answer(talk, 'One too many')).status).toBe(409);
  });
});

describe('the rules themselves', () => {
  const rules = { replyWindowHours: 24, templates: true };
  const heardAt = new Date('2026-03-01T12:00:00Z');
  const thread = { heardAt, answers: 0, createdAt: new Date('2026-02-01T00:00:00Z') };

  it('close a window to the millisecond', () => {
    const end = new Date('2026-03-02T12:00:00Z');
    expect(windowOf(thread, rules).closesAt).toEqual(end);
    expect(() => refuseClosed(thread, rules, new Date(end.getTime() - 1))).not.toThrow();
    expect(() => refuseClosed(thread, rules, end)).toThrow('approved templates');
  });

  it('open none for whoever never wrote', () => {
    const silent = { ...thread, heardAt: null };
    expect(() => refuseClosed(silent, { ...rules, replyWindowHours: null }, heardAt)).not.toThrow();
    expect(() => refuseClosed(silent, rules, heardAt)).toThrow('24 hours');
  });
});

const hoursTo = (moment: string | null) =>
  (new Date(moment ?? 0).getTime() - Date.now()) / 3_600_000;
