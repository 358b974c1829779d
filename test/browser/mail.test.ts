/** Mail as agents read and write it: what comes in can do nothing, what goes out can be taken back. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { CreatedChannel } from '../../server/wire/channels.ts';
import type { Message } from '../../server/wire/messages.ts';
import { type Letter, letter } from '../support/letters.ts';
import type { MailServer } from '../support/mail-server.ts';
import { startSink } from '../support/mailbox.ts';
import { Remote } from '../support/remote.ts';
import { Inbox } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const { letters, composer, state } = en.inbox;
const HOOK = 'the password of the webhook';
const BO = 'Bo Lind <bo@example.org>';

let stage: Stage;
let ana: Remote;
let page: Page;
let inbox: Inbox;
let mails: MailServer;
let channelId: string;
/** Somebody else's web server: whoever asks it for anything has told that the mail was read. */
let elsewhere: Server;
const asked: IncomingMessage[] = [];

beforeAll(async () => {
  elsewhere = createServer((request, response) => {
    asked.push(request);
    response.setHeader('content-type', 'image/gif').end(GIF);
  });
  await new Promise<void>((done) => elsewhere.listen(0, '127.0.0.1', done));
  [stage, mails] = [await Stage.open({ ALLOWED_NETWORKS: '127.0.0.0/8' }), await startSink()];
  ana = await stage.ana();
  const settings = {
    ...{ address: 'help@example.com', senderName: 'Support', webhookPassword: HOOK },
    ...{ smtpHost: '127.0.0.1', smtpPort: String(mails.port), smtpSecurity: 'none' },
    ...{ password: 'anything', authservId: 'mx.example.com' },
  };
  const channel = { adapter: 'email', name: 'Support mail', settings };
  channelId = (await ana.expect<CreatedChannel>('POST', '/api/v1/channels', channel)).id;
  page = await stage.window({ as: ana, acceptDownloads: true });
  inbox = new Inbox(page);
}, 60_000);
afterAll(async () => {
  await stage.close();
  await mails.stop();
  elsewhere.close();
});
beforeEach(() => {
  asked.length = 0;
});

const GIF = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAA=', 'base64');

/** A mail arrives and is opened. */
async function receive(subject: string, parts: Letter): Promise<void> {
  const login = Buffer.from(`postmark:${HOOK}`).toString('base64');
  const provider = new Remote(stage.url, { authorization: `Basic ${login}` });
  const RawEmail = letter({ from: BO, subject, ...parts });
  const body = { RawEmail, OriginalRecipient: 'help@example.com' };
  await provider.expect('POST', `/channels/${channelId}/webhook`, body);
  await inbox.goto('all');
  await inbox.open(subject);
}

const button = (name: string | RegExp, within: Page | Locator = page) =>
  within.getByRole('button', { name, exact: true });
const chips = (field: 'to' | 'cc') =>
  page.getByRole('list', { name: letters.fields[field] }).getByRole('listitem').allTextContents();
const tab = (name: string) => page.getByRole('tab', { name, exact: true });
const articles = () => inbox.log.getByRole('article');

