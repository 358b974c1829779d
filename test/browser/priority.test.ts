/** Priority: S sets it, the list and the head show it, those who wait are in its order, and Z takes it back. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import { zhCn } from '../../inbox-ui/words/zh-cn/catalogue.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Remote } from '../support/remote.ts';
import { Inbox } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';
import { inboxOfWaiting } from '../support/waiting.ts';

const { commands, priority, list, bulk } = en.inbox;

let stage: Stage;
let ana: Remote;
let page: Page;
let inbox: Inbox;

beforeAll(async () => {
  stage = await Stage.open();
  ({ ana, page, inbox } = await inboxOfWaiting(stage, ['Ida', 'Jon', 'Kim']));
});
afterAll(() => stage.close());

const urgent = priority.label(priority.names.urgent);
const press = (key: string) => page.keyboard.press(key);
const priorities = async (): Promise<string[]> => {
  const path = '/api/v1/conversations?view=all';
  const { data } = await ana.get<{ data: OwnConversation[] }>(path);
  return data.map((row) => `${row.contact.name} ${row.priority}`);
};
const names = () =>
  inbox.rows.evaluateAll((rows) => rows.map((row) => row.querySelector('.row-name')?.textContent));

it('S and a word make it urgent, in the list, in the head and on the line', async () => {
  await inbox.open('Kim asks');
  await press('s');
  await page.getByRole('combobox', { name: commands.status }).waitFor();
  await page.keyboard.type('urg');
  await press('Enter');
  await inbox.row('Kim asks').getByText(`${urgent}. `, { exact: true }).waitFor();
  await page.locator('.thread-head').getByText(priority.names.urgent, { exact: true }).waitFor();
  await inbox.log.getByText(priority.changed(en.inbox.thread.you, priority.names.urgent)).waitFor();
  expect(await priorities()).toEqual(['Kim urgent', 'Ida normal', 'Jon normal']);
});

it('a colleague sees it first in the list, under its own heading', async () => {
  const bens = await stage.window({ as: await stage.colleague(ana, 'Ben Berg') });
  const his = new Inbox(bens);
  await his.goto();
  await his.row('Kim asks').waitFor();
  expect(await his.rows.first().textContent()).toContain('Kim');
  await bens.getByText(list.groups.pressing).waitFor();
  await bens.context().close();
});

it('Z takes it back', async () => {
  await press('z');
  await expect.poll(priorities).toEqual(['Ida normal', 'Jon normal', 'Kim normal']);
  await inbox
    .row('Kim asks')
    .getByText(`${urgent}. `, { exact: true })
    .waitFor({ state: 'detached' });
});

it('a hand on the mouse sets it for a selection', async () => {
  await press('Escape');
  await inbox.row('Ida asks').locator('.row-check').click();
  await inbox.row('Jon asks').locator('.row-check').click();
  await page.getByRole('toolbar').getByRole('button', { name: en.inbox.head.more }).click();
  await page.getByRole('menuitem', { name: en.inbox.actions.status }).click();
  await page
    .getByRole('dialog')
    .getByRole('option', { name: priority.label('Low') })
    .click();
  await page.getByText(bulk.prioritised(2, 'Low'), { exact: true }).waitFor();
  await expect.poll(priorities).toEqual(['Kim normal', 'Ida low', 'Jon low']);
  await inbox.goto();
  await expect.poll(names).toEqual(['Kim', 'Ida', 'Jon']);
  await page.getByText(list.groups.low).waitFor();
});

it('narrows what is searched, and is there in Chinese', async () => {
  await page.goto('/search?q=asks');
  const found = (words: string) => page.getByRole('link').filter({ hasText: words });
  await found('Kim asks').waitFor();
  await page.getByLabel(priority.title, { exact: true }).selectOption(priority.names.low);
  await found('Kim asks').waitFor({ state: 'detached' });
  await found('Jon asks').waitFor();
  await page.goto('/search?q=asks%20is:low');
  await found('Jon asks').waitFor();
  await page.getByText(en.inbox.search.said.is('low'), { exact: true }).waitFor();
  expect(await found('Kim asks').count()).toBe(0);
  await ana.expect('PATCH', '/api/v1/agents/me', { locale: 'zh-CN' });
  await page.goto('/inbox/inbox');
  await page.getByText(zhCn.inbox.list.groups.low).waitFor();
});
