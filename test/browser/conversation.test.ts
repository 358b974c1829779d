/** A visitor and an agent, side by side, each in a browser of their own. */
import { Buffer } from 'node:buffer';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { Message } from '../../server/wire/messages.ts';
import { en as visitorWords } from '../../widget/words/en.ts';
import { later as laterWords } from '../../widget/words/later/en.ts';
import type { Remote } from '../support/remote.ts';
import { Inbox, inOrder, Widget } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

let stage: Stage;
let ana: Remote;
let desk: Page;
let inbox: Inbox;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  desk = await stage.window({ as: ana });
  inbox = new Inbox(desk);
  await inbox.goto();
});
afterAll(() => stage.close());

async function visit(): Promise<Widget> {
  const page = await stage.window();
  await page.goto('/demo');
  const widget = new Widget(page);
  await widget.open();
  return widget;
}

describe('a visitor of the demo page writes in the widget', () => {
  let widget: Widget;

  it('and the words appear in the inbox without anybody loading a page', async () => {
    await inbox.page.getByText(en.inbox.empty.inbox).waitFor();
    widget = await visit();
    await widget.write('Do you deliver on Sundays?');
    await inbox.row('Do you deliver on Sundays?').waitFor();
    await inbox.open('Do you deliver on Sundays?');
    await inbox.message('Do you deliver on Sundays?').waitFor();
  });

  it('the answer appears in the widget, and each side learns that it was read', async () => {
    await widget.log.getByText(visitorWords.seen).waitFor();
    await inbox.answer('On Saturdays, with pleasure.');
    await widget.message('On Saturdays, with pleasure.').waitFor();
    await inbox.log.getByText(en.inbox.state.read).waitFor();
  });

  it('each sees the other typing', async () => {
    await widget.field.pressSequentially('Hmm');
    await desk.getByText(/ is typing$/).waitFor();
    await inbox.field.pressSequentially('Yes');
    await widget.log.getByText(laterWords.typing.replace('{name}', 'ana')).waitFor();
  });

  it('what is made bold by a key is bold on both sides, and undone by the browser’s own undo', async () => {
    await inbox.field.fill('We are open on Sunday');
    await inbox.field.press('Shift+Control+ArrowLeft');
    await inbox.field.press('Control+b');
    await expect.poll(() => inbox.field.inputValue()).toBe('We are open on **Sunday**');
    await inbox.field.press('Control+z');
    await expect.poll(() => inbox.field.inputValue()).toBe('We are open on Sunday');
    await inbox.field.press('End');
    await inbox.field.press('Shift+Control+ArrowLeft');
    await desk.getByRole('button', { name: en.inbox.composer.formats.title }).click();
    await desk.getByRole('menuitem', { name: en.inbox.composer.formats.bold }).click();
    await expect.poll(() => inbox.field.inputValue()).toBe('We are open on **Sunday**');
    await inbox.field.press('Control+Enter');
    for (const log of [inbox.log, widget.log]) {
      await log.locator('strong', { hasText: /^Sunday$/ }).waitFor();
    }
  });

  it('so is what the visitor made bold; where their links lead is said beside their words', async () => {
    await widget.write('**Quick**: [my bank](https://example.com/x) or https://example.org/');
    for (const log of [widget.log, inbox.log]) {
      await log.locator('strong', { hasText: /^Quick$/ }).waitFor();
    }
    const said = inbox.log.getByRole('article').last().locator('.bubble-text');
    const shown = 'Quick: my bank (example.com) or https://example.org/';
    await expect.poll(() => said.innerText()).toBe(shown);
    const [bank, other] = await said.getByRole('link').all();
    expect(await bank?.getAttribute('href')).toBe('https://example.com/x');
    expect(await other?.getAttribute('rel')).toContain('noopener');
  });

  it('an emoji is found by a colon, or picked', async () => {
    await inbox.field.pressSequentially('See you :party');
    await desk.getByRole('option', { name: /🎉/ }).waitFor();
    await inbox.field.press('Enter');
    await expect.poll(() => inbox.field.inputValue()).toBe('See you 🎉');
    await desk.getByRole('button', { name: en.inbox.composer.emoji }).click();
    await desk.getByRole('menuitem', { name: '👋' }).click();
    await expect.poll(() => inbox.field.inputValue()).toBe('See you 🎉👋');
    await inbox.field.press('Control+Enter');
    await widget.message('See you 🎉👋').waitFor();
  });

  it('a visitor picks one by arrow keys, into the middle of what they write, and can take it back', async () => {
    const { panel, field } = widget;
    const keyboard = widget.page.keyboard;
    await field.fill('Until  then');
    for (let n = 0; n < 5; n += 1) await field.press('ArrowLeft');
    await panel.getByRole('button', { name: visitorWords.emoji }).click();
    await panel.getByRole('menuitem', { name: '🙂' }).waitFor();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowLeft', 'Enter']) await keyboard.press(key);
    await expect.poll(() => field.inputValue()).toBe('Until 🤔 then');
    await keyboard.type('!');
    expect(await field.inputValue()).toBe('Until 🤔! then');
    await panel.getByRole('button', { name: visitorWords.emoji }).click();
    await panel.getByRole('menuitem', { name: '🙂' }).waitFor();
    await keyboard.press('Escape');
    await expect.poll(() => panel.getByRole('menu').count()).toBe(0);
    await widget.write('Until 🤔 then');
    await widget.message('Until 🤔 then').waitFor();
  });

  it('a note stays among the agents', async () => {
    await desk.getByRole('tab', { name: en.inbox.composer.note }).click();
    await inbox.noteField.fill('MARKER-5120 a regular');
    await desk.getByRole('button', { name: en.inbox.composer.addNote }).click();
    await inbox.message('MARKER-5120 a regular').waitFor();
    await desk.getByRole('tab', { name: en.inbox.composer.reply }).click();
    await inbox.field.fill('After the note.');
    await inbox.field.press('Control+Enter');
    await widget.message('After the note.').waitFor();
    expect(await widget.log.textContent()).not.toContain('MARKER-5120');
  });

  it('a reload and a second tab show the whole talk, each message once', async () => {
    const talk = ['Do you deliver on Sundays?', 'On Saturdays, with pleasure.', 'After the note.'];
    const words = new RegExp(talk.map((text) => text.replaceAll(/[.?]/g, '\\$&')).join('|'), 'g');
    await widget.page.reload();
    await widget.open();
    await expect.poll(() => inOrder(widget.log, words)).toEqual(talk);
    const second = new Widget(await stage.tabBeside(widget.page));
    await second.page.goto('/demo');
    await second.open();
    await expect.poll(() => inOrder(second.log, words)).toEqual(talk);
    await second.write('From the second tab');
    await widget.message('From the second tab').waitFor();
    await inbox.message('From the second tab').waitFor();
    await desk.reload();
    await expect.poll(() => inOrder(inbox.log, words)).toEqual(talk);
    for (const log of [widget.log, second.log, inbox.log]) {
      await expect.poll(() => inOrder(log, /From the second tab/g)).toHaveLength(1);
    }
  });
});

