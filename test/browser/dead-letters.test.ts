/** Dead letters on the screen: an admin sees why, and tries again or leaves it at that, by keyboard alone. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { CreatedChannel } from '../../server/wire/channels.ts';
import type { Conversation } from '../../server/wire/conversations.ts';
import type { Message } from '../../server/wire/messages.ts';
import { Outsider } from '../simulators/api.ts';
import { connectAt, type Remote } from '../support/remote.ts';
import { Stage } from '../support/stage.ts';
import { until } from '../support/until.ts';

const SECRET = 'the-secret-of-a-channel-built-outside';
const { 'dead-letters': said } = en.settings;
const REASON = 'The number is blocked.';

let stage: Stage;
let ana: Remote;
let page: Page;
let outsider: Outsider;
let channel: CreatedChannel;

beforeAll(async () => {
  stage = await Stage.open({ ALLOWED_NETWORKS: '127.0.0.0/8' });
  [outsider, ana] = [await Outsider.start(SECRET), await stage.ana()];
  const settings = { url: outsider.provider.url, secret: SECRET };
  channel = await connectAt(ana, { adapter: 'api', name: 'Outside', settings });
  page = await stage.window({ as: ana });
});
afterAll(async () => {
  await stage.close();
  await outsider.stop();
});

const row = (text: string) => page.getByRole('listitem').filter({ hasText: text });
const buttonOf = (text: string, deed: string) =>
  page.getByRole('button', { name: said.about(text, deed), exact: true });

/** Somebody writes, and gets an answer that the platform does not take. */
async function fail(name: string, text: string): Promise<void> {
  const from = { id: name, name };
  await outsider.deliver(channel.webhookUrl.replace(/^https?:\/\/[^/]+/, stage.url), {
    ...{ type: 'message', id: `hello-${name}`, from, text: 'Hello' },
  });
  const { data } = await ana.get<{ data: Conversation[] }>('/api/v1/conversations?view=all');
  const talk = data.find(({ contact }) => contact.name === name);
  const path = `/api/v1/conversations/${talk?.id}/messages`;
  outsider.provider.faults.push({
    kind: 'answer',
    answer: { status: 422, body: { reason: REASON } },
  });
  await ana.expect('POST', path, { key: `answer-to-${name}`, kind: 'reply', text });
  await until(async () => {
    const { data: messages } = await ana.get<{ data: Message[] }>(path);
    return messages.at(-1)?.state === 'failed';
  }, 12_000);
}

it('is empty, and says so, as long as everything got out', async () => {
  await page.goto('/settings/dead-letters');
  await page.getByText(said.empty, { exact: true }).waitFor();
});

it('shows what failed, why, and where it belongs; and sends it again by the keyboard', async () => {
  await fail('Ida', 'It is blue');
  await page.goto('/settings/channels');
  await page.getByRole('link', { name: said.title }).click();
  await row('It is blue').getByText(`${REASON} (HTTP 422)`).waitFor();
  await row('It is blue').getByText(said.states.failed).waitFor();
  await row('It is blue').getByText(said.to('Ida')).waitFor();
  await buttonOf('It is blue', said.sendAgain).focus();
  await page.keyboard.press('Enter');
  await page.getByText(said.queued).waitFor();
  await page.getByText(said.empty, { exact: true }).waitFor();
  await until(() => outsider.said.size === 1, 12_000);
});

it('leads to the conversation', async () => {
  await fail('Joe', 'It is red');
  await page.reload();
  await row('It is red').getByRole('link').click();
  await page.getByRole('log').getByText('It is red').waitFor();
});

it('leaves it at that, when asked twice', async () => {
  await page.goto('/settings/dead-letters');
  await buttonOf('It is red', said.discard).press('Enter');
  const dialog = page.getByRole('dialog', { name: said.discardTitle });
  await dialog.getByRole('button', { name: said.discard, exact: true }).press('Enter');
  await page.getByText(said.discarded).waitFor();
  await page.getByText(said.empty, { exact: true }).waitFor();
});

it('tries all of a channel again', async () => {
  for (const name of ['Kim', 'Leo', 'Mia']) await fail(name, `For ${name}`);
  await page.reload();
  await row('For Mia').waitFor();
  const all = page.getByRole('button', { name: said.retryAll });
  expect(await all.getAttribute('aria-disabled')).toBe('true');
  await page.getByLabel(said.channel, { exact: true }).selectOption('Outside');
  await all.press('Enter');
  const dialog = page.getByRole('dialog', { name: said.retryAllTitle('Outside') });
  await dialog.getByRole('button', { name: said.retryAll }).press('Enter');
  await page.getByText(said.retried(3)).waitFor();
  await until(() => outsider.said.size === 4, 12_000);
});
