/** Opening hours of a channel: who may set them, what visitors are told, and when the automatic answer waits for them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '../../server/wire/channels.ts';
import type { OpeningHours } from '../../server/wire/opening-hours.ts';
import type { VisitorBefore, VisitorConfig, VisitorLine } from '../../server/wire/visitor.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { openOffice } from '../support/office.ts';
import {
  type Agent,
  foundAnother,
  inboxOf,
  type Visitor,
  visit,
  websiteOf,
} from '../support/people.ts';

let hub: TestHub;
let ana: Agent;
let ben: Agent;
let channelId: string;

beforeAll(async () => {
  ({ hub, ana, ben } = await openOffice());
  channelId = (await websiteOf(ana)).id;
});
afterAll(() => hub.close());

const week = (ranges: OpeningHours['week'][number]) => Array.from({ length: 7 }, () => ranges);
const hoursOf = (some: Partial<OpeningHours>): OpeningHours => ({
  ...{ zone: 'Europe/Berlin', week: week([]), holidays: [] },
  ...some,
});
const ALWAYS = hoursOf({ week: week([{ from: '00:00', to: '24:00' }]) });
const NEVER = hoursOf({});

const change = (wanted: object, agent = ana, id = channelId) =>
  agent.call<Channel>('PATCH', `/api/v1/channels/${id}`, wanted);

const before = async (visitor: Visitor) =>
  (await visitor.call<VisitorBefore>('GET', visitor.at('waiting'))).body.before;

async function shownTo(visitor: Visitor): Promise<VisitorConfig> {
  return (await visitor.call<VisitorConfig>('GET', visitor.at('config'))).body;
}

describe('the hours', () => {
  it('are none until an admin sets them, and are kept in order', async () => {
    expect((await websiteOf(ana)).hours).toBeNull();
    const [late, early] = [
      { from: '14:00', to: '24:00' },
      { from: '08:00', to: '12:00' },
    ];
    const holidays = [
      { date: '2026-12-26', name: 'Second day' },
      { date: '2026-12-25', name: 'Christmas' },
    ];
    const set = await change({ hours: hoursOf({ week: week([late, early]), holidays }) });
    expect(set.status).toBe(200);
    expect(set.body.hours?.week[6]).toEqual([early, late]);
    expect(set.body.hours?.holidays.map(({ date }) => date)).toEqual(['2026-12-25', '2026-12-26']);
    expect((await change({ hours: null })).body.hours).toBeNull();
  });

  it('are refused to those who are no admins, and where they make no sense', async () => {
    expect((await change({ hours: ALWAYS })).status).toBe(200);
    expect((await change({ hours: NEVER }, ben)).status).toBe(403);
    const overlapping = [
      { from: '08:00', to: '12:00' },
      { from: '11:59', to: '13:00' },
    ];
    const wrong = [
      { ...ALWAYS, zone: 'Europe/Atlantis' },
      { ...ALWAYS, week: week(overlapping) },
      { ...ALWAYS, week: week([{ from: '17:00', to: '09:00' }]) },
      { ...ALWAYS, week: ALWAYS.week.slice(1) },
      { ...ALWAYS, holidays: [{ date: '25.12.2026', name: '' }] },
    ];
    for (const hours of wrong) {
      expect(await change({ hours }), JSON.stringify(hours)).toMatchObject({ status: 400 });
    }
    expect((await websiteOf(ana)).hours).toEqual(ALWAYS);
  });
});

describe('a visitor', () => {
  it('is told whether somebody is there and when that changes, and nothing where nobody said', async () => {
    const visitor = await visit(hub, channelId);
    await change({ hours: null });
    expect((await shownTo(visitor)).hours).toBeNull();
    await change({ hours: ALWAYS });
    expect((await shownTo(visitor)).hours).toEqual({ open: true, changesAt: null });
    const today = new Date();
    const dates = [0, 1, 2].map((days) => new Date(today.getTime() + (days - 1) * 86_400_000));
    const holidays = dates.map((date) => ({ date: date.toISOString().slice(0, 10), name: '' }));
    await change({ hours: { ...ALWAYS, zone: 'UTC', holidays } });
    const back = new Date(`${dates[2]?.toISOString().slice(0, 10)}T00:00:00Z`).getTime();
    expect((await shownTo(visitor)).hours).toEqual({
      open: false,
      changesAt: new Date(back + 86_400_000).toISOString(),
    });
  });

  it('is told how soon people are answered once enough of them were, by people', async () => {
    const made = { adapter: (await websiteOf(ana)).adapter, name: 'Another website' };
    const other = (await ana.call<Channel>('POST', '/api/v1/channels', made)).body;
    expect((await shownTo(await visit(hub, other.id))).answersIn).toBeNull();
    await change({ autoReply: 'We will be with you.', hours: null });
    for (const name of ['Ida', 'Joe', 'Kim', 'Lea', 'Max']) {
      const visitor = await visit(hub, channelId);
      await visitor.says(`Hello from ${name}`);
    }
    for (const { id } of await inboxOf(ana)) {
      const answer = { key: `answer-${id}`, kind: 'reply', text: 'Hello.' };
      const sent = await ana.call('POST', `/api/v1/conversations/${id}/messages`, answer);
      expect(sent.status).toBe(201);
    }
    // What was counted a moment ago is not counted again for a while, so somebody else has to ask.
    const second = await startHub({ after: hub });
    const asks = await visit(second, channelId);
    expect((await shownTo(asks)).answersIn).toBe(1);
    await second.app.close();
  });
});

describe('the automatic answer', () => {
  const answersTo = async (visitor: Visitor) => {
    const line = await visitor.call<VisitorLine>('GET', visitor.at('messages'));
    return line.body.data.filter(({ direction }) => direction === 'out').map(({ text }) => text);
  };

  it('that is for outside the hours is given then, and not while somebody is there', async () => {
    const words = { autoReply: 'Nobody is here just now.', autoReplyWhen: 'closed' };
    expect((await change({ ...words, hours: NEVER })).status).toBe(200);
    const late = await visit(hub, channelId);
    await late.says('Anybody there?');
    expect(await answersTo(late)).toEqual([words.autoReply]);
    await change({ hours: ALWAYS });
    const early = await visit(hub, channelId);
    await early.says('Anybody there?');
    expect(await answersTo(early)).toEqual([]);
    await change({ hours: null });
    const whenever = await visit(hub, channelId);
    await whenever.says('Anybody there?');
    expect(await answersTo(whenever)).toEqual([]);
  });
});

describe('how many wait before a visitor', () => {
  const anotherWebsite = async (agent: Agent) => {
    const made = { adapter: (await websiteOf(agent)).adapter, name: 'A busy website' };
    const { id } = (await agent.call<Channel>('POST', '/api/v1/channels', made)).body;
    return id;
  };

  it('is told where it is wished and somebody is there, and moves as they are taken and answered', async () => {
    const id = await anotherWebsite(ana);
    const waiting: Visitor[] = [];
    for (const name of ['Ida', 'Joe', 'Kim']) {
      const visitor = await visit(hub, id);
      await visitor.says(`${name} waits`);
      waiting.push(visitor);
    }
    const counts = () => Promise.all(waiting.map(before));
    expect(await counts()).toEqual([null, null, null]);
    await change({ settings: { countsWaiting: 'on' } }, ana, id);
    expect(await counts()).toEqual([0, 1, 2]);
    expect(await before(await visit(hub, id))).toBeNull();
    // Who waits elsewhere is not before them: on another channel, in another workspace.
    await (await visit(hub, channelId)).says('I wait elsewhere');
    const otto = await foundAnother(hub);
    await (await visit(hub, await anotherWebsite(otto))).says('I wait far away');
    await waiting[2]?.says('Still here');
    expect(await counts()).toEqual([0, 1, 2]);
    const named = new Map((await inboxOf(ana)).map((one) => [one.preview, one.id]));
    const at = (preview: string) => `/api/v1/conversations/${named.get(preview)}`;
    await ana.call('PATCH', at('Ida waits'), { assigneeId: ana.session.agent.id });
    expect(await counts()).toEqual([null, 0, 1]);
    const answer = { key: 'answer-to-joe', kind: 'reply', text: 'Hello.' };
    expect((await ana.call('POST', `${at('Joe waits')}/messages`, answer)).status).toBe(201);
    expect(await counts()).toEqual([null, null, 0]);
    await change({ hours: NEVER }, ana, id);
    expect(await counts()).toEqual([null, null, null]);
  });
});
