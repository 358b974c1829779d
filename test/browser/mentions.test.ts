/** Colleagues call each other by an at sign in a note, follow what they take part in, and note what they know of people. */
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
    const words = {
      key: `mentions-${name}`,
      text: `${name} asks`,
      claims: { name, email: 'desk@berg.example' },
    };
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

it('whom a note calls takes part, and follows it until they stop, by key or by their face', async () => {
  const { following } = en.inbox;
  const inbox = new Inbox(bens);
  const link = bens
    .getByRole('navigation', { name: en.shell.rail })
    .getByRole('link', { name: new RegExp(`^${en.shell.views.following}`) });
  await expect.poll(() => link.innerText()).toContain('1');
  const faces = bens.locator('.followers > li');
  await expect.poll(() => faces.allInnerTexts()).toEqual(['A\nana', 'BB\nYou']);
  await bens.keyboard.press('Shift+F');
  await bens.getByText(following.stopped).waitFor();
  await expect.poll(() => faces.count()).toBe(1);
  await expect.poll(() => link.innerText()).not.toContain('1');
  await bens.keyboard.press('z');
  await expect.poll(() => faces.count()).toBe(2);
  await bens.keyboard.press('g');
  await bens.keyboard.press('f');
  await inbox.row('Ida').waitFor();
  await inbox.row('Ida').click();
  await bens.getByRole('button', { name: following.remove('ana') }).click();
  await bens.getByText(following.removed('ana')).waitFor();
  await expect.poll(() => faces.allInnerTexts()).toEqual(['BB\nYou']);
});

it('what one notes about a person is beside the line of all, and stays its writer’s', async () => {
  const { people } = en.inbox;
  const field = bens.getByRole('textbox', { name: people.noteAbout('Ida') });
  await field.fill('Call her, do not write');
  await field.press('Control+Enter');
  const theirs = page.locator('.person-note');
  await theirs.getByText('Call her, do not write').waitFor();
  expect(await theirs.innerText()).toContain('Ben Berg');
  expect(await page.getByRole('button', { name: people.noteMenu }).count()).toBe(0);
  const pick = async (item: string) => {
    await bens.getByRole('button', { name: people.noteMenu }).click();
    await bens.getByRole('menuitem', { name: item }).click();
  };
  await pick(people.noteEdit);
  await bens.getByRole('textbox', { name: people.noteEdit }).fill('Call her after noon');
  await bens.keyboard.press('Control+Enter');
  await theirs.getByText('Call her after noon').waitFor();
  expect(await theirs.innerText()).toContain(people.noteEdited);
  await pick(people.noteDelete);
  await expect.poll(() => theirs.count()).toBe(0);
  await bens.keyboard.press('z');
  await theirs.getByText('Call her after noon').waitFor();
});

it('who may be the same person is told apart, taken back, and merged where that is decided', async () => {
  const { people } = en.inbox;
  const likely = page.getByRole('region', { name: people.likely });
  await likely.getByText(people.because.address('desk@berg.example')).waitFor();
  await likely.getByRole('button', { name: people.apart }).click();
  await likely.waitFor({ state: 'detached' });
  await page.keyboard.press('z');
  await likely.getByRole('link', { name: 'Jon' }).waitFor();
  await bens.goto(
    `/contacts/${(await likely.getByRole('link').getAttribute('href'))?.split('/').at(-1)}`,
  );
  const other = bens.getByRole('region', { name: people.likely });
  await other.getByRole('link', { name: 'Ida' }).waitFor();
  await likely.getByRole('button', { name: people.merge }).click();
  const dialog = page.getByRole('dialog', { name: en.contacts.mergeTitle('Ida') });
  await dialog.getByText(en.contacts.mergeLead('Jon', 'Ida')).waitFor();
  await dialog.getByRole('button', { name: en.contacts.merge, exact: true }).click();
  await likely.waitFor({ state: 'detached' });
  await bens.reload();
  await bens.getByRole('heading', { name: 'Ida', exact: true }).waitFor();
  await bens.getByText('Call her after noon').waitFor();
});

it('to the customer nobody is offered', async () => {
  const inbox = new Inbox(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await page.keyboard.type('@ber');
  expect(await inbox.field.inputValue()).toBe('@ber');
  expect(await page.getByRole('listbox', { name: en.inbox.composer.colleagues }).count()).toBe(0);
});