describe('files', () => {
  /** A picture of one green point, and a document of one empty page. */
  const picture = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgWOz5HwAFAgK1q1gLtgAAAABJRU5ErkJggg==',
    'base64',
  );
  const paper = Buffer.from(
    '%PDF-1.1\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
  );
  const files = [
    { name: 'fern.png', mimeType: 'image/png', buffer: picture },
    { name: 'care.pdf', mimeType: 'application/pdf', buffer: paper },
  ];
  let widget: Widget;

  it('from the visitor: the picture is shown to the agent, the document offered for saving', async () => {
    widget = await visit();
    await widget.panel.locator('input[type=file]').setInputFiles(files);
    for (const { name } of files) {
      await widget.panel.getByText(laterWords.uploaded.replace('{name}', name)).waitFor();
    }
    await widget.write('Is it ill?');
    await inbox.goto();
    await inbox.open('Is it ill?');
    await shows(inbox.log.getByRole('img', { name: 'fern.png' }));
    const [download] = await Promise.all([
      desk.waitForEvent('download'),
      inbox.log.getByRole('link', { name: 'care.pdf' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('care.pdf');
  });

  it('from the agent: the same in the widget', async () => {
    await desk.locator('input[type=file]').setInputFiles(files);
    await expect.poll(() => desk.getByRole('button', { name: /^Remove / }).count()).toBe(2);
    await expect.poll(() => desk.getByRole('progressbar').count()).toBe(0);
    await inbox.answer('Not at all. Water it like this.');
    const answer = widget.message('Not at all. Water it like this.');
    await answer.waitFor();
    await shows(widget.log.getByRole('img', { name: 'fern.png' }).last());
    const [download] = await Promise.all([
      widget.page.waitForEvent('download'),
      widget.log
        .getByRole('button', { name: /^Download care\.pdf/ })
        .last()
        .click(),
    ]);
    expect(download.suggestedFilename()).toBe('care.pdf');
  });

  it('from the agent: one that was not uploaded holds the answer back until it is taken off', async () => {
    const { composer } = en.inbox;
    await desk.route('**/api/v1/attachments', (route) => route.abort());
    await desk.locator('input[type=file]').setInputFiles(files.slice(0, 1));
    await desk.getByText(/^fern\.png was not uploaded\./).waitFor();
    await inbox.field.fill('See the picture.');
    await inbox.field.press('Control+Enter');
    await desk.getByRole('status').getByText(composer.withoutFile('fern.png')).waitFor();
    expect(await inbox.field.inputValue()).toBe('See the picture.');
    await desk.unroute('**/api/v1/attachments');
    await desk.getByRole('button', { name: composer.removeFile('fern.png') }).click();
    await inbox.answer('No picture this time.');
    await widget.message('No picture this time.').waitFor();
  });

  it('from a visitor on a phone: a photo by the camera', async () => {
    const page = await stage.window({ hasTouch: true, isMobile: true });
    const phone = new Widget(page);
    await page.goto('/demo');
    await phone.open();
    const { panel } = phone;
    await panel.getByRole('button', { name: visitorWords.more }).click();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      panel.getByRole('menuitem', { name: laterWords.photo }).click(),
    ]);
    await chooser.setFiles(files.slice(0, 1));
    await panel.getByRole('menu').waitFor({ state: 'detached' });
    await panel.getByText(laterWords.uploaded.replace('{name}', 'fern.png')).waitFor();
    await page.context().close();
  });

  it('from either: a large picture stands there small, and opens whole in a page of its own', async () => {
    const create = { width: 2_000, height: 1_500, channels: 3, background: '#3a7d44' } as const;
    const buffer = await sharp({
      create: { ...create, noise: { type: 'gaussian', mean: 120, sigma: 40 } },
    })
      .jpeg()
      .toBuffer();
    const large = { name: 'garden.jpg', mimeType: 'image/jpeg', buffer };
    await desk.locator('input[type=file]').setInputFiles(large);
    await expect.poll(() => desk.getByRole('progressbar').count()).toBe(0);
    await inbox.answer('This is how ours looks.');
    await widget.message('This is how ours looks.').waitFor();
    const sides = [
      { page: desk, log: inbox.log, address: /\/api\/v1\/attachments\/[\w-]+$/ },
      { page: widget.page, log: widget.log, address: /^blob:/ },
    ];
    for (const { page, log, address } of sides) {
      const image = log.getByRole('img', { name: 'garden.jpg' });
      await shows(image, 720);
      const [whole] = await Promise.all([page.waitForEvent('popup'), image.click()]);
      await expect.poll(() => whole.url()).toMatch(address);
      await shows(whole.locator('img'), 2_000);
      await whole.close();
    }
    // Chromium gives the page of a picture a style of its own, which the picture's policy forbids: nothing else was.
    const others = stage.mishaps.splice(0).filter((text) => !text.includes('inline style'));
    expect(others).toEqual([]);
  });

  async function shows(image: ReturnType<Widget['message']>, pixels = 1): Promise<void> {
    await image.waitFor();
    const width = () => image.evaluate((element) => (element as HTMLImageElement).naturalWidth);
    await expect.poll(width).toBe(pixels);
  }
});

describe('several visitors', () => {
  it('have talks of their own, and the agent answers the right one', async () => {
    const first = await visit();
    const second = await visit();
    await first.write('I am the first');
    await second.write('I am the second');
    for (const { log } of [first, second]) await log.getByText(visitorWords.sent).waitFor();
    await inbox.goto();
    await inbox.open('I am the second');
    await inbox.answer('Hello second');
    await second.message('Hello second').waitFor();
    expect(await first.log.textContent()).not.toContain('Hello second');
    const { data } = await ana.get<{ data: { id: string; preview: string }[] }>(
      '/api/v1/conversations?view=all',
    );
    const other = data.find(({ preview }) => preview === 'I am the first');
    const words = await ana.get<{ data: Message[] }>(`/api/v1/conversations/${other?.id}/messages`);
    expect(words.data.map(({ text }) => text)).toEqual(['I am the first']);
  });
});
