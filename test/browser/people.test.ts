/** Colleagues: invited by a link, seen at work, removed while their screen is open. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import { reset } from '../../inbox-ui/words/en/reset.ts';
import type { Agent } from '../../server/wire/people.ts';
import { findings } from '../support/axe.ts';
import { type MailServer, opened } from '../support/mail-server.ts';
import { startSink } from '../support/mailbox.ts';
import type { Remote } from '../support/remote.ts';
import { Inbox, Widget } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const { people } = en.settings;
const { invitation, logIn, name, password } = en.session;

let sink: MailServer;
let stage: Stage;
let ana: Remote;
let desk: Page;
let bos: Page;

beforeAll(async () => {
  sink = await startSink();
  stage = await Stage.open({
    SMTP_URL: `smtp://desk:secret@127.0.0.1:${sink.port}`,
    MAIL_FROM: 'Interline <desk@example.com>',
  });
  ana = await stage.ana();
  desk = await stage.window({ as: ana });
});
afterAll(async () => {
  await stage.close();
  await sink.stop();
});

/** The link of the mail that somebody gets. */
async function linkTo(address: string): Promise<string> {
  const found = () => sink.taken.findLast(({ to }) => to.includes(address));
  await expect.poll(found).toBeDefined();
  const { text } = await opened(found());
  return /https?:\/\/\S+/.exec(text ?? '')?.[0] ?? 'none';
}

it('an admin makes a link, and whoever has it joins', async () => {
  await desk.goto('/settings/people');
  await desk.getByRole('button', { name: people.invite, exact: true }).click();
  const dialog = desk.getByRole('dialog');
  await expect(dialog.getByRole('switch', { name: people.mailIt }).isChecked()).resolves.toBe(true);
  await dialog.getByLabel(en.session.email).fill('bo@example.com');
  await dialog.getByRole('button', { name: people.inviteAction }).click();
  const link = await desk.getByRole('dialog').getByRole('code').innerText();
  expect(link).toMatch(new RegExp(`^${stage.url}/invitation/`));
  // It is sent, too, unless that is not wished.
  expect(await linkTo('bo@example.com')).toBe(link);
  await desk.getByRole('button', { name: people.done }).click();

  bos = await stage.window();
  await bos.goto(link);
  await bos.getByRole('heading', { name: invitation.title('Interline') }).waitFor();
  await bos.getByLabel(name).fill('Bo Berg');
  await bos.getByLabel(password, { exact: true }).fill('another long and quiet river');
  await bos.getByRole('button', { name: invitation.action }).click();
  await bos.getByRole('region', { name: /^Conversations/ }).waitFor();
  // The admin's list learns of it by itself.
  await desk.getByText('Bo Berg').waitFor();
});

it('the link works once', async () => {
  await desk.getByRole('button', { name: people.invite, exact: true }).click();
  await desk.getByRole('dialog').getByLabel(en.session.email).fill('cy@example.com');
  await desk.getByRole('button', { name: people.inviteAction }).click();
  const link = await desk.getByRole('dialog').getByRole('code').innerText();
  await desk.getByRole('button', { name: people.done }).click();
  const page = await stage.window();
  await page.goto(link);
  await page.getByLabel(name).fill('Cy Celik');
  await page.getByLabel(password, { exact: true }).fill('a third long and quiet river');
  await page.getByRole('button', { name: invitation.action }).click();
  await page.getByRole('region', { name: /^Conversations/ }).waitFor();
  const late = await stage.window();
  await late.goto(link);
  await late.getByRole('heading', { name: invitation.invalidTitle }).waitFor();
});

