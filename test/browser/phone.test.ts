/** The same on a phone: one thing at a time, under a thumb. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

/** A finger that goes so far to the side, and down, as a screen would report it. */
async function swipe(row: Locator, x: number, y = 0): Promise<void> {
  await row.waitFor();
  const box = await row.boundingBox();
  const touch = await desk.context().newCDPSession(desk);
  const from = { x: 195, y: (box?.y ?? 0) + 20 };
  const steps = Array.from({ length: 11 }, (_, step) => ({
    x: from.x + (x * step) / 10,
    y: from.y + (y * step) / 10,
  }));
  for (const [step, point] of steps.entries()) {
    const type = step === 0 ? 'touchStart' : 'touchMove';
    await touch.send('Input.dispatchTouchEvent', { type, touchPoints: [point] });
  }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await touch.detach();
}

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
  // The phone's own keyboard has them.
  expect(await widget.panel.getByRole('button', { name: visitorWords.emoji }).count()).toBe(0);
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

describe('a row under a finger', () => {
  it('is put away to the one side, and comes back by Undo', async () => {
    await inbox.goto();
    await widget.write('Back again');
    const row = inbox.row('Back again');
    await swipe(row, 200);
    await desk.getByText(en.inbox.toast.done, { exact: true }).waitFor();
    await row.waitFor({ state: 'detached' });
    await desk.getByRole('button', { name: en.common.undo }).click();
    await row.waitFor();
  });

  it('is snoozed to the other side, once it is known until when', async () => {
    const row = inbox.row('Back again');
    await swipe(row, -200);
    await desk.getByRole('combobox', { name: en.inbox.commands.snooze }).fill('tomorrow');
    await desk.getByRole('option', { name: en.inbox.snooze.tomorrow }).first().click();
    await row.waitFor({ state: 'detached' });
    await desk.getByRole('button', { name: en.common.undo }).click();
    await row.waitFor();
  });

  it('stays where it is when the finger goes back, or up and down', async () => {
    const row = inbox.row('Back again');
    await swipe(row, 60);
    await swipe(row, 40, 300);
    expect(await row.evaluate(({ style }) => style.translate)).toBe('');
    await row.waitFor();
    expect(await inbox.log.count()).toBe(0);
    expect(await desk.getByRole('combobox', { name: en.inbox.commands.snooze }).count()).toBe(0);
  });

  it('has buttons that do the same', async () => {
    const row = inbox.row('Back again');
    const more = desk.getByRole('button', { name: /^Done or snooze: / });
    await more.click();
    const deeds = desk.getByRole('group', { name: /^Done or snooze: / });
    await desk.keyboard.press('Escape');
    await deeds.waitFor({ state: 'detached' });
    await more.click();
    await deeds.getByRole('button', { name: en.inbox.head.done }).click();
    await row.waitFor({ state: 'detached' });
  });

  it('follows the other hand where one writes from right to left', async () => {
    await inbox.goto('done');
    await desk.evaluate(() => {
      document.documentElement.dir = 'rtl';
    });
    const row = inbox.row('Back again');
    await swipe(row, -200);
    await desk.getByText(en.inbox.toast.open, { exact: true }).waitFor();
    await row.waitFor({ state: 'detached' });
  });
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
