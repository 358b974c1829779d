/** A second matter in the midst of the first: split off by mouse and by key, in two windows at once, and put back by Z. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import { zhCn } from '../../inbox-ui/words/zh-cn/catalogue.ts';
import type { CreatedChannel } from '../../server/wire/channels.ts';
import type { Session } from '../../server/wire/people.ts';
import { findingsInBothSchemes } from '../support/axe.ts';
import { signed } from '../support/echo.ts';
import type { Remote } from '../support/remote.ts';
import { Inbox, inOrder } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const { splitting, merging, letters, actions } = en.inbox;
const SECRET = 'the secret of the split channel';
const ALL = ['Where is my order', 'About my bill', 'It is wrong'];

let stage: Stage;
let ana: Remote;
let ben: Remote;
/** Ana's. */
let name: string;
let page: Page;
let bens: Page;
let channelId: string;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  ({ name } = (await ana.get<Session>('/api/v1/session')).agent);
  ben = await stage.colleague(ana, 'Ben Berg');
  const channel = { adapter: 'echo', name: 'Echo', settings: { secret: SECRET } };
  channelId = (await ana.expect<CreatedChannel>('POST', '/api/v1/channels', channel)).id;
  for (const text of ALL) await says(text);
  [page, bens] = [await stage.window({ as: ana }), await stage.window({ as: ben })];
  for (const window of [page, bens]) {
    await window.goto('/inbox/all/1');
    await new Inbox(window).message('It is wrong').waitFor();
    await window.getByText('Live', { exact: true }).first().waitFor();
  }
});
afterAll(() => stage.close());

async function says(text: string): Promise<void> {
  const body = JSON.stringify({ id: text, from: 'ida', name: 'Ida', text });
  const headers = { 'content-type': 'application/json', 'x-echo-signature': signed(SECRET, body) };
  const url = `${stage.url}/channels/${channelId}/webhook`;
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(200);
}

const lineOf = (window: Page) =>
  inOrder(new Inbox(window).log, new RegExp([...ALL, 'Which one'].join('|'), 'g'));
const markIn = (window: Page) => window.getByRole('link', { name: splitting.here(2) });

it('the menu of a message splits off what follows; a colleague sees it at once; Z puts it back', async () => {
  const { log } = new Inbox(page);
  const menu = log.getByRole('button', { name: letters.actions('Ida') });
  // The first message has no menu: with it nothing would be left.
  expect(await menu.count()).toBe(2);
  await menu.first().click();
  await page.getByRole('menuitem', { name: splitting.from }).click();
  await page.getByText(splitting.done(2), { exact: true }).waitFor();
  await expect.poll(() => lineOf(page)).toEqual(ALL.slice(1));
  await log.getByRole('link', { name: splitting.did.split.from('You', 1) }).waitFor();
  await markIn(bens).waitFor();
  await bens.getByRole('link', { name: splitting.did.split.into(name, 2) }).waitFor();
  await expect.poll(() => new Inbox(bens).rows.count()).toBe(2);
  expect(await findingsInBothSchemes(bens)).toEqual([]);
  await page.keyboard.press('z');
  await expect.poll(() => lineOf(page)).toEqual(ALL);
  await page.getByText(splitting.undone(2), { exact: true }).waitFor();
  // Told once.
  expect(await page.getByText(merging.ledHere(2)).count()).toBe(0);
  for (const window of [page, bens]) await markIn(window).waitFor({ state: 'detached' });
  const { into } = splitting.did.unsplit;
  await page.getByRole('link', { name: into('You', 2) }).waitFor();
});

it('stands in the command menu where something can be split off', async () => {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('split');
  await page.getByRole('option', { name: actions.split }).waitFor();
  await page.keyboard.press('Escape');
});

it('Shift+M splits from the message that has the focus on, and what comes next goes there', async () => {
  await page.locator('.message', { hasText: 'About my bill' }).focus();
  await page.keyboard.press('Shift+M');
  await page.getByText(splitting.done(3), { exact: true }).waitFor();
  await says('Which one');
  await expect.poll(() => lineOf(page)).toEqual([...ALL.slice(1), 'Which one']);
  await bens.getByRole('link', { name: splitting.here(3) }).click();
  await expect.poll(() => lineOf(bens)).toEqual([...ALL.slice(1), 'Which one']);
  // It has gone on by itself: that is said, and nothing is lost.
  await page.keyboard.press('z');
  await page.getByText(/#3 has gone on by itself/).waitFor();
  await expect.poll(() => lineOf(page)).toEqual([...ALL.slice(1), 'Which one']);
});

it('is said in 简体中文, too', async () => {
  await ben.expect('PATCH', '/api/v1/agents/me', { locale: 'zh-CN' });
  await bens.goto('/inbox/all/1');
  await bens.getByRole('link', { name: zhCn.inbox.splitting.here(3) }).waitFor();
  const { into } = zhCn.inbox.splitting.did.split;
  await bens.getByRole('link', { name: into(name, 3) }).waitFor();
});
