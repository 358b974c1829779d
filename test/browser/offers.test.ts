/** What an agent offers beside words, and a visitor takes with a press: in every tab the same, by keyboard, and once. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import { later } from '../../widget/words/later/en.ts';
import { expectAccessible } from '../support/axe.ts';
import type { Remote } from '../support/remote.ts';
import { Inbox, panelIn, Widget } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const { offers } = en.inbox;

let stage: Stage;
let ana: Remote;
let desk: Page;
let inbox: Inbox;
let widget: Widget;
/** The same visitor's, side by side. */
let otherTab: Widget;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  const visitors = await stage.window();
  widget = await openedIn(visitors);
  await widget.write('It came broken');
  otherTab = await openedIn(await visitors.context().newPage());
  await otherTab.message('It came broken').waitFor();
  desk = await stage.window({ as: ana });
  inbox = new Inbox(desk);
  await inbox.goto();
  await inbox.open('It came broken');
});
afterAll(() => stage.close());

async function openedIn(page: Page): Promise<Widget> {
  await page.goto('/demo');
  const opened = new Widget(page);
  await opened.open();
  return opened;
}

async function accessibleInBoth({ page }: Widget): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(panelIn(page));
  }
}

const buttons = (tab: Widget, list: string) =>
  tab.log.getByRole('list', { name: list }).getByRole('button');

it('choices are written one a line, go with the answer, and what is pressed is said in both tabs', async () => {
  await desk.getByRole('button', { name: offers.add }).click();
  const dialog = desk.getByRole('dialog', { name: offers.choices });
  const field = dialog.getByRole('textbox', { name: offers.onePerLine });
  await field.fill('Send it again\nSend it again');
  await dialog.getByRole('button', { name: offers.use }).click();
  await dialog.getByText(offers.twice('Send it again')).waitFor();
  await expectAccessible(desk);
  await field.fill('Send it again\n Give it back \n');
  await dialog.getByRole('button', { name: offers.use }).click();
  const laid = desk.getByRole('tabpanel').getByRole('list', { name: offers.choices });
  await expect.poll(() => laid.getByRole('listitem').allTextContents()).toHaveLength(2);
  await inbox.answer('What shall we do?');
  for (const tab of [widget, otherTab]) {
    await expect
      .poll(() => buttons(tab, later.choices).allTextContents())
      .toEqual(['Send it again', 'Give it back']);
  }
  expect(await laid.count()).toBe(0);
  await accessibleInBoth(widget);
  await buttons(widget, later.choices).last().focus();
  await widget.page.keyboard.press('Enter');
  for (const tab of [widget, otherTab]) {
    await tab.message('Give it back').waitFor();
    await expect.poll(() => buttons(tab, later.choices).count()).toBe(0);
  }
  const taken = inbox.log.getByRole('listitem').filter({ hasText: offers.taken });
  await expect.poll(() => taken.allTextContents()).toEqual([`Give it back${offers.taken}`]);
  await expectAccessible(desk);
});

it('choices are gone once something else was written', async () => {
  const content = { kind: 'choices', choices: ['By post', 'By hand'] };
  await answer('How shall it come?', content);
  await expect.poll(() => buttons(otherTab, later.choices).count()).toBe(2);
  await widget.write('Let me think');
  for (const tab of [widget, otherTab]) {
    await tab.message('Let me think').waitFor();
    await expect.poll(() => buttons(tab, later.choices).count()).toBe(0);
  }
});

it('cards are leafed through by keys and arrows, and a button of one is pressed once, in any tab', async () => {
  const titles = ['Rome', 'Lisbon', 'Porto'];
  const buttons = [{ label: 'See it', url: 'https://example.com/city' }, { label: 'Tell me more' }];
  await answer('Where to?', { kind: 'cards', cards: titles.map((title) => ({ title, buttons })) });
  const list = widget.log.getByRole('list', { name: later.cards });
  const at = () => list.evaluate(({ scrollLeft }) => scrollLeft);
  const [before, next] = [later.cardBefore, later.cardNext].map((name) =>
    widget.log.getByRole('button', { name }),
  );
  await list.waitFor();
  await expect.poll(() => before?.getAttribute('aria-disabled')).toBe('true');
  await accessibleInBoth(widget);
  await next?.click();
  await expect.poll(at).toBeGreaterThan(100);
  await expect.poll(() => before?.getAttribute('aria-disabled')).toBe('false');
  await list.press('ArrowLeft');
  await expect.poll(at).toBe(0);
  const link = list.getByRole('link', { name: 'See it' }).first();
  expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
  const more = (tab: Widget) => tab.log.getByRole('button', { name: 'Tell me more' });
  await more(widget).first().focus();
  await widget.page.keyboard.press('Enter');
  for (const tab of [widget, otherTab]) {
    await tab.message('Rome: Tell me more').waitFor();
    const pressed = () => more(tab).evaluateAll((all) => all.map((one) => one.ariaDisabled));
    await expect.poll(pressed).toEqual(['true', 'false', 'false']);
  }
  await inbox.log
    .getByRole('listitem')
    .filter({ hasText: 'Rome' })
    .getByText(offers.taken)
    .waitFor();
  await expectAccessible(desk);
});

it('a form is filled in where it stands, and closed in every tab once it was', async () => {
  const label = 'Which order?';
  const email = { id: 'mail', kind: 'email', label: '', required: true };
  const order = { id: 'order', kind: 'text', label, required: true };
  await answer('We look it up.', { kind: 'form', fields: [order, email] });
  const form = (tab: Widget) => tab.log.getByRole('form', { name: later.form });
  for (const tab of [widget, otherTab]) await form(tab).waitFor();
  await form(widget).getByRole('button', { name: later.formSend }).click();
  await form(widget).getByText(later.fieldNeeded).first().waitFor();
  await accessibleInBoth(widget);
  await form(widget).getByLabel(label).fill('1042');
  await form(widget).getByLabel(later.email).fill('mia@example.com');
  await widget.page.keyboard.press('Enter');
  for (const tab of [widget, otherTab]) {
    await tab.log.getByText(`${label} 1042`).waitFor();
    await expect.poll(() => form(tab).count()).toBe(0);
  }
  await inbox.log.getByRole('definition').filter({ hasText: '1042' }).waitFor();
  await expectAccessible(desk);
});

let written = 0;

/** By the API, as a program would. */
async function answer(text: string, content: object, more: object = {}): Promise<void> {
  const [, id] = /\/([\w-]{36})/.exec(desk.url()) ?? [];
  const message = { key: `by-the-api-${++written}`, kind: 'reply', text, content, ...more };
  await ana.expect('POST', `/api/v1/conversations/${id}/messages`, message);
}
