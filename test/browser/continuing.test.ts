/** A visitor leaves an address and then the page; answers follow by mail, and what is answered there stands in the chat. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { Channel } from '../../server/wire/channels.ts';
import { en as visitorWords } from '../../widget/words/en.ts';
import { later as laterWords } from '../../widget/words/later/en.ts';
import { fill } from '../../widget/words/words.ts';
import { expectAccessible } from '../support/axe.ts';
import { letter } from '../support/letters.ts';
import type { MailServer } from '../support/mail-server.ts';
import { fieldOf, startSink } from '../support/mailbox.ts';
import { connectAt, Remote } from '../support/remote.ts';
import { Inbox, panelIn, Widget } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const { continuing: said } = en.settings;
const ADDRESS = 'nora@example.org';
const WEBHOOK_PASSWORD = 'the password of the webhook';

let stage: Stage;
let sink: MailServer;
let ana: Remote;
let mailbox: Channel;
let website: string;
let visitor: Page;
let widget: Widget;

beforeAll(async () => {
  [stage, sink] = [await Stage.open({ ALLOWED_NETWORKS: '127.0.0.0/8' }), await startSink()];
  ana = await stage.ana();
  website = await stage.websiteId(ana);
});
afterAll(async () => {
  await stage.close();
  await sink.stop();
});

it('an admin is told that it takes a mailbox, and then chooses when and by which', async () => {
  const page = await stage.window({ as: ana });
  await page.goto(`/settings/channels/${website}`);
  await page.getByText(said.none).waitFor();
  mailbox = await connectAt(ana, {
    adapter: 'email',
    name: 'Help desk',
    settings: {
      ...{ address: 'help@example.com', webhookPassword: WEBHOOK_PASSWORD },
      ...{ smtpHost: '127.0.0.1', smtpPort: String(sink.port), smtpSecurity: 'none' },
      smtpPassword: 'for sending',
    },
  });
  await page.reload();
  const card = page.getByRole('region', { name: said.title });
  await card.getByLabel(said.when).selectOption({ label: said.after(5) });
  await card.getByLabel(said.by).selectOption({ label: 'Help desk' });
  await card.getByRole('button', { name: en.common.save }).click();
  await page.getByText(said.saved).waitFor();
  const { continues } = await ana.get<Channel>(`/api/v1/channels/${website}`);
  expect(continues).toEqual({ channelId: mailbox.id, minutes: 5 });
  await page.context().close();
});

it('outside the hours a visitor who has written is asked for an address, by a message that stops nothing', async () => {
  const hours = { zone: 'UTC', week: Array.from({ length: 7 }, () => []), holidays: [] };
  await ana.expect('PATCH', `/api/v1/channels/${website}`, { hours });
  visitor = await stage.window();
  widget = new Widget(visitor);
  await visitor.goto('/demo');
  await widget.open();
  expect(await widget.panel.getByText(laterWords.askEmailAway).count()).toBe(0);
  await widget.write('Is it in stock?');
  await widget.panel.getByText(laterWords.askEmailAway).waitFor();
  await widget.write('The large one, I mean.');
  await widget.message('The large one, I mean.').waitFor();
  const field = widget.panel.getByRole('textbox', { name: laterWords.email });
  await field.fill('nora');
  await field.press('Enter');
  await widget.panel.getByText(laterWords.emailWrong).waitFor();
  await field.fill(ADDRESS);
  await field.press('Enter');
  await widget.panel.getByText(fill(laterWords.emailLeft, { email: ADDRESS })).waitFor();
});

it('the visitor leaves, an agent answers twice, and one mail follows', async () => {
  await visitor.goto('about:blank');
  const inbox = new Inbox(await stage.window({ as: ana }));
  await inbox.goto('all');
  await inbox.open(/The large one/);
  await inbox.answer('Yes, twelve of them.');
  await inbox.message('Yes, twelve of them.').waitFor();
  await inbox.answer('Shall we put one aside?');
  await inbox.message('Shall we put one aside?').waitFor();
  await stage.inDatabase(async (database) => {
    // When both have gone out to the chat, which screens show before: hours pass.
    const gone = () =>
      database`select 1 from messages where agent_id is not null and state = 'accepted'`;
    await expect.poll(async () => (await gone()).length).toBe(2);
    await database`update messages set created_at = created_at - interval '1 hour'`;
    await database`update threads set heard_at = heard_at - interval '1 hour'`;
    await database`update continuations set here_at = here_at - interval '1 hour', due_at = now()`;
  });
  await expect.poll(() => sink.taken.length).toBe(1);
  expect(sink.taken[0]?.to).toEqual([ADDRESS]);
  await inbox.page.getByText(en.inbox.letters.followed(ADDRESS)).waitFor();
  await inbox.page.context().close();
});

it('what is answered to the mail is in the chat when the visitor is back', async () => {
  const [mail] = sink.taken;
  const to = mail ? fieldOf(mail, 'Reply-To').replace(/^.*<|>.*$/g, '') : '';
  const raw = letter({ from: `Nora <${ADDRESS}>`, to, text: 'Yes, please.' });
  const login = Buffer.from(`postmark:${WEBHOOK_PASSWORD}`).toString('base64');
  const postmark = new Remote(stage.url, { authorization: `Basic ${login}` });
  const posted = { RawEmail: raw, OriginalRecipient: to };
  await postmark.expect('POST', `/channels/${mailbox.id}/webhook`, posted);
  await visitor.goto('/demo');
  await widget.open();
  for (const text of ['Yes, twelve of them.', 'Shall we put one aside?', 'Yes, please.']) {
    await widget.message(text).waitFor();
  }
  expect(await widget.panel.getByText(laterWords.askEmailAway).count()).toBe(0);
});

it('the visitor has all of it sent to the address they left, and is told so once it is taken', async () => {
  const { panel } = widget;
  await panel.getByRole('button', { name: visitorWords.more }).click();
  await panel.getByRole('menuitem', { name: laterWords.copy }).click();
  const field = panel.getByRole('textbox', { name: laterWords.email });
  await expect.poll(() => field.inputValue()).toBe(ADDRESS);
  await panel.getByRole('button', { name: visitorWords.send }).first().click();
  await panel.getByText(fill(laterWords.copySent, { email: ADDRESS })).waitFor();
  await expect.poll(() => sink.taken.length).toBe(2);
  expect(sink.taken[1]?.to).toEqual([ADDRESS]);
  await field.press('Escape');
  await field.waitFor({ state: 'detached' });
});

it('where an admin lets them, a visitor says where they are, after the browser has asked', async () => {
  const { panel } = widget;
  const more = panel.getByRole('button', { name: visitorWords.more });
  const offer = panel.getByRole('menuitem', { name: laterWords.whereSend });
  await more.click();
  await panel.getByRole('menuitem', { name: laterWords.copy }).waitFor();
  expect(await offer.count()).toBe(0);
  const settings = { location: 'on' };
  await ana.expect('PATCH', `/api/v1/channels/${website}`, { settings });
  await visitor.reload();
  await widget.open();
  await more.click();
  await offer.click();
  const sheet = panel.getByRole('group', { name: laterWords.whereSend });
  const send = sheet.getByRole('button', { name: laterWords.whereSend });
  await send.click();
  await sheet.getByText(laterWords.whereRefused).waitFor();
  await expectAccessible(panelIn(visitor));
  await visitor.context().setGeolocation({ latitude: 52.5200066, longitude: 13.404954 });
  await visitor.context().grantPermissions(['geolocation']);
  await send.click();
  await sheet.waitFor({ state: 'detached' });
  const map = 'https://www.openstreetmap.org/?mlat=52.52001&mlon=13.40495';
  await widget.log.getByRole('link', { name: map }).waitFor();
  await widget.log.getByText(laterWords.whereHere).waitFor();
});

it('the visitor ends the chat, says how it was, and the agent reads both', async () => {
  const inbox = new Inbox(await stage.window({ as: ana }));
  await inbox.goto('all');
  await inbox.open(/openstreetmap/);
  const { panel } = widget;
  await panel.getByRole('button', { name: visitorWords.more }).click();
  await panel.getByRole('menuitem', { name: laterWords.end }).click();
  await panel.getByText(laterWords.endAsk).waitFor();
  await panel.getByRole('button', { name: laterWords.end }).click();
  await panel.getByText(laterWords.ended).waitFor();
  expect(await panel.getByText(laterWords.rateAsk).count()).toBe(1);
  await panel.getByRole('radio', { name: laterWords.rate4, exact: true }).check();
  await panel.getByLabel(laterWords.rateComment).fill('Quick and kind');
  await panel.getByRole('button', { name: laterWords.rateSend }).click();
  await panel.getByText(laterWords.rateThanks).waitFor();
  expect(await panel.getByText(laterWords.rateAsk).count()).toBe(0);
  await inbox.page.getByText(/ended the chat$/).waitFor();
  await inbox.page.getByText(/rated it 4 of 5 · “Quick and kind”$/).waitFor();
  await inbox.page.context().close();
  await widget.write('One more thing.');
  await widget.message('One more thing.').waitFor();
  expect(await panel.getByText(laterWords.ended).count()).toBe(0);
});

it('an admin has visitors asked before they write, and a new one answers; who is known is not asked', async () => {
  const page = await stage.window({ as: ana });
  await page.goto(`/settings/channels/${website}`);
  const { asking } = en.settings;
  const card = page.getByRole('region', { name: asking.title });
  await card.getByRole('button', { name: asking.add }).click();
  await card.getByRole('button', { name: asking.add }).click();
  const second = card.getByRole('group').nth(1);
  await second.getByLabel(asking.kind).selectOption({ label: asking.kinds.consent });
  // Nothing is kept before it says what it asks.
  await card.getByRole('button', { name: en.common.save }).click();
  await second.getByText(en.common.required).waitFor();
  await second.getByLabel(asking.consent).fill('We keep what is said here.');
  await card.getByRole('button', { name: asking.add }).click();
  await card.getByRole('button', { name: en.common.save }).click();
  await page.getByText(asking.saved).waitFor();
  await page.context().close();

  const newcomer = new Widget(await stage.window());
  await newcomer.page.goto('/demo');
  await newcomer.launcher.click();
  const { panel } = newcomer;
  const start = panel.getByRole('button', { name: laterWords.startChat });
  await start.click();
  expect(await panel.getByText(laterWords.fieldNeeded).count()).toBe(3);
  await panel.getByLabel(laterWords.name, { exact: true }).fill('Lea');
  await panel.getByLabel('We keep what is said here.').check();
  await panel.getByLabel(laterWords.email).fill('lea@example.org');
  await start.click();
  await newcomer.write('Do you ship to Basel?');
  await newcomer.message('Do you ship to Basel?').waitFor();
  await newcomer.log.getByText(visitorWords.sent).waitFor();
  // Nobody is here, but where the answer may go was said a moment ago.
  expect(await panel.getByText(laterWords.askEmailAway).count()).toBe(0);
  const inbox = new Inbox(await stage.window({ as: ana }));
  await inbox.goto('all');
  await inbox.open(/ship to Basel/);
  await inbox.page
    .getByText(
      'Lea answered before writing · Name: Lea · Agreed to “We keep what is said here.” (version 1) · E-mail: lea@example.org',
    )
    .waitFor();
  await visitor.reload();
  await widget.open();
  await widget.message('One more thing.').waitFor();
  expect(await widget.panel.getByText(laterWords.intakeLead).count()).toBe(0);
});
