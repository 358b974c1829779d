/** A tag: coined with T, seen in the list and at the conversation, a queue of its own, and taken off again. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import { zhCn } from '../../inbox-ui/words/zh-cn/catalogue.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Remote } from '../support/remote.ts';
import { Inbox } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';
import { inboxOfWaiting } from '../support/waiting.ts';

const { commands, tags, toast } = en.inbox;

let stage: Stage;
let ana: Remote;
let page: Page;
let inbox: Inbox;

beforeAll(async () => {
  stage = await Stage.open();
  ({ ana, page, inbox } = await inboxOfWaiting(stage, ['Ida', 'Jon', 'Kim']));
});
afterAll(() => stage.close());

const rail = (window = page) => window.getByRole('navigation', { name: en.shell.rail });
const tagIdsOf = async (name: string): Promise<string[]> => {
  const path = '/api/v1/conversations?view=all';
  const { data } = await ana.get<{ data: OwnConversation[] }>(path);
  return data.find(({ contact }) => contact.name === name)?.tagIds ?? [];
};
const press = (key: string) => page.keyboard.press(key);
const askTag = async () => {
  await press('t');
  await page.getByRole('combobox', { name: commands.tag }).waitFor();
};

it('T and a new word coin a tag and put it on', async () => {
  await inbox.open('Ida asks');
  await askTag();
  await page.keyboard.type('Refund');
  await page.getByRole('option', { name: tags.coin('Refund') }).waitFor();
  await press('Enter');
  await page.getByText(tags.tagged('Refund'), { exact: true }).waitFor();
  await inbox.row('Ida asks').getByText('Refund', { exact: true }).waitFor();
  await expect.poll(async () => (await tagIdsOf('Ida')).length).toBe(1);
  await inbox.log.getByText(tags.added(en.inbox.thread.you, 'Refund')).waitFor();
});

it('has a queue of its own, with its number, at a colleague’s at once', async () => {
  const bens = await stage.window({ as: await stage.colleague(ana, 'Ben Berg') });
  await new Inbox(bens).goto();
  const link = rail(bens).getByRole('link', { name: /^Refund.*1 open/ });
  await link.waitFor();
  await inbox.open('Jon asks');
  await askTag();
  await page.keyboard.type('ref');
  await press('Enter');
  await rail(bens)
    .getByRole('link', { name: /^Refund.*2 open/ })
    .click();
  await new Inbox(bens).row('Jon asks').waitFor();
  expect(await new Inbox(bens).rows.count()).toBe(2);
  await bens.context().close();
});

it('T takes it off again, and Z puts it back', async () => {
  await askTag();
  await page.keyboard.type('refund');
  await press('Enter');
  await page.getByText(tags.untagged('Refund'), { exact: true }).waitFor();
  await expect.poll(() => tagIdsOf('Jon')).toEqual([]);
  await press('z');
  await expect.poll(async () => (await tagIdsOf('Jon')).length).toBe(1);
});

it('a hand on the mouse adds and takes off beside the line', async () => {
  const details = page.getByRole('region', { name: en.inbox.context.label });
  await details.getByRole('button', { name: tags.remove('Refund') }).click();
  await expect.poll(() => tagIdsOf('Jon')).toEqual([]);
  await details.getByRole('button', { name: tags.add, exact: true }).click();
  await page.getByRole('dialog').getByRole('option', { name: 'Refund' }).click();
  await expect.poll(async () => (await tagIdsOf('Jon')).length).toBe(1);
});

it('what is done leaves its queue; the command menu leads there', async () => {
  await press('Control+k');
  await page.getByRole('combobox', { name: commands.title }).waitFor();
  await page.keyboard.type('refund');
  await press('Enter');
  await page.getByRole('heading', { name: 'Refund', level: 1 }).waitFor();
  await expect.poll(() => inbox.rows.count()).toBe(2);
  await press('k');
  await inbox.rows.and(page.locator(':focus')).filter({ hasText: 'Ida asks' }).waitFor();
  await press('e');
  await page.getByText(toast.done, { exact: true }).waitFor();
  await expect.poll(() => inbox.rows.count()).toBe(1);
});

it('narrows what is searched', async () => {
  await page.goto('/search?q=asks');
  const found = (words: string) => page.getByRole('link').filter({ hasText: words });
  await found('Kim asks').waitFor();
  await page.getByLabel(en.inbox.search.tag, { exact: true }).selectOption('Refund');
  await found('Kim asks').waitFor({ state: 'detached' });
  await found('Jon asks').waitFor();
});

it('is looked after in the settings, also in Chinese', async () => {
  await page.goto('/settings/tags');
  await page.getByRole('button', { name: `${en.settings.tags.rename}: Refund` }).click();
  await page.getByRole('dialog').getByLabel(en.settings.tags.name).fill('退款');
  await page.getByRole('dialog').getByRole('button', { name: en.settings.tags.save }).click();
  await page.getByText(en.settings.tags.saved).waitFor();
  await ana.expect('PATCH', '/api/v1/agents/me', { locale: 'zh-CN' });
  await page.goto(`/inbox/tag:${(await tagIdsOf('Jon'))[0]}`);
  await page.getByRole('heading', { name: '退款', level: 1 }).waitFor();
  await page.getByText(zhCn.shell.views.inbox).first().waitFor();
});
