/** A saved reply: made in the settings, found by a slash, filled in, sent; all of it without a mouse. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import { expectAccessible } from '../support/axe.ts';
import type { Remote } from '../support/remote.ts';
import { Inbox } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const said = en.settings['saved-replies'];

let stage: Stage;
let ana: Remote;
let page: Page;
let inbox: Inbox;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  page = await stage.window({ as: ana });
  inbox = new Inbox(page);
});
afterAll(() => stage.close());

it('is written in the settings, by keyboard', async () => {
  await page.goto('/settings/saved-replies');
  await page.getByText(said.empty).waitFor();
  await page.getByRole('button', { name: said.create }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('Refund sent');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Dear {{contact.first}}, we sent {{amount}} back. {{agent.name}}');
  await page.keyboard.press('Tab');
  await page.getByLabel(said.whose).selectOption(said.everybody);
  await page.getByRole('button', { name: said.save, exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByText(said.saved).waitFor();
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Refund sent' })
    .getByText(said.shared)
    .waitFor();
});

it('a press beside the dialog closes it, and never takes away what was begun', async () => {
  const dialog = page.getByRole('dialog');
  const name = dialog.getByLabel(said.name);
  const beside = () => page.mouse.click(4, 4);
  for (const begun of ['', 'Half a name']) {
    await page.getByRole('button', { name: said.create }).click();
    await name.fill(begun);
    await beside();
    if (begun === '') await dialog.waitFor({ state: 'detached' });
  }
  expect(await name.inputValue()).toBe('Half a name');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

it('is found by a slash, and what nobody knows is marked to be written over', async () => {
  const websiteId = await stage.websiteId(ana);
  const visitor = await stage.visitor(websiteId);
  const words = { key: 'saved-reply-1', text: 'Where is my money?', claims: { name: 'Ida Berg' } };
  await visitor.expect('POST', `/widget/v1/${websiteId}/messages`, words);
  await inbox.goto();
  await inbox.open('Where is my money?');
  await page.keyboard.press('r');
  await page.keyboard.type('/ref');
  await page.getByRole('option', { name: 'Refund sent' }).waitFor();
  await page.keyboard.press('Enter');
  const marked = () =>
    inbox.field.evaluate((field: HTMLTextAreaElement) =>
      field.value.slice(field.selectionStart, field.selectionEnd),
    );
  await expect.poll(marked).toBe('{{amount}}');
  await page.keyboard.type('12 €');
  await page.keyboard.press('Control+Enter');
  await inbox.message('Dear Ida, we sent 12 € back. ana').waitFor();
});

it('brings its files along, which are attached in the settings', async () => {
  await page.goto('/settings/saved-replies');
  await page.getByRole('button', { name: `${said.edit}: Refund sent` }).press('Enter');
  const dialog = page.getByRole('dialog');
  const file = { name: 'terms.txt', mimeType: 'text/plain', buffer: Buffer.from('The terms') };
  await dialog.locator('input[type=file]').setInputFiles(file);
  await dialog.getByRole('progressbar').waitFor({ state: 'detached' });
  await expectAccessible(page);
  await dialog.getByRole('button', { name: said.save, exact: true }).press('Enter');
  await page.getByText(said.files(1)).waitFor();
  await inbox.goto();
  await inbox.open('we sent 12 € back');
  await page.keyboard.press('r');
  await page.keyboard.type('/ref');
  const option = page.getByRole('option', { name: 'Refund sent' });
  await option.getByText(en.inbox.composer.withFiles(1)).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: en.inbox.composer.removeFile('terms.txt') }).waitFor();
  await page.keyboard.type('13 €');
  await page.keyboard.press('Control+Enter');
  await inbox.log.getByRole('link', { name: /^terms\.txt/ }).waitFor();
});

it('Escape leaves the slash as it is, and then the field', async () => {
  await page.keyboard.type('/');
  const list = page.getByRole('listbox', { name: en.inbox.composer.savedReplies });
  await list.waitFor();
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'detached' });
  expect(await inbox.field.inputValue()).toBe('/');
  await page.keyboard.type('nobody saved this');
  expect(await list.count()).toBe(0);
});

it('is there for colleagues at once, who may use it and leave it as it is', async () => {
  const bens = await stage.window({ as: await stage.colleague(ana, 'Ben Berg') });
  await bens.goto('/settings/saved-replies');
  const row = bens.getByRole('listitem').filter({ hasText: 'Refund sent' });
  await row.waitFor();
  const edit = row.getByRole('button', { name: said.edit });
  expect(await edit.getAttribute('aria-disabled')).toBe('true');
  expect(await edit.getAttribute('aria-description')).toBe(en.settings.people.adminsOnly('ana'));
  await page.goto('/settings/saved-replies');
  await page.getByRole('button', { name: `${said.remove}: Refund sent` }).click();
  await page.getByRole('dialog').getByRole('button', { name: said.remove, exact: true }).click();
  await row.waitFor({ state: 'detached' });
});
