/** A voice note: recorded with a microphone that beeps, heard, sent, and played on the line. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { Message } from '../../server/wire/messages.ts';
import { expectAccessible } from '../support/axe.ts';
import { signed } from '../support/echo.ts';
import { Remote } from '../support/remote.ts';
import type { Inbox } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';
import { inboxOfWaiting } from '../support/waiting.ts';

const { voice, composer } = en.inbox;

let stage: Stage;
let ana: Remote;
let page: Page;
let inbox: Inbox;

beforeAll(async () => {
  stage = await Stage.open();
  ({ ana, page, inbox } = await inboxOfWaiting(stage, ['Ida']));
  await inbox.open('Ida asks');
});
afterAll(() => stage.close());

const bar = () => page.getByRole('region', { name: voice.record });
const press = (name: string) => bar().getByRole('button', { name, exact: true }).press('Enter');
const time = async () => (await bar().locator('.voice-time').textContent()) ?? '';

it('a refused microphone is said in words, and nothing is left of it', async () => {
  await page.keyboard.press('Shift+V');
  await bar().getByText(voice.trouble.refused).waitFor();
  await expectAccessible(page);
  await press(en.common.close);
  await bar().waitFor({ state: 'detached' });
});

it('is recorded by keyboard, paused, heard and sent', async () => {
  await page.context().grantPermissions(['microphone']);
  await page.getByRole('button', { name: voice.record }).press('Enter');
  await bar().getByText(voice.phases.recording).waitFor();
  await expect.poll(time, { timeout: 8_000 }).toBe('0:01');
  await press(voice.pause);
  await bar().getByText(voice.phases.paused).waitFor();
  const paused = await time();
  await press(voice.goOn);
  await expect.poll(time, { timeout: 8_000 }).not.toBe(paused);
  await press(voice.finish);
  const player = bar().getByRole('group', { name: /^Sound: voice-/ });
  await player.getByRole('button', { name: voice.play }).press('Enter');
  await expect.poll(() => player.getByRole('slider').inputValue()).not.toBe('0');
  await expectAccessible(page);
  await press(voice.use);
  await bar().waitFor({ state: 'detached' });
  await expect
    .poll(() => inbox.field.evaluate((field) => field === document.activeElement))
    .toBe(true);
  await page.getByRole('button', { name: composer.removeFile('voice-') }).waitFor();
  await page.getByRole('progressbar').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Enter');
  await inbox.log.getByRole('group', { name: /^Sound: voice-/ }).waitFor();
});

it('is sound by its type, and played on the line, by keyboard and faster', async () => {
  const { data } = await ana.get<{ data: { id: string }[] }>('/api/v1/conversations?view=all');
  const path = `/api/v1/conversations/${data[0]?.id}/messages`;
  const types = async () => {
    const last = (await ana.get<{ data: Message[] }>(path)).data.at(-1);
    return last?.attachments.map(({ type }) => type);
  };
  await expect.poll(types).toEqual(['audio/webm']);
  const player = inbox.log.getByRole('group', { name: /^Sound: voice-/ });
  const slider = player.getByRole('slider');
  await expect.poll(() => slider.isEnabled()).toBe(true);
  const length = Number(await slider.getAttribute('max'));
  expect(length).toBeGreaterThan(1);
  await player.getByRole('button', { name: voice.speed(1) }).press('Enter');
  await player.getByRole('button', { name: voice.speed(1.5) }).press('Enter');
  await player.getByRole('button', { name: voice.speed(2) }).waitFor();
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  expect(Number(await slider.inputValue())).toBeCloseTo(0.1);
  await player.getByRole('button', { name: voice.play }).press('Enter');
  await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(0.2);
});

it('is not offered where the channel takes no sound, and the key says so', async () => {
  const secret = 'a secret for a channel without files';
  const channel = { adapter: 'echo', name: 'Plain', settings: { secret } };
  const { id } = await ana.expect<{ id: string }>('POST', '/api/v1/channels', channel);
  const body = { id: 'e1', from: 'jon', text: 'Only words here' };
  const headers = { 'x-echo-signature': signed(secret, JSON.stringify(body)) };
  await new Remote(stage.url, headers).expect('POST', `/channels/${id}/webhook`, body);
  await inbox.goto();
  await inbox.open('Only words here');
  const button = page.getByRole('button', { name: voice.record });
  await expect.poll(() => button.getAttribute('aria-disabled')).toBe('true');
  expect(await button.getAttribute('aria-description')).toBe(voice.why.unwanted);
  await page.keyboard.press('Shift+V');
  await page.getByText(voice.why.unwanted, { exact: true }).waitFor();
});
