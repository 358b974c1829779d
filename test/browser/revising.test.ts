/** One's own message is changed and taken back, others are quoted and reacted to, and the other side sees it: both ways. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import { zhCn } from '../../inbox-ui/words/zh-cn/catalogue.ts';
import { en as visitorWords } from '../../widget/words/en.ts';
import { later } from '../../widget/words/later/en.ts';
import { expectAccessible, findings } from '../support/axe.ts';
import type { Remote } from '../support/remote.ts';
import { Inbox, panelIn, Widget } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';
import { openWebsite, type Website } from '../support/website.ts';

const { revising, letters, thread } = en.inbox;

let stage: Stage;
let ana: Remote;
let site: Website;
let widget: Widget;
let page: Page;
let inbox: Inbox;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  site = await openWebsite({ hub: stage.url, channelId: await stage.websiteId(ana) });
  const visitors = await stage.window();
  await visitors.goto(site.url);
  widget = new Widget(visitors);
  await widget.open();
  await widget.write('When do you open?');
  page = await stage.window({ as: ana });
  inbox = new Inbox(page);
  await inbox.goto();
  await inbox.open('When do you open?');
  await page.keyboard.press('r');
});
afterAll(async () => {
  await stage.close();
  await site.close();
});

const field = () => page.getByRole('textbox', { name: revising.field });

it('↑ in an empty field takes up the last own message, Enter saves it on both sides', async () => {
  await inbox.answer('At **nine**');
  await widget.message('nine').waitFor();
  await page.getByText(en.inbox.state.read, { exact: true }).waitFor();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => field().inputValue()).toBe('At **nine**');
  await expectAccessible(page);
  await field().fill('At **ten**');
  await page.keyboard.press('Enter');
  await inbox.message('ten').waitFor();
  await inbox.log.getByText(letters.said.edited, { exact: true }).waitFor();
  await widget.message('ten').waitFor();
  await widget.log.getByText(visitorWords.edited).waitFor();
  expect(await widget.message('nine').count()).toBe(0);
  await handsAreBack();
});

it('Escape leaves it as it is, and with words in the field ↑ stays the field’s', async () => {
  await page.keyboard.press('ArrowUp');
  await field().fill('At **midnight**');
  await page.keyboard.press('Escape');
  await field().waitFor({ state: 'detached' });
  await inbox.message('ten').waitFor();
  await page.keyboard.type('And');
  await page.keyboard.press('ArrowUp');
  expect(await field().count()).toBe(0);
  await inbox.field.fill('');
});

it('a visitor who was away sees what was changed meanwhile', async () => {
  await widget.page.context().setOffline(true);
  await page.keyboard.press('ArrowUp');
  await field().fill('At **eleven**');
  await page.keyboard.press('Enter');
  await inbox.message('eleven').waitFor();
  expect(await widget.message('eleven').count()).toBe(0);
  await widget.page.context().setOffline(false);
  await widget.message('eleven').waitFor();
  await handsAreBack();
});

/** Where one writes: a key pressed earlier goes nowhere. */
const handsAreBack = () =>
  expect.poll(() => inbox.field.evaluate((it) => it === document.activeElement)).toBe(true);

it('deleting is asked first, and leaves a word in its place on both sides', async () => {
  const menu = () => page.getByRole('button', { name: letters.actions(thread.you) });
  await menu().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: revising.delete }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText(revising.deleteText).waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: revising.delete }).press('Enter');
  await inbox.log.getByText(letters.said.deleted).waitFor();
  await widget.log.getByText(visitorWords.removed).waitFor();
  expect(await widget.message('eleven').count()).toBe(0);
  const panel = widget.page.frames().at(-1);
  if (panel) await expectAccessible(panel);
});

const editor = () => widget.panel.getByRole('textbox', { name: later.editField });
const isWriting = () =>
  expect.poll(() => widget.field.evaluate((it) => it === document.activeElement)).toBe(true);
const said = (words: string, gaps: Record<string, string>) =>
  words.replace(/\{(\w+)\}/g, (_, gap: string) => gaps[gap] ?? '');
const options = (text: string) =>
  widget.panel.getByRole('button', { name: said(later.deeds, { text }) });

it('a visitor takes up their last message with ↑, Escape leaves it, Enter saves it on both sides', async () => {
  await widget.write('Do you have fens?');
  await inbox.message('Do you have fens?').waitFor();
  await widget.message('Do you have fens?').waitFor();
  await widget.field.press('ArrowUp');
  await expect.poll(() => editor().inputValue()).toBe('Do you have fens?');
  expect(await findings(panelIn(widget.page))).toEqual([]);
  await editor().fill('Nothing of this');
  await editor().press('Escape');
  await widget.message('Do you have fens?').waitFor();
  await isWriting();
  await widget.field.press('ArrowUp');
  await editor().fill('Do you have ferns?');
  await editor().press('Enter');
  await inbox.message('Do you have ferns?').waitFor();
  await widget.message('Do you have ferns?').waitFor();
  await widget.panel.getByRole('status').getByText(later.changed).waitFor();
  await isWriting();
  expect(await inbox.message('Do you have fens?').count()).toBe(0);
});

