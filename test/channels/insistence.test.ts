/** Webhooks that go wrong on their way: every platform comes again as is its way, and nothing is lost or said twice. */
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { schedules, twilioSchedule } from '../simulators/insistence.ts';
import { type Place, type Stage, stages } from '../simulators/stages.ts';
import { ANA, Telegram } from '../simulators/telegram.ts';
import { Gate } from '../support/gate.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { Outlet } from '../support/outlet.ts';
import { type Agent, foundAs, inboxOf } from '../support/people.ts';
import { until } from '../support/until.ts';

/** A day in a minute and a half. Nobody is asked to answer faster than a busy machine can. */
const FAST = { times: 1000, leastPatienceMs: 2500 };

let hub: TestHub;
let gate: Gate;
let ana: Agent;

beforeAll(async () => {
  hub = await startHub();
  gate = await Gate.open(hub.url);
  ana = await foundAs(hub);
});

afterAll(async () => {
  await gate.close();
  await hub.close();
});

/** A channel of that kind, whose platform knows where it is. */
async function connected(id: string, { settings }: Stage): Promise<Outlet> {
  const outlet = await Outlet.connect(hub, ana, { adapter: id, settings });
  await ana.call('POST', `/api/v1/channels/${outlet.id}/connect`, {});
  return outlet;
}

const statuses = (tries: { status: number }[]) => tries.map(({ status }) => status);

describe.each(Object.keys(stages))('%s', (id) => {
  let stage: Stage;
  let outlet: Outlet;
  let place: Place;

  beforeAll(async () => {
    stage = await (stages[id] as () => Promise<Stage>)();
    outlet = await connected(id, stage);
    place = { url: gate.before(outlet.webhookUrl), told: (await outlet.channel()).webhookUrl };
  });

  beforeEach(() => {
    gate.mishaps.length = 0;
  });

  afterAll(() => stage.provider.stop());

  it('comes again when it is told 503', async () => {
    gate.mishaps.push('closed', 'closed');
    const text = `Twice in vain, by ${id}`;
    expect(statuses(await stage.says(place, text, FAST))).toEqual([503, 503, 200]);
    const said = await outlet.messages(await outlet.conversationOf(text));
    expect(said.filter((one) => one.text === text)).toHaveLength(1);
  });

  it('comes again when the answer is lost, and what was taken is not taken twice', async () => {
    gate.mishaps.push('cut', 'silent');
    const text = `Taken three times, by ${id}`;
    expect(statuses(await stage.says(place, text, FAST))).toEqual([0, 0, 200]);
    const said = await outlet.messages(await outlet.conversationOf(text));
    expect(said.filter((one) => one.text === text)).toHaveLength(1);
  });
});

/** Nobody gets into the hub's database meanwhile. */
async function withoutDatabase(meanwhile: () => Promise<void>): Promise<void> {
  const { connection } = hub;
  if (connection.kind !== 'socket') throw new Error('the tests use the embedded database');
  const { socketPath: path, database } = connection;
  const owner = postgres({ path, user: 'postgres', database: 'postgres', max: 1 });
  await owner.unsafe(`alter database ${database} with connection limit 0`);
  await owner`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${database}`;
  await meanwhile();
  await owner.unsafe(`alter database ${database} with connection limit -1`);
  await owner.end();
}

describe('the hub itself', () => {
  it('says 503 without its database, and what comes then is there when it is back', async () => {
    const stage = await (stages['whatsapp'] as () => Promise<Stage>)();
    const outlet = await connected('whatsapp', stage);
    const place = { url: gate.before(outlet.webhookUrl), told: outlet.webhookUrl };
    const texts = ['In vain', 'Also in vain', 'All in vain'];
    let arriving: Promise<{ status: number }[]>[] = [];
    await withoutDatabase(async () => {
      arriving = texts.map((text) => stage.says(place, text, FAST));
      await until(() => gate.answered.filter((status) => status === 503).length >= 3);
    });
    for (const tries of await Promise.all(arriving)) expect(tries.at(-1)?.status).toBe(200);
    const inbox = await inboxOf(ana, 'all');
    const found = inbox.find(({ preview }) => texts.includes(preview ?? ''));
    const said = await outlet.messages(found?.id ?? '');
    expect(said.map(({ text }) => text).sort()).toEqual([...texts].sort());
    await stage.provider.stop();
  });
});

describe('what comes after', () => {
  it('waits with Telegram behind what was not taken, in that chat only', async () => {
    const bot = await Telegram.start('700100201:AAE-token-of-another-simulated-bot');
    const settings = { token: bot.token, apiUrl: bot.provider.url };
    const outlet = await Outlet.connect(hub, ana, { adapter: 'telegram', settings });
    await ana.call('POST', `/api/v1/channels/${outlet.id}/connect`, {});
    const url = gate.before(outlet.webhookUrl);
    gate.keepsOut = (body) => body.includes('First');
    const bo = { ...ANA, id: 551230078, first_name: 'Bo' };
    const [first, second] = ['First', 'Second'].map((text) =>
      bot.insist(bot.message({ text }), url, FAST),
    );
    await bot.insist(bot.message({ text: 'By Bo' }, bo), url, FAST);
    expect((await inboxOf(ana, 'all')).map(({ preview }) => preview)).not.toContain('Second');
    gate.keepsOut = () => false;
    await Promise.all([first, second]);
    const said = await outlet.messages(await outlet.conversationOf('Second'));
    expect(said.map(({ text }) => text)).toEqual(['First', 'Second']);
    await bot.stop();
  });
});

describe('the patience of', () => {
  it('WeChat ends after three tries', async () => {
    const stage = await (stages['wechat'] as () => Promise<Stage>)();
    const outlet = await connected('wechat', stage);
    gate.mishaps.push('closed', 'closed', 'closed');
    const place = { url: gate.before(outlet.webhookUrl), told: outlet.webhookUrl };
    const tries = await stage.says(place, 'Never heard', FAST);
    expect(statuses(tries)).toEqual([503, 503, 503]);
    expect(gate.mishaps).toEqual([]);
    await stage.provider.stop();
  });

  it('Twilio is what our address asks for', () => {
    expect([...twilioSchedule('https://hub.example/#rc=5&rp=all').waitsMs]).toHaveLength(5);
    expect([...twilioSchedule('https://hub.example/').waitsMs]).toEqual([]);
  });

  it('Telegram and Meta ends after a day and after seven', () => {
    const days = (waits: Iterable<number>) => [...waits].reduce((a, b) => a + b, 0) / 86_400_000;
    expect(days(schedules.telegram.waitsMs)).toBeCloseTo(1, 1);
    expect(days(schedules.meta.waitsMs)).toBeCloseTo(7, 1);
    expect([...schedules.telegram.waitsMs].slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
  });
});
