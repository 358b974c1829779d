/**
 * The server dies while both write, comes back, dies again; then the visitor is without a network in two tabs, for as long
 * as `OFFLINE_SECONDS` says: nobody has to do anything, and nothing is missing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import { en as words } from '../../widget/words/en.ts';
import { later as laterWords } from '../../widget/words/later/en.ts';
import { Inbox, inOrder, Widget } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const OFFLINE_SECONDS = Number(process.env['OFFLINE_SECONDS'] ?? 8);
const SAID = /(?:visitor|agent) says \d+\./g;
const RECOVERY = { timeout: 45_000, interval: 250 };

let stage: Stage;
let desk: Page;
let inbox: Inbox;
let widget: Widget;

beforeAll(async () => {
  stage = await Stage.open();
  const page = await stage.window();
  await page.goto('/demo');
  widget = new Widget(page);
  await widget.open();
  await widget.write('visitor says 0.');
  desk = await stage.window({ as: await stage.ana() });
  inbox = new Inbox(desk);
  await inbox.goto();
  await inbox.open('visitor says 0.');
});
afterAll(() => stage.close());

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => from + index);

/** Both write, in turns and without waiting for anything. */
async function bothWrite(from: number, to: number): Promise<void> {
  for (const number of numbers(from, to)) {
    await widget.write(`visitor says ${number}.`);
    await inbox.answer(`agent says ${number}.`);
  }
}

/** Everything that was written, on both screens, in one and the same order. */
async function expectSame(count: number): Promise<void> {
  const all = numbers(1, count).flatMap((number) => [
    `agent says ${number}.`,
    `visitor says ${number}.`,
  ]);
  const expected = ['visitor says 0.', ...all].sort();
  const sorted = async () => (await inOrder(inbox.log, SAID)).sort();
  await expect.poll(sorted, RECOVERY).toEqual(expected);
  await expect
    .poll(() => inOrder(widget.log, SAID), RECOVERY)
    .toEqual(await inOrder(inbox.log, SAID));
}

it('killed and started again in the middle of the talk', async () => {
  await bothWrite(1, 4);
  await stage.kill();
  await bothWrite(4, 7);
  await desk.getByText(/^Offline since .* \d messages will go when you’re back\.$/).waitFor();
  await widget.panel.getByText(/^No connection\. \d messages will be sent/).waitFor();
  await stage.startAgain();
  await expectSame(7);
  await expect.poll(() => desk.getByText(en.inbox.state.waiting).count(), RECOVERY).toBe(0);
});

it('and once more, while they go on writing without a pause', async () => {
  const writing = bothWrite(7, 14);
  await stage.kill();
  await stage.startAgain();
  await writing;
  await expectSame(14);
});

it('what each wrote stands in the order in which it was written', async () => {
  const said = await inOrder(inbox.log, SAID);
  for (const who of ['visitor', 'agent']) {
    const own = said
      .filter((text) => text.startsWith(who))
      .map((text) => Number(text.match(/\d+/)?.[0]));
    expect(own).toEqual([...own].sort((a, b) => a - b));
  }
});

it('a fresh look shows the very same, so neither screen had made anything up', async () => {
  const before = await inOrder(inbox.log, SAID);
  await desk.reload();
  await widget.page.reload();
  await expect.poll(() => inOrder(inbox.log, SAID), RECOVERY).toEqual(before);
  await expect.poll(() => inOrder(widget.log, SAID), RECOVERY).toEqual(before);
});

it('a tab that crashes takes nothing with it, neither what waited to be sent nor what was being written', async () => {
  await stage.kill();
  await inbox.answer('agent says 14.');
  await desk.getByText(/1 message will go/).waitFor();
  await inbox.field.fill('Half an answer');
  await crash(desk);
  await stage.startAgain();
  desk = await stage.tabBeside(desk);
  inbox = new Inbox(desk);
  await inbox.goto();
  await inbox.open('agent says 14.');
  await expect
    .poll(async () => (await inOrder(inbox.log, SAID)).at(-1), RECOVERY)
    .toBe('agent says 14.');
  await expect
    .poll(() => inOrder(widget.log, SAID), RECOVERY)
    .toEqual(await inOrder(inbox.log, SAID));
  expect(await inbox.field.inputValue()).toBe('Half an answer');
});

/** Another tab of the visitor, with the chat open. */
async function visitorTab(): Promise<Widget> {
  const tab = new Widget(await stage.tabBeside(widget.page));
  await tab.page.goto('/demo');
  await tab.open();
  return tab;
}

it('five written and three received without a network, and a file chosen without one: two tabs are as the server', async () => {
  const before = await inOrder(inbox.log, SAID);
  const tabs = [await visitorTab(), await visitorTab()] as const;
  await widget.page.close();
  for (const { log } of tabs) {
    await expect.poll(() => inOrder(log, SAID), RECOVERY).toEqual(before);
  }
  const [first, second] = tabs;
  const choose = (name: string) =>
    first.panel
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from('brown edges') });
  const isUploaded = (name: string) =>
    first.panel.getByText(laterWords.uploaded.replace('{name}', name)).waitFor();
  await first.page.context().setOffline(true);
  await choose('leaf.txt');
  await first.panel.getByText(words.fileWaits).waitFor();
  await first.page.context().setOffline(false);
  await isUploaded('leaf.txt');

  await first.page.context().setOffline(true);
  const written = numbers(20, 25).map((number) => `visitor says ${number}.`);
  for (const [n, text] of written.entries()) await (n % 2 ? second : first).write(text);
  const answered = numbers(20, 23).map((number) => `agent says ${number}.`);
  for (const text of answered) await inbox.answer(text);
  await expect.poll(() => inOrder(inbox.log, SAID)).toEqual([...before, ...answered]);
  await sleep(OFFLINE_SECONDS * 1_000);
  for (const { log } of tabs) {
    expect(await inOrder(log, SAID)).not.toEqual(expect.arrayContaining([answered[0]]));
  }

  await first.page.context().setOffline(false);
  const expected = [...before, ...answered, ...written];
  for (const { log } of [inbox, ...tabs]) {
    await expect.poll(() => inOrder(log, SAID), RECOVERY).toEqual(expected);
  }
  const id = new URL(desk.url()).pathname.split('/').at(-1);
  const ana = await stage.ana();
  const { data } = await ana.expect<{ data: { text: string; attachments: { name: string }[] }[] }>(
    'GET',
    `/api/v1/conversations/${id}/messages?limit=100`,
  );
  expect(data.map(({ text }) => text)).toEqual(expected);
  const files = data.flatMap(({ text, attachments }) =>
    attachments.map(({ name }) => [text, name]),
  );
  expect(files).toEqual([[written[0], 'leaf.txt']]);
  for (const { panel, log } of tabs) {
    await expect.poll(() => log.getByText('leaf.txt').count()).toBe(1);
    expect(await panel.locator('.strip.offline').count()).toBe(0);
  }
});

/** Ends the process that draws the page, as running out of memory does. */
async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  await page.goto('chrome://crash').catch(() => undefined);
  await crashed;
}