it('without a connection the words stay under the pen, and go when it is back', async () => {
  await widget.field.press('ArrowUp');
  await editor().fill('Do you have ferns, perhaps?');
  await widget.page.context().setOffline(true);
  await editor().press('Enter');
  await widget.panel.getByRole('alert').getByText(later.changeOffline).waitFor();
  expect(await editor().inputValue()).toBe('Do you have ferns, perhaps?');
  await widget.page.context().setOffline(false);
  await editor().press('Enter');
  await inbox.message('Do you have ferns, perhaps?').waitFor();
  await isWriting();
});

it('what was answered meanwhile stands, and the words can be sent by themselves', async () => {
  await widget.field.press('ArrowUp');
  await editor().fill('Or palms?');
  await inbox.answer('We have both');
  await widget.message('We have both').waitFor();
  await editor().press('Enter');
  await widget.panel.getByRole('alert').getByText(later.changeLate).waitFor();
  expect(await findings(panelIn(widget.page))).toEqual([]);
  await widget.panel.getByRole('button', { name: later.sendAnew }).press('Enter');
  await expect.poll(() => widget.field.inputValue()).toBe('Or palms?');
  await isWriting();
  await widget.field.press('Enter');
  await inbox.message('Or palms?').waitFor();
});

it('by mouse and in a menu it is taken back, after a question, and is gone on both sides', async () => {
  await widget.message('Or palms?').hover();
  await options('Or palms?').click();
  expect(await findings(panelIn(widget.page)), 'the menu').toEqual([]);
  await widget.panel.getByRole('menuitem', { name: later.takeBack }).click();
  const question = widget.panel.getByRole('group', { name: later.takeBack });
  await question.getByText(later.takeBackAsk).waitFor();
  expect(await findings(panelIn(widget.page)), 'the question').toEqual([]);
  await question.getByRole('button', { name: later.takeBack }).press('Enter');
  await expect.poll(() => widget.message('Or palms?').count()).toBe(0);
  await expect.poll(() => inbox.message('Or palms?').count()).toBe(0);
  await isWriting();
});

it('an agent quotes and reacts: the visitor sees both at once, and is led to what is quoted', async () => {
  await widget.write('Which day?');
  await inbox.message('Which day?').waitFor();
  const menu = page.getByRole('button', { name: letters.actions('Visitor') }).last();
  await menu.click();
  await page.getByRole('menuitem', { name: en.inbox.sending.quote }).click();
  await inbox.answer('On **Tuesday**');
  const title = said(later.quoteOf, { name: visitorWords.you, text: 'Which day?' });
  const quoted = widget.panel.getByTitle(title);
  await quoted.waitFor();
  await quoted.press('Enter');
  const entry = widget.log.getByRole('listitem').filter({ hasText: 'Which day?' });
  await expect.poll(() => entry.first().evaluate((it) => it === document.activeElement)).toBe(true);
  await menu.click();
  await page.getByRole('menuitemradio', { name: '🎉' }).click();
  await widget.panel
    .getByText(said(later.reaction, { emoji: '🎉', name: visitorWords.team }))
    .waitFor();
  expect(await findings(panelIn(widget.page))).toEqual([]);
});

it('a visitor quotes an answer by keyboard and reacts to it, and takes that back by pressing it', async () => {
  const deeds = options('On Tuesday');
  await widget.field.focus();
  await widget.page.keyboard.press('Shift+Tab');
  // The file button stands between.
  await widget.page.keyboard.press('Shift+Tab');
  // It stands at the message that the mouse rests on; arrow keys take it on to the last one.
  await expect
    .poll(async () => {
      await widget.page.keyboard.press('ArrowDown');
      return deeds.count();
    })
    .toBe(1);
  await deeds.press('Enter');
  await widget.panel.getByRole('menuitem', { name: later.quote }).press('Enter');
  await widget.panel.getByText(said(later.quoting, { name: 'Ana' })).waitFor();
  await isWriting();
  await widget.field.press('Escape');
  await expect
    .poll(() => widget.panel.getByText(said(later.quoting, { name: 'Ana' })).count())
    .toBe(0);
  await deeds.press('Enter');
  await widget.panel.getByRole('menuitem', { name: later.quote }).press('Enter');
  await widget.write('Fine, Tuesday');
  await inbox.message('Fine, Tuesday').waitFor();
  await inbox.log.getByRole('button', { name: /Tuesday/ }).waitFor();
  await widget.message('Tuesday').hover();
  await deeds.click();
  expect(await findings(panelIn(widget.page)), 'the menu of an answer').toEqual([]);
  await widget.panel.getByRole('menuitemradio', { name: '👍' }).click();
  const told = inbox.log.locator('.message-reactions li').filter({ hasText: '👍' });
  await told.waitFor();
  const own = said(later.reaction, { emoji: '👍', name: visitorWords.you });
  await widget.panel.getByRole('button', { name: own }).press('Enter');
  await told.waitFor({ state: 'detached' });
  await expect.poll(() => widget.panel.getByRole('button', { name: own }).count()).toBe(0);
});

it('is there in Chinese', async () => {
  await inbox.answer('Yes');
  await widget.message('Yes').waitFor();
  await ana.expect('PATCH', '/api/v1/agents/me', { locale: 'zh-CN' });
  await page.reload();
  const name = zhCn.inbox.letters.actions(zhCn.inbox.thread.you);
  await page.getByRole('button', { name }).last().press('Enter');
  await page.getByRole('menuitem', { name: zhCn.inbox.revising.delete }).waitFor();
});
