/** An at sign in a note finds a colleague; they are told, and find the conversation among their mentions. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { Remote } from '../support/remote.ts';
import { Inbox } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

let stage: Stage;
let ana: Remote;
let page: Page;
let bens: Page;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  const websiteId = await stage.websiteId(ana);
  for (const name of ['Ida', 'Jon']) {
    const visitor = await stage.visitor(websiteId);
    const words = { key: `mentions-${name}`, text: `${name} asks`, claims: { name } };
    await visitor.expect('POST', `/widget/v1/${websiteId}/messages`, words);
  }
  const ben = await stage.colleague(ana, 'Ben Berg');
  [page, bens] = [await stage.window({ as: ana }), await stage.window({ as: ben })];
  await new Inbox(bens).goto('mentions');
  await bens.getByText(en.inbox.empty.mentions).waitFor();
  await bens.getByText('Live', { exact: true }).first().waitFor();
});
afterAll(() => stage.close());

it('@ and a part of a name offer the colleague, by keyboard alone', async () => {
  const inbox = new Inbox(page);
  await inbox.goto();
  await inbox.open('Ida asks');
  await page.keyboard.press('n');
  await page.keyboard.type('Please look, @ber');
  await page
    .getByRole('listbox', { name: en.inbox.composer.colleagues })
    .getByRole('option', { name: 'Ben Berg' })
    .waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => inbox.noteField.inputValue()).toBe('Please look, @Ben Berg ');
  await page.keyboard.press('Control+Enter');
  await inbox.log.locator('.mention').filter({ hasText: '@Ben Berg' }).waitFor();
});

it('is there for them at once, marked until they have looked', async () => {
  const inbox = new Inbox(bens);
  const row = inbox.row('Ida');
  await row.getByText(en.inbox.list.calls).waitFor({ state: 'attached' });
  expect(await inbox.rows.count()).toBe(1);
  const link = bens
    .getByRole('navigation', { name: en.shell.rail })
    .getByRole('link', { name: new RegExp(`^${en.shell.views.mentions}`) });
  await expect.poll(() => link.innerText()).toContain('1');
  await row.click();
  await inbox.log.getByText('Please look').waitFor();
  await row.getByText(en.inbox.list.calls).waitFor({ state: 'detached' });
});

it('to the customer nobody is offered', async () => {
  const inbox = new Inbox(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await page.keyboard.type('@ber');
  expect(await inbox.field.inputValue()).toBe('@ber');
  expect(await page.getByRole('listbox', { name: en.inbox.composer.colleagues }).count()).toBe(0);
});