describe('a hostile mail, shown as its sender designed it', () => {
  const body = () => hostile(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`);
  const dialogsOf = (shown: Page): string[] => {
    const dialogs: string[] = [];
    shown.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    return dialogs;
  };

  it('would do all that, if it were shown as it is', async () => {
    const careless = await stage.window();
    const dialogs = dialogsOf(careless);
    await careless.setContent(body(), { waitUntil: 'commit' });
    await expect.poll(() => dialogs.toSorted()).toEqual(expect.arrayContaining(['2', '3']));
    await expect.poll(() => asked.map(({ url }) => url)).toContain('/refresh');
    expect(asked.map(({ url }) => url)).toEqual(
      expect.arrayContaining(['/import.css', '/pixel.gif', '/style', '/frame']),
    );
    await careless.context().close();
  });

  it('runs nothing, asks for nothing and leads nowhere', async () => {
    const dialogs = dialogsOf(page);
    const content = { type: 'text/html; charset=utf-8', body: body() };
    await receive('Harmless', { content });
    const address = page.url();
    await page.getByText(letters.original, { exact: true }).click();
    const frame = page.frameLocator(`iframe[title^="${letters.frame('')}"]`);
    await frame.getByText('Nothing to see').waitFor();
    expect(await frame.locator('b').count()).toBe(1);
    await page.waitForTimeout(1_500);
    expect(dialogs).toEqual([]);
    expect(asked.map(({ url }) => url)).toEqual([]);
    expect(page.url()).toBe(address);
    expect(page.frames().map((one) => new URL(one.url()).origin)).toEqual([
      new URL(stage.url).origin,
      new URL(stage.url).origin,
    ]);
  });

  it('shows images from elsewhere only when asked to, fetched by the server and not by the browser', async () => {
    await button(letters.loadImages).click();
    await expect.poll(() => asked.map(({ url }) => url)).toContain('/pixel.gif');
    const agents = asked.map(({ headers }) => headers['user-agent'] ?? '');
    expect(agents.filter((agent) => /Chrom/.test(agent))).toEqual([]);
    expect(asked.map(({ headers }) => headers.referer)).toEqual(asked.map(() => undefined));
  });
});

function hostile(at: string): string {
  return `<html><head><meta http-equiv="refresh" content="0;url=${at}/refresh">
<style>@import url(${at}/import.css); body { background: url(${at}/background) }</style>
<link rel="stylesheet" href="${at}/link.css"><base href="${at}/"></head>
<body onload="alert(1)"><script>alert(2)</script><img src="data:," onerror="alert(3)">
<img src="${at}/pixel.gif" width="1" height="1" alt="">
<svg onload="alert(4)"><image href="${at}/svg"/></svg><iframe src="${at}/frame"></iframe>
<form action="${at}/form"><input name="q"><button>Go</button></form>
<video poster="${at}/poster" autoplay></video><object data="${at}/object"></object>
<div style="background-image:url(${at}/style)"><b>Nothing to see</b></div>
<a href="javascript:alert(5)">here</a></body></html>`;
}

describe('reading', () => {
  it('warns where a mail may not be from whom it says', async () => {
    const verdict = 'Authentication-Results: mx.example.com; dmarc=fail header.from=bank.example';
    await receive('Locked', { from: 'Bank <alert@bank.example>', headers: [verdict] });
    await inbox.log.getByText('This may not be from alert@bank.example').waitFor();
  });

  it('folds what only repeats, and what is very long', async () => {
    const text = `It is here.\r\n\r\nOn Mon, 23 Nov 2026 at 10:00, Support <help@example.com> wrote:\r\n> Where is it?`;
    await receive('Quoted', { text });
    await inbox.message('It is here.').waitFor();
    expect(await inbox.log.getByText('Where is it?').count()).toBe(0);
    await button(letters.showQuoted).click();
    await inbox.log.getByText('Where is it?').waitFor();
    const lines = Array.from({ length: 60 }, (_, at) => `Line ${at + 1}`).join('\r\n');
    await receive('Long', { text: lines });
    expect(await inbox.log.getByText('Line 60').count()).toBe(0);
    await button(letters.showAll(60)).click();
    await inbox.log.getByText('Line 60').waitFor();
  });

  it('hands out the mail as it arrived', async () => {
    await receive('Raw one', { text: 'The very same bytes.' });
    await articles().last().hover();
    await button(letters.actions('Bo Lind')).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: letters.raw }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.eml$/);
    const raw = await readFile(await download.path(), 'utf8');
    expect(raw).toContain('Subject: Raw one\r\n');
  });
});

describe('writing', () => {
  it('goes to whom the chips say: the sender, or everybody', async () => {
    await receive('Order 17', { cc: 'Mia <mia@example.org>', text: 'Where is order 17?' });
    await expect.poll(() => chips('to')).toEqual(['Bo Lind']);
    expect(await page.getByRole('list', { name: letters.fields.cc }).count()).toBe(0);
    await inbox.log.focus();
    await page.keyboard.press('Shift+R');
    await expect.poll(() => chips('cc')).toEqual(['Mia']);
    await page.keyboard.type('On its way.');
  });

  it('refuses what is no address, and takes several at once', async () => {
    const field = page.getByRole('textbox', { name: `${letters.fields.cc}: ${letters.addTo}` });
    await field.fill('nonsense');
    await field.press('Enter');
    await inbox.field.press('Control+Enter');
    await page.locator('.composer').getByText(letters.invalid('nonsense')).last().waitFor();
    await field.press('Backspace');
    await field.fill('Cy <cy@example.org>, di@example.org');
    await field.press(',');
    await expect.poll(() => chips('cc')).toEqual(['Mia', 'Cy', 'di@example.org']);
  });

  it('takes back what was just sent, with its words, its recipients and what came after', async () => {
    await inbox.field.press('Control+Shift+Enter');
    await page.getByText(letters.sentDone, { exact: true }).waitFor();
    await inbox.row('Order 17').waitFor();
    await page.keyboard.press('z');
    await expect.poll(() => inbox.field.inputValue()).toBe('On its way.');
    await expect.poll(() => chips('cc')).toEqual(['Mia', 'Cy', 'di@example.org']);
    await inbox.log.getByText(state.cancelled).waitFor();
    await button(en.inbox.head.done).waitFor();
    expect(mails.taken).toEqual([]);
  });

  it('goes when it is not taken back, once and to everybody', async () => {
    await inbox.field.press('Control+Enter');
    await inbox.log.getByText(/Goes in \d+ s/).waitFor();
    await expect.poll(() => mails.taken.length, { timeout: 25_000 }).toBe(1);
    const to = mails.taken[0]?.to.toSorted();
    expect(to).toEqual(['bo@example.org', 'cy@example.org', 'di@example.org', 'mia@example.org']);
  });

  it('passes a mail on beside the conversation', async () => {
    await inbox.log.focus();
    await page.keyboard.press('f');
    await page.getByText(letters.passingOn('Bo Lind', '')).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.locator('.composer').getByText(letters.nobody).waitFor();
    const field = page.getByRole('textbox', { name: `${letters.fields.to}: ${letters.addTo}` });
    await field.fill('warehouse@example.net');
    await field.press('Enter');
    await inbox.field.fill('Can you find it?');
    await inbox.field.press('Control+Enter');
    await inbox.log.getByText(letters.side('warehouse@example.net')).waitFor();
    expect(await tab(composer.reply).getAttribute('aria-selected')).toBe('true');
    await expect.poll(() => chips('to')).toEqual(['Bo Lind']);
  });

  it('sends later, and not at all when that is cancelled', async () => {
    await inbox.field.fill('Good morning.');
    await button(composer.sendMore).click();
    await page.getByRole('menuitem', { name: letters.later }).click();
    const dialog = page.getByRole('dialog', { name: letters.laterTitle });
    await dialog.getByRole('button', { name: en.inbox.snooze.tomorrow }).click();
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: /^Send / }).click();
    const message = articles().filter({ hasText: 'Good morning.' });
    await message.getByText(/^Goes \w{3},? /).waitFor();
    const word = page.locator('.toast').getByText(/^Goes \w{3},? /);
    expect(await word.count()).toBe(1);
    await button(letters.cancel, message).click();
    await message.getByText(state.cancelled).waitFor();
    // Nothing goes on saying that it goes.
    await word.waitFor({ state: 'detached' });
    expect(await inbox.field.inputValue()).toBe('Good morning.');
    const said = await ana.get<{ data: { id: string; subject: string }[] }>(
      '/api/v1/conversations?view=all',
    );
    const id = said.data.find(({ subject }) => subject === 'Order 17')?.id;
    const { data } = await ana.get<{ data: Message[] }>(`/api/v1/conversations/${id}/messages`);
    expect(data.find(({ text }) => text === 'Good morning.')?.state).toBe('cancelled');
  });
});
