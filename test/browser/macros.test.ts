/** Macros: made in the settings, run by a key, from the menu and on a selection, and taken back with Z. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import { zhCn } from '../../inbox-ui/words/zh-cn/catalogue.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Macro } from '../../server/wire/macros.ts';
import type { Remote } from '../support/remote.ts';
import type { Inbox } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';
import { inboxOfWaiting } from '../support/waiting.ts';

const { commands, macros, priority } = en.inbox;
const said = en.settings.macros;

let stage: Stage;
let ana: Remote;
let page: Page;
let inbox: Inbox;

beforeAll(async () => {
  stage = await Stage.open();
  ({ ana, page, inbox } = await inboxOfWaiting(stage, ['Ida', 'Jon', 'Kim']));
});
afterAll(() => stage.close());

const press = (key: string) => page.keyboard.press(key);
const toasted = (text: string) => page.getByText(text, { exact: true }).first().waitFor();
const rowsOf = async (): Promise<OwnConversation[]> =>
  (await ana.get<{ data: OwnConversation[] }>('/api/v1/conversations?view=all')).data;
const placeOf = async (name: string): Promise<string> => {
  const row = (await rowsOf()).find(({ contact }) => contact.name === name);
  return `${row?.status} ${row?.priority} ${row?.assignee?.name ?? 'nobody'}`;
};

it('is made step by step, with the keyboard alone', async () => {
  await page.goto('/settings/macros');
  await page.getByRole('button', { name: said.create }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(said.name, { exact: true }).waitFor();
  await page.keyboard.type('Escalate');
  await dialog.getByLabel(said.step(1), { exact: true }).selectOption(said.kinds.note);
  await dialog.getByLabel(said.text, { exact: true }).fill('{{contact.first}} is in a hurry');
  await dialog.getByRole('button', { name: said.add }).press('Enter');
  await dialog.getByRole('button', { name: said.add }).press('Enter');
  await dialog.getByLabel(said.step(3), { exact: true }).selectOption(said.kinds.priority);
  await dialog.getByRole('button', { name: said.up(said.step(3)) }).press('Enter');
  await dialog.getByRole('button', { name: said.save }).press('Enter');
  await page.getByText(said.kept).waitFor();
  const [macro] = (await ana.get<{ data: Macro[] }>('/api/v1/macros')).data;
  expect(macro).toMatchObject({
    name: 'Escalate',
    shared: false,
    actions: [
      { do: 'note', text: '{{contact.first}} is in a hurry' },
      { do: 'priority', priority: 'high' },
      { do: 'assign', to: 'me' },
    ],
  });
});

it('what is missing in a step is said at that step', async () => {
  await page.getByRole('button', { name: said.create }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(said.name, { exact: true }).fill('Answer');
  await dialog.getByRole('button', { name: said.save }).click();
  await dialog.getByText(said.lookAgain).waitFor();
  await dialog.getByText(en.common.required).waitFor();
  await dialog.getByLabel(said.text, { exact: true }).fill('Hello {{contact.first}}');
  await dialog.getByRole('button', { name: said.save }).click();
  await page.getByText('Answer', { exact: true }).waitFor();
});

it('1 runs the first one in the thread, and Z takes all of it back', async () => {
  await inbox.goto();
  await inbox.open('Ida asks');
  await press('1');
  await toasted(macros.ran('Escalate'));
  await inbox.log.getByText('Ida is in a hurry').waitFor();
  await inbox.log.getByText(priority.changed(en.inbox.thread.you, priority.names.high)).waitFor();
  expect(await placeOf('Ida')).toBe('open high ana');
  await press('z');
  await expect.poll(() => placeOf('Ida')).toBe('open normal nobody');
  await inbox.log.getByText('Ida is in a hurry').waitFor({ state: 'detached' });
});

it('what cannot be taken back is shown before it is done', async () => {
  await press('2');
  const dialog = page.getByRole('dialog', { name: commands.macro });
  await dialog.getByText('Hello Ida').waitFor();
  await dialog.getByText(macros.goesAtOnce).waitFor();
  await expect(
    dialog.getByRole('option', { name: /^Answer/ }).getAttribute('aria-selected'),
  ).resolves.toBe('true');
  await press('Enter');
  await toasted(`${macros.ran('Answer')} ${macros.stays}`);
  await inbox.log.getByText('Hello Ida').waitFor();
});

it('0 finds one by its name; a key without a macro says so', async () => {
  await press('9');
  await toasted(macros.noneOn('9'));
  await press('0');
  await page.getByRole('combobox', { name: commands.macro }).waitFor();
  await page.keyboard.type('esc');
  await page.getByRole('dialog').getByText(macros.steps.toMe).waitFor();
  await press('Enter');
  await expect.poll(() => placeOf('Ida')).toBe('open high ana');
});

it('runs on a selection with the mouse, and is there among all commands', async () => {
  await press('Escape');
  await inbox.row('Jon asks').locator('.row-check').click();
  await inbox.row('Kim asks').locator('.row-check').click();
  await page.getByRole('toolbar').getByRole('button', { name: en.inbox.head.more }).click();
  await page.getByRole('menuitem', { name: en.inbox.actions.macro }).click();
  await page
    .getByRole('dialog')
    .getByRole('option', { name: /^Escalate/ })
    .click();
  await toasted(macros.ranOn('Escalate', 2));
  expect([await placeOf('Jon'), await placeOf('Kim')]).toEqual(Array(2).fill('open high ana'));
  await press('z');
  await expect.poll(() => placeOf('Kim')).toBe('open normal nobody');
  await press('Control+k');
  await page.keyboard.type('escalate');
  await page.getByRole('option', { name: macros.run('Escalate') }).waitFor();
  await press('Escape');
});

it('one that is shared is a colleague’s at once; removed, it is gone; also in Chinese', async () => {
  const bens = await stage.window({ as: await stage.colleague(ana, 'Ben Berg') });
  await bens.goto('/settings/macros');
  await bens.getByText(said.empty).waitFor();
  const body = { name: '关闭', actions: [{ do: 'status', status: 'done' }], shared: true };
  await ana.expect('POST', '/api/v1/macros', body);
  await bens.getByText('关闭', { exact: true }).waitFor();
  await bens.context().close();
  await page.goto('/settings/macros');
  await page.getByRole('button', { name: `${said.remove}: Escalate` }).click();
  await page.getByRole('dialog').getByRole('button', { name: said.remove }).click();
  await page.getByText(said.removed).waitFor();
  await ana.expect('PATCH', '/api/v1/agents/me', { locale: 'zh-CN' });
  await page.goto('/settings/macros');
  await page.getByRole('heading', { name: zhCn.settings.macros.title, level: 1 }).waitFor();
  await page.getByText('关闭', { exact: true }).waitFor();
});