it('a lost password is found again by mail', async () => {
  const page = await stage.window();
  await page.goto('/login');
  await page.getByRole('link', { name: logIn.lost }).click();
  await page.getByRole('heading', { name: reset.title }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByLabel(en.session.email).fill('cy@example.com');
  await page.getByRole('button', { name: reset.ask }).click();
  await page.getByText(reset.sentText('cy@example.com')).waitFor();
  await expect.poll(() => linkTo('cy@example.com')).toMatch(/\/reset\//);
  await page.goto(await linkTo('cy@example.com'));
  const field = page.getByLabel(password, { exact: true });
  await field.waitFor();
  expect(await findings(page)).toEqual([]);
  await field.fill('a fourth long and quiet river');
  await page.getByRole('button', { name: reset.choose }).click();
  await page.getByRole('region', { name: /^Conversations/ }).waitFor();
  await page.goto(await linkTo('cy@example.com'));
  await page.getByRole('heading', { name: reset.deadTitle }).waitFor();
  await page.goto('/settings/profile');
  const { notices } = en.settings;
  await page.getByRole('radio', { name: notices.digests.day }).check();
  await page.getByLabel(notices.digestHour, { exact: true }).last().selectOption('7');
  await page.reload();
  await expect
    .poll(() => page.getByRole('radio', { name: notices.digests.day }).isChecked())
    .toBe(true);
  expect(await findings(page)).toEqual([]);
  await page.context().close();
});

it('an address that leads nowhere says so to people, with the way back, and to programs', async () => {
  const { unknownPage } = en.common;
  const page = await desk.context().newPage();
  expect((await page.goto('/nowhere'))?.status()).toBe(404);
  await page.getByRole('heading', { name: unknownPage.title }).waitFor();
  await page.getByRole('link', { name: unknownPage.action }).click();
  await page.getByRole('listbox').or(page.getByText(en.inbox.empty.inbox)).first().waitFor();
  await page.close();
  const answer = await fetch(new URL('/nowhere', stage.url));
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    404,
    expect.stringContaining('application/problem+json'),
  ]);
});

it('two agents with the same conversation see who is replying and what was done', async () => {
  const visitor = await stage.window();
  await visitor.goto('/demo');
  const widget = new Widget(visitor);
  await widget.open();
  await widget.write('Who takes this?');
  await widget.log.getByText('Sent').waitFor();
  for (const page of [desk, bos]) {
    const inbox = new Inbox(page);
    await inbox.goto();
    await inbox.open('Who takes this?');
  }
  await new Inbox(bos).field.pressSequentially('I do');
  await desk.getByText(en.inbox.thread.replying('Bo Berg', 1)).waitFor();
  await new Inbox(bos).field.press('Escape');
  await bos.keyboard.press('i');
  await desk.getByText(en.inbox.station.took('Bo Berg')).waitFor();
  await widget.write('Thanks, both of you');
  for (const page of [desk, bos]) await new Inbox(page).message('Thanks, both of you').waitFor();
});

it('what somebody likes, and what they may, is on every open screen of theirs at once', async () => {
  const second = await stage.tabBeside(bos);
  await second.goto('/settings/people');
  await second.getByText('Bo Berg', { exact: true }).first().waitFor();
  expect(await second.getByRole('button', { name: people.invite, exact: true }).count()).toBe(0);
  const { data } = await ana.get<{ data: Agent[] }>('/api/v1/agents');
  const bo = data.find((agent) => agent.name === 'Bo Berg');
  await ana.expect('PATCH', `/api/v1/agents/${bo?.id}`, { role: 'admin' });
  await second.getByRole('button', { name: people.invite, exact: true }).waitFor();
  await bos.goto('/settings/profile');
  await bos.getByRole('radio', { name: en.settings.profile.themes.dark }).check();
  await expect.poll(() => second.locator('html').getAttribute('data-theme')).toBe('dark');
  await second.close();
});

it('a removed agent is at the log-in soon, on every open screen, and what was there is gone', async () => {
  const second = await stage.tabBeside(bos);
  await second.goto('/contacts');
  await second.getByRole('heading', { name: en.contacts.title }).waitFor();
  await desk.goto('/settings/people');
  await desk.getByRole('button', { name: people.actions('Bo Berg') }).click();
  await desk.getByRole('menuitem', { name: people.remove }).click();
  await desk.getByRole('dialog').getByRole('button', { name: people.remove }).click();
  await desk.getByText(people.removed('Bo Berg')).waitFor();
  for (const page of [bos, second]) {
    await page.getByRole('heading', { name: logIn.title }).waitFor();
    expect(await page.getByText('Who takes this?').count()).toBe(0);
  }
});
