/** Opening hours: filled in on the channel's page, told to visitors in their own time. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { Channel } from '../../server/wire/channels.ts';
import { en as visitorWords } from '../../widget/words/en.ts';
import { later } from '../../widget/words/later/en.ts';
import { fill, formOf } from '../../widget/words/words.ts';
import type { Remote } from '../support/remote.ts';
import { Widget } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const { hours: said } = en.settings;
const DAY = 86_400_000;

let stage: Stage;
let ana: Remote;
let address: string;
let page: Page;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  address = `/api/v1/channels/${await stage.websiteId(ana)}`;
  page = await stage.window({ as: ana, timezoneId: 'Europe/Berlin' });
});
afterAll(() => stage.close());

const hours = async () => (await ana.get<Channel>(address)).hours;
const card = () => page.getByRole('region', { name: said.title });
const day = (name: string) => card().getByRole('group', { name, exact: true });
async function save(): Promise<void> {
  const answered = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
  await card().getByRole('button', { name: en.common.save }).click();
  expect((await answered).status()).toBe(200);
}

it('begin from the usual week, where the browser is', async () => {
  await page.goto(address.replace('/api/v1', '/settings'));
  await card().getByRole('switch', { name: said.has }).click();
  await save();
  await page.getByText(said.saved).waitFor();
  const set = await hours();
  expect(set?.zone).toBe('Europe/Berlin');
  expect(set?.week[0]).toEqual([{ from: '09:00', to: '17:00' }]);
  expect(set?.week[6]).toEqual([]);
});

it('Monday is filled in once, and the other days of work follow it', async () => {
  await day('Monday').getByLabel(said.to('Monday')).fill('12:30');
  await day('Monday')
    .getByRole('button', { name: said.addRange('Monday') })
    .click();
  await day('Monday').getByLabel(said.to('Monday')).nth(1).fill('00:00');
  await card().getByRole('button', { name: said.likeMonday }).click();
  await day('Saturday').getByRole('radio', { name: said.kinds.all }).check();
  await save();
  const monday = [
    { from: '09:00', to: '12:30' },
    { from: '13:00', to: '24:00' },
  ];
  expect((await hours())?.week).toEqual([
    ...Array.from({ length: 5 }, () => monday),
    [{ from: '00:00', to: '24:00' }],
    [],
  ]);
});

it('what cannot be is said at its day, and is not saved', async () => {
  const before = await hours();
  await day('Tuesday').getByLabel(said.to('Tuesday')).first().fill('08:00');
  await day('Tuesday').getByText(said.faults.backwards).waitFor();
  await card().getByRole('button', { name: en.common.save }).click();
  await day('Tuesday').getByLabel(said.to('Tuesday')).first().fill('14:00');
  await day('Tuesday').getByText(said.faults.overlap).waitFor();
  expect(await hours()).toEqual(before);
  await day('Tuesday').getByLabel(said.to('Tuesday')).first().fill('12:30');
});

it('holidays are added by date and taken away again', async () => {
  const holidays = card().getByRole('region', { name: said.holidays });
  const add = async (date: string, name: string) => {
    await holidays.getByLabel(said.date, { exact: true }).fill(date);
    await holidays.getByLabel(said.holidayName, { exact: true }).fill(name);
    await holidays.getByRole('button', { name: said.addHoliday }).click();
  };
  await add('2030-12-26', 'Second day of Christmas');
  await add('2030-12-25', 'Christmas');
  await save();
  expect((await hours())?.holidays.map(({ name }) => name)).toEqual([
    'Christmas',
    'Second day of Christmas',
  ]);
  await holidays
    .getByRole('button', { name: said.removeHoliday('Wednesday, December 25, 2030') })
    .click();
  await save();
  expect((await hours())?.holidays.map(({ date }) => date)).toEqual(['2030-12-26']);
});

/** Closed but for two hours in the evening of the day after tomorrow. */
async function closeUntil(): Promise<Date> {
  const back = new Date(Math.floor(Date.now() / DAY) * DAY + 2 * DAY + 18 * 3_600_000);
  const weekday = (back.getUTCDay() + 6) % 7;
  const range = { from: '18:00', to: '20:00' };
  const week = Array.from({ length: 7 }, (_none, one) => (one === weekday ? [range] : []));
  const wanted = { hours: { zone: 'UTC', week, holidays: [] } };
  await ana.expect('PATCH', address, wanted);
  return back;
}

