/** A voice note: recorded with a microphone that beeps, heard, sent, and played on the line; of agents and of visitors. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { Message } from '../../server/wire/messages.ts';
import { en as said } from '../../widget/words/en.ts';
import { later } from '../../widget/words/later/en.ts';
import { fill } from '../../widget/words/words.ts';
import { expectAccessible } from '../support/axe.ts';
import { signed } from '../support/echo.ts';
import { Remote } from '../support/remote.ts';
import { type Inbox, panelIn, Widget } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';
import { inboxOfWaiting } from '../support/waiting.ts';
import { openWebsite, type Website } from '../support/website.ts';

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
  await expect.poll(async () => Number(await slider.getAttribute('max'))).toBeGreaterThan(1);
  await player.getByRole('button', { name: voice.speed(1) }).press('Enter');
  await player.getByRole('button', { name: voice.speed(1.5) }).press('Enter');
  await player.getByRole('button', { name: voice.speed(2) }).waitFor();
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => Number(await slider.inputValue())).toBeCloseTo(0.1);
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

describe('in the widget, on a website of strangers', () => {
  const spoken = { name: later.voiceNote };
  let channelId: string;
  let website: Website;
  let visitor: Page;
  let widget: Widget;
  let talk: string;

  beforeAll(async () => {
    channelId = await stage.websiteId(ana);
    website = await openWebsite({ hub: stage.url, channelId });
    visitor = await stage.window();
    widget = new Widget(visitor);
    await visitor.goto(website.url);
    await widget.open();
  });
  afterAll(() => website.close());

  const record = () => widget.panel.getByRole('button', { name: said.voice });
  /** In the place of the field. */
  const place = () => widget.panel.locator('form').getByRole('group', spoken).first();
  const button = (name: string) => place().getByRole('button', { name, exact: true });
  const onLine = (name: string) => widget.log.getByRole('group', { name });
  const playing = (name: string) => fill(later.pause, { name });

  /** Something is in it. */
  async function speak(): Promise<void> {
    await record().press('Enter');
    await button(later.voiceStop).waitFor();
    await expect.poll(() => place().textContent(), { timeout: 8_000 }).toContain('0:01');
  }

  async function answer(name: string, type: string, content: Buffer): Promise<void> {
    const form = new FormData();
    form.set('file', new File([new Uint8Array(content)], name, { type }));
    const sent = { method: 'POST', headers: ana.headers, body: form };
    const stored = await fetch(`${stage.url}/api/v1/attachments`, sent);
    const { id } = (await stored.json()) as { id: string };
    const said = {
      key: `answer-${name.replace('.', '-')}`,
      kind: 'reply',
      text: '',
      attachments: [id],
    };
    await ana.expect('POST', `/api/v1/conversations/${talk}/messages`, said);
  }

  it('a refused microphone is said in words, and one may write instead', async () => {
    await record().press('Enter');
    await place().getByText(later.voiceRefused).waitFor();
    expect(await widget.field.isVisible()).toBe(false);
    await expectAccessible(panelIn(visitor));
    await button(later.voiceLeave).press('Enter');
    await place().waitFor({ state: 'detached' });
    await expect.poll(() => isFocused(record())).toBe(true);
    expect(await widget.field.isVisible()).toBe(true);
  });

  it('is recorded by keyboard, thrown away, recorded again, heard and sent', async () => {
    await visitor.context().grantPermissions(['microphone']);
    await speak();
    await expectAccessible(panelIn(visitor));
    await button(later.voiceDiscard).press('Enter');
    await place().waitFor({ state: 'detached' });
    await speak();
    // Nothing is lost by the key that closes.
    await visitor.keyboard.press('Escape');
    const player = place().getByRole('group', spoken);
    await player.getByRole('button', { name: fill(later.play, spoken) }).press('Enter');
    await expect.poll(() => player.getByRole('slider').inputValue()).not.toBe('0');
    await expectAccessible(panelIn(visitor));
    await button(said.send).press('Enter');
    await place().waitFor({ state: 'detached' });
    await onLine(later.voiceNote).waitFor();
    await expect.poll(() => isFocused(widget.field)).toBe(true);
    const { data } = await ana.get<{ data: { id: string; contact: { name: string } }[] }>(
      '/api/v1/conversations?view=all',
    );
    const lines = data.filter(({ contact }) => !['Ida', 'jon'].includes(contact.name));
    expect(lines).toHaveLength(1);
    talk = lines[0]?.id ?? '';
    const path = `/api/v1/conversations/${talk}/messages`;
    const { data: messages } = await ana.get<{ data: Message[] }>(path);
    expect(messages.map(({ attachments }) => attachments.map(({ type }) => type))).toEqual([
      ['audio/webm'],
    ]);
  });

  it('is fetched when it is played, one at a time, by keyboard and faster', async () => {
    const asked: string[] = [];
    visitor.on('request', (request) => {
      if (request.url().includes('/attachments/')) asked.push(request.method());
    });
    await answer('song.wav', 'audio/wav', beep(30));
    const song = onLine('song.wav');
    const own = onLine(later.voiceNote);
    await song.waitFor();
    expect(await song.getByRole('slider').isDisabled()).toBe(true);
    expect(asked).toEqual([]);
    await song.getByRole('button', { name: fill(later.play, { name: 'song.wav' }) }).press('Enter');
    await song.getByRole('button', { name: playing('song.wav') }).waitFor();
    expect(asked).toEqual(['GET']);
    const slider = song.getByRole('slider');
    expect(Number(await slider.getAttribute('max'))).toBe(30);
    await song.getByRole('button', { name: fill(later.speed, { count: 1 }) }).press('Enter');
    await song.getByRole('button', { name: fill(later.speed, { count: 1.5 }) }).press('Enter');
    await song.getByRole('button', { name: fill(later.speed, { count: 2 }) }).waitFor();
    await slider.press('PageUp');
    await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(3);
    await slider.press('Home');
    await expectAccessible(panelIn(visitor));
    await song.getByRole('button', { name: playing('song.wav') }).waitFor();
    await own.getByRole('button', { name: fill(later.play, spoken) }).press('Enter');
    await song.getByRole('button', { name: fill(later.play, { name: 'song.wav' }) }).waitFor();
    await expect.poll(() => own.getByRole('slider').inputValue()).not.toBe('0');
  });

  it('what cannot be played says so, and can be saved', async () => {
    await answer('broken.mp3', 'audio/mpeg', Buffer.from('ID3 but nothing else in it'));
    const name = 'broken.mp3';
    await onLine(name)
      .getByRole('button', { name: fill(later.play, { name }) })
      .press('Enter');
    await widget.log.getByText(fill(later.unplayable, { name })).waitFor();
    const [download] = await Promise.all([
      visitor.waitForEvent('download'),
      widget.log.getByRole('button', { name: /^Download broken\.mp3/ }).press('Enter'),
    ]);
    expect(download.suggestedFilename()).toBe(name);
  });

  it('waits without a connection, and goes by itself when there is one', async () => {
    const before = await onLine(later.voiceNote).count();
    await speak();
    await button(later.voiceStop).press('Enter');
    await visitor.context().setOffline(true);
    await button(said.send).press('Enter');
    await widget.panel.getByText(said.fileWaits).waitFor();
    await visitor.context().setOffline(false);
    await expect.poll(() => onLine(later.voiceNote).count(), { timeout: 20_000 }).toBe(before + 1);
  });

  it('what was said and not sent is gone with the log-out', async () => {
    await speak();
    await visitor.evaluate(() => {
      const { Interline } = globalThis as unknown as { Interline: { reset(): Promise<void> } };
      return Interline.reset();
    });
    await place().waitFor({ state: 'detached' });
    await widget.field.waitFor();
  });

  it('is not offered where the website keeps its microphone', async () => {
    const permissions = 'microphone=()';
    const quiet = await openWebsite({ hub: stage.url, channelId, permissions });
    const page = await stage.window();
    const other = new Widget(page);
    await page.goto(quiet.url);
    await other.open();
    // What is fetched together with the button is here.
    const field = panelIn(page).locator('textarea');
    const dataTransfer = await field.evaluateHandle(() => {
      const held = new DataTransfer();
      held.items.add(new File(['x'], 'x.txt'));
      return held;
    });
    await expect
      .poll(async () => {
        await field.dispatchEvent('dragover', { dataTransfer });
        return other.panel.getByText(later.dropHere).count();
      })
      .toBe(1);
    expect(await other.panel.getByRole('button', { name: said.voice }).count()).toBe(0);
    await page.context().close();
    await quiet.close();
  });
});

const isFocused = (at: Locator) => at.evaluate((element) => element === document.activeElement);

/** So many seconds of a tone, as WAV. */
function beep(seconds: number): Buffer {
  const rate = 8_000;
  const samples = Buffer.alloc(rate * seconds, 128);
  for (let n = 0; n < samples.length; n += 1) samples[n] = 128 + 40 * Math.sin(n / 3);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}
