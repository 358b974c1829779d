/** Two agents at one conversation: nobody answers past what the other has said. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { Conversation } from '../../server/wire/conversations.ts';
import type { Remote } from '../support/remote.ts';
import { Inbox } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const { presence, stopped, state } = en.inbox;
const BEN = 'Ben Berg';

let stage: Stage;
let ana: Remote;
let ben: Remote;
let page: Page;
let inbox: Inbox;
let talks = 0;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  ben = await stage.colleague(ana, BEN);
  page = await stage.window({ as: ana });
  inbox = new Inbox(page);
});
afterAll(() => stage.close());

/** A visitor's conversation, opened by Ana. @returns how others go on in it */
async function talk(lines = 1) {
  const websiteId = await stage.websiteId(ana);
  const visitor = await stage.visitor(websiteId);
  const first = `Visit ${++talks}`;
  const write = (text: string, n = 0) =>
    visitor.expect('POST', `/widget/v1/${websiteId}/messages`, {
      key: `visit-${talks}-${n}-${text.length}`,
      text,
    });
  for (let n = 1; n < lines; n++) await write(`Line ${n} of many`, n);
  await write(first);
  const { data } = await ben.get<{ data: Conversation[] }>('/api/v1/conversations?view=all');
  const { id } = data.find(({ preview }) => preview === first) ?? { id: '' };
  await page.goto(`/inbox/all/${id}`);
  await inbox.message(first).waitFor();
  const say = (kind: 'reply' | 'note', text: string) =>
    ben.expect('POST', `/api/v1/conversations/${id}/messages`, { key: `ben-${id}`, kind, text });
  return { id, write, say, row: () => ana.get<Conversation>(`/api/v1/conversations/${id}`) };
}

const question = () => page.getByRole('dialog', { name: stopped.title(BEN) });
const send = () => inbox.field.press('Control+Enter');

describe.each(['reply', 'note'] as const)('a %s of a colleague', (kind) => {
  it('that came while one wrote stops the answer, and Enter takes it back to be changed', async () => {
    const { say } = await talk();
    await inbox.field.fill('My answer');
    await say(kind, 'Said meanwhile');
    await inbox.message('Said meanwhile').waitFor();
    await send();
    await question().getByText('Said meanwhile').waitFor();
    await page.keyboard.press('Enter');
    await question().waitFor({ state: 'detached' });
    expect(await inbox.field.inputValue()).toBe('My answer');
    await inbox.field.pressSequentially(', with yours');
    await send();
    await inbox.message('My answer, with yours').waitFor();
    expect(await question().count()).toBe(0);
  });

  it('that came before, below what one read, stops it too; it goes when one insists', async () => {
    const { say } = await talk(40);
    await inbox.log.hover();
    const toEnd = page.getByRole('button', { name: en.inbox.thread.toEnd });
    // What still comes in above and below may hold the wheel up.
    await expect
      .poll(async () => {
        await page.mouse.wheel(0, -4_000);
        return toEnd.isVisible();
      })
      .toBe(true);
    await say(kind, 'Said below');
    await page.getByRole('button', { name: en.inbox.thread.newMessages(1) }).waitFor();
    await inbox.field.fill('My answer');
    await send();
    await question().getByText('Said below').waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await question().waitFor({ state: 'detached' });
    await inbox.message('My answer').waitFor();
  });
});

it('who looks, writes, or has it open elsewhere is seen in the list and at the conversation', async () => {
  const { id } = await talk();
  const bens = await stage.window({ as: ben });
  const seen = (text: string) => page.locator('.colleague', { hasText: text });
  await bens.goto(`/inbox/all/${id}`);
  await expect.poll(() => seen(presence.looking(BEN)).count()).toBe(2);
  const field = new Inbox(bens).field;
  await field.pressSequentially('One moment');
  await expect.poll(() => seen(presence.writing(BEN)).count()).toBe(2);
  await bens.evaluate(() => {
    document.hasFocus = () => false;
    window.dispatchEvent(new Event('blur'));
  });
  await field.fill('');
  await expect.poll(() => seen(presence.away(BEN)).count()).toBe(2);
  await bens.close();
  await expect.poll(() => page.locator('.colleague').count()).toBe(0);
});

it('what was read before one began stops nothing', async () => {
  const { say } = await talk();
  await say('note', 'Read in peace');
  await inbox.message('Read in peace').waitFor();
  // As long as a glance takes.
  await page.waitForTimeout(600);
  await inbox.answer('Answered with it in mind');
  await inbox.message('Answered with it in mind').waitFor();
  expect(await question().count()).toBe(0);
});

it('a question that is closed waits below the message; what is given up is gone', async () => {
  const { id, say } = await talk();
  await inbox.field.fill('Given up');
  await say('note', 'Do not answer this one');
  await inbox.message('Do not answer this one').waitFor();
  await send();
  await question().waitFor();
  await page.keyboard.press('Escape');
  await page.getByText(stopped.because(BEN)).waitFor();
  await page.reload();
  await question().waitFor();
  await question().getByRole('button', { name: state.discard }).click();
  await inbox.log.getByText('Given up').waitFor({ state: 'detached' });
  const { data } = await ana.get<{ data: { text: string }[] }>(
    `/api/v1/conversations/${id}/messages`,
  );
  expect(data.map(({ text }) => text)).not.toContain('Given up');
});

it('sent and done: a conversation whose answer was stopped is not done', async () => {
  const { say, row } = await talk();
  await inbox.field.fill('And that is that');
  await say('note', 'Not so fast');
  await inbox.message('Not so fast').waitFor();
  await inbox.field.press('Control+Shift+Enter');
  await expect.poll(async () => (await row()).status).toBe('open');
  await question().getByText('And that is that').waitFor();
});