it('a visitor in another zone reads there when somebody is back, by their own clock', async () => {
  const back = await closeUntil();
  const visitor = await stage.window({ timezoneId: 'Asia/Tokyo', locale: 'en-US' });
  await visitor.goto('/demo');
  const widget = new Widget(visitor);
  await widget.open();
  const time = new Intl.DateTimeFormat('en-US', {
    ...{ weekday: 'long', hour: 'numeric', minute: '2-digit', timeZone: 'Asia/Tokyo' },
  }).format(back);
  expect(time).toMatch(/^\w+day.* 3:00.AM$/);
  await widget.panel.getByText(fill(visitorWords.backAt, { time })).waitFor();
  await widget.write('Anybody there?');
  await widget.message('Anybody there?').waitFor();
  await widget.log.getByText(visitorWords.sent).waitFor();
  await visitor.context().close();
});

it('while somebody is there, a visitor reads how many wait before them, until they are answered', async () => {
  await ana.expect('PATCH', address, {
    ...{ hours: null, settings: { countsWaiting: 'on' } },
    ...{ autoReply: 'We will be with you.', autoReplyWhen: 'always' },
  });
  const visitor = await stage.window();
  await visitor.goto('/demo');
  const widget = new Widget(visitor);
  await widget.open();
  await widget.write('Me too');
  await widget.message('We will be with you.').waitFor();
  // It is asked for again every 15 s.
  const soon = { timeout: 30_000 };
  const one = formOf(later.before, 1, 'en').replace('{count}', '1');
  await widget.log.getByText(one).waitFor(soon);
  type Found = { data: { id: string; preview: string }[] };
  const { data } = await ana.get<Found>('/api/v1/conversations?view=all');
  const at = (words: string) =>
    `/api/v1/conversations/${data.find(({ preview }) => preview === words)?.id}`;
  await ana.expect('PATCH', at('Anybody there?'), { status: 'done' });
  await widget.write('Still me');
  await widget.log.getByText(later.nextUp).waitFor(soon);
  const answer = { key: 'answer-to-me', kind: 'reply', text: 'Here I am.' };
  await ana.expect('POST', `${at('Me too')}/messages`, answer);
  await widget.message('Here I am.').waitFor();
  await widget.log.getByText(later.nextUp).waitFor({ state: 'detached' });
  await visitor.context().close();
  await ana.expect('PATCH', address, { settings: { countsWaiting: 'off' }, autoReply: '' });
});

it('and the header turns by itself when they come back', async () => {
  const back = await closeUntil();
  const visitor = await stage.window({ timezoneId: 'UTC' });
  await visitor.clock.install({ time: back.getTime() - 600_000 });
  await visitor.route('**/config', async (route) => {
    const answer = await route.fetch();
    const config = await answer.json();
    const now = await visitor.evaluate(() => Date.now());
    const hours = { open: now >= back.getTime(), changesAt: back.toISOString() };
    await route.fulfill({
      json: { ...config, hours: now < back.getTime() ? hours : { ...hours, changesAt: null } },
    });
  });
  await visitor.goto('/demo');
  const widget = new Widget(visitor);
  await widget.open();
  await widget.panel.getByText(fill(visitorWords.backAt, { time: '18:00' })).waitFor();
  await visitor.clock.fastForward(620_000);
  await widget.panel.getByText(visitorWords.online, { exact: true }).waitFor();
  await visitor.context().close();
});
