/** The same on a phone: one thing at a time, under a thumb. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import { en as visitorWords } from '../../widget/words/en.ts';
import { Inbox, Widget } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

let stage: Stage;
let visitor: Page;
let widget: Widget;
let desk: Page;
let inbox: Inbox;

beforeAll(async () => {
  stage = await Stage.open();
  visitor = await stage.window(phone);
  widget = new Widget(visitor);
  desk = await stage.window({ ...phone, as: await stage.ana() });
  inbox = new Inbox(desk);
});
afterAll(() => stage.close());

/** Nothing sticks out to the side. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

it('the widget fills the screen, and closing gives the page back', async () => {
  await visitor.goto('/demo');
  await widget.open();
  expect(await visitor.locator('iframe').boundingBox()).toEqual({
    x: 0,
    y: 0,
    width: 390,
    height: 844,
  });
  await visitor.getByRole('dialog', { name: visitorWords.chat }).waitFor();
  await widget.write('Written with a thumb');
  await widget.message('Written with a thumb').waitFor();
  await widget.panel.getByRole('button', { name: visitorWords.close }).click();
  await expect.poll(() => visitor.locator('iframe').isVisible()).toBe(false);
  expect(await overflow(visitor)).toBe(0);
  await widget.open();
});

it('list, then conversation, then back', async () => {
  await inbox.goto();
  expect(await overflow(desk)).toBe(0);
  await inbox.open('Written with a thumb');
  expect(await inbox.rows.count()).toBe(0);
  expect(await overflow(desk)).toBe(0);
  await inbox.field.fill('Read on the train');
  await desk.getByRole('button', { name: en.inbox.composer.send, exact: true }).click();
  await widget.message('Read on the train').waitFor();
  await desk.getByRole('button', { name: en.inbox.thread.back }).click();
  await inbox.row('Read on the train').waitFor();
  expect(await inbox.log.count()).toBe(0);
});

it('the browser’s own back does the same', async () => {
  await inbox.open('Read on the train');
  await desk.goBack();
  await inbox.row('Read on the train').waitFor();
  expect(await inbox.log.count()).toBe(0);
});

it('what has no room in the head is under More', async () => {
  await inbox.open('Read on the train');
  await desk.getByRole('button', { name: en.inbox.head.more }).click();
  await desk.getByRole('menuitem', { name: en.inbox.head.done }).click();
  await desk.getByText(en.inbox.toast.done, { exact: true }).first().waitFor();
});

it('every place is one press away', async () => {
  await desk.goto('/');
  const bar = desk.getByRole('navigation', { name: en.shell.rail });
  for (const name of [en.shell.search, en.shell.contacts, en.shell.me, en.shell.inbox]) {
    await bar.getByRole('link', { name }).click();
    await bar.getByRole('link', { name }).and(desk.locator('[aria-current=page]')).waitFor();
    expect(await overflow(desk), name).toBe(0);
  }
});
