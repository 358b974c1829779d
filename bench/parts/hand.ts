/**
 * How fast the inbox is under the hand, in a real browser beside a large history: from a key to the paint after it,
 * a list of thousands of rows while it is scrolled, and a conversation of 500 messages while it is opened. Only when
 * asked for.
 */
import type { Page } from 'playwright-core';
import type { CreatedChannel } from '../../server/wire/channels.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import { signed } from '../../test/support/echo.ts';
import { Remote } from '../../test/support/remote.ts';
import { launchBrowser } from '../../test/tools/chromium.ts';
import { type Figure, percentile } from '../report.ts';
import { askedHistory, withHistory } from '../store/history.ts';
import { logIn } from './paint.ts';

const SIZE = { width: 1440, height: 900 };
const PRESSES = 200;
const ROWS = 10_000;
const FRAMES = 300;
const MESSAGES = 500;
const OPENINGS = 100;
const SECRET = 'the secret of the talkative channel';

export async function measureHand(): Promise<Figure[]> {
  const asked = askedHistory();
  if (!asked) return [];
  return withHistory(asked, async (ana) => {
    const talk = await talkMuch(ana);
    const browser = await launchBrowser();
    try {
      const page = await (await browser.newContext({ viewport: SIZE })).newPage();
      await logIn(page, ana.url);
      return [
        ...(await walk(page, ana.url)),
        ...(await scroll(page, ana.url)),
        ...(await open(page, ana.url, talk)),
      ];
    } finally {
      await browser.close();
    }
  });
}

/** Somebody who has written 500 times. @returns their conversation */
async function talkMuch(ana: Remote): Promise<OwnConversation> {
  const wanted = { adapter: 'echo', name: `Talkative ${Date.now()}`, settings: { secret: SECRET } };
  const channel = await ana.expect<CreatedChannel>('POST', '/api/v1/channels', wanted);
  for (let n = 0; n < MESSAGES; n++) {
    const body = { id: `much-${n}`, from: 'talker', name: 'Tal Ker', text: `Line ${n} of many` };
    const headers = { 'x-echo-signature': signed(SECRET, JSON.stringify(body)) };
    await new Remote(ana.url, headers).expect('POST', `/channels/${channel.id}/webhook`, body);
  }
  const { data } = await ana.get<{ data: OwnConversation[] }>(
    `/api/v1/conversations?view=channel:${channel.id}`,
  );
  const [talk] = data;
  if (!talk) throw new Error('nobody has written');
  return talk;
}

/** Down the list by key, each press of its own accord: what the browser says from the press to the paint after it. */
async function walk(page: Page, url: string): Promise<Figure[]> {
  await page.goto(`${url}/inbox/inbox`);
  await page.getByRole('option').first().waitFor();
  await page.evaluate(watchPresses);
  for (let n = 0; n < PRESSES; n++) {
    await page.keyboard.press('j');
    await page.waitForTimeout(40);
  }
  const slow = await page.evaluate(() => (window as unknown as Watched).benchPresses);
  // The browser tells only of those that took longer than a frame.
  const all = [...slow, ...Array.from({ length: Math.max(0, PRESSES - slow.length) }, () => 16)];
  return [
    { name: 'key → paint, p50', value: percentile(all, 0.5), unit: 'ms' },
    { name: '  p95', value: percentile(all, 0.95), unit: 'ms', target: '≤ 50 ms' },
  ];
}

type Watched = { benchPresses: number[]; benchFrames: number[] };

function watchPresses(): void {
  const presses: number[] = [];
  Object.assign(window, { benchPresses: presses });
  const watch = new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) {
      if (name === 'keydown') presses.push(duration);
    }
  });
  watch.observe({
    type: 'event',
    durationThreshold: 16,
    buffered: false,
  } as PerformanceObserverInit);
}

/** The wheel turns over a list that is loaded to its end, or to ten thousand rows: how long each frame takes. */
async function scroll(page: Page, url: string): Promise<Figure[]> {
  await page.goto(`${url}/inbox/done`);
  const rows = page.getByRole('listbox');
  await rows.waitFor();
  const loaded = await page.evaluate(loadRows, ROWS);
  const box = await rows.boundingBox();
  if (!box) throw new Error('the list is not to be seen');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.evaluate(watchFrames, FRAMES);
  for (let n = 0; n < FRAMES / 3; n++) await page.mouse.wheel(0, n % 20 < 10 ? 900 : -500);
  await page.waitForFunction(
    (count) => (window as unknown as Watched).benchFrames.length >= count,
    FRAMES,
  );
  const frames = await page.evaluate(() => (window as unknown as Watched).benchFrames);
  return [
    {
      name: `list of ${loaded} rows, a frame while scrolling, p50`,
      value: percentile(frames, 0.5),
      unit: 'ms',
      target: '≤ 17 ms',
    },
    { name: '  p95', value: percentile(frames, 0.95), unit: 'ms' },
  ];
}

/** Goes to the end again and again, where the list fetches more. @returns how many rows it has then */
async function loadRows(most: number): Promise<number> {
  const list = document.querySelector('[role="listbox"]');
  const scroller = list?.closest('.scroll') ?? list;
  const count = () => Number(list?.querySelector('[role="option"]')?.getAttribute('aria-setsize'));
  let still = 0;
  let rows = 0;
  while (rows < most && still < 40) {
    scroller?.scrollTo(0, scroller.scrollHeight);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = scroller ? Math.round(scroller.scrollHeight / 64) : count();
    still = now > rows ? 0 : still + 1;
    rows = now;
  }
  scroller?.scrollTo(0, 0);
  return rows;
}

function watchFrames(most: number): void {
  const frames: number[] = [];
  Object.assign(window, { benchFrames: frames });
  let last = performance.now();
  const next = () => {
    const now = performance.now();
    frames.push(now - last);
    last = now;
    if (frames.length < most) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}

/** From the click on its row to the paint of its last message. */
async function open(page: Page, url: string, talk: OwnConversation): Promise<Figure[]> {
  await page.goto(`${url}/inbox/channel:${talk.channel.id}`);
  const row = page.getByRole('option').first();
  await row.waitFor();
  const times: number[] = [];
  for (let n = 0; n < OPENINGS; n++) {
    await page.evaluate(watchLine, `Line ${MESSAGES - 1} of many`);
    await row.click();
    const shown = await page.waitForFunction(
      () => (window as unknown as { benchShown?: number }).benchShown,
    );
    times.push(await shown.evaluate((ms) => ms ?? Number.NaN));
    await page.keyboard.press('u');
    await page.getByRole('log').waitFor({ state: 'detached' });
  }
  return [
    {
      name: `open a conversation of ${MESSAGES} messages, p50`,
      value: percentile(times, 0.5),
      unit: 'ms',
    },
    { name: '  p95', value: percentile(times, 0.95), unit: 'ms', target: '≤ 100 ms' },
  ];
}

function watchLine(text: string): void {
  Object.assign(window, { benchShown: undefined });
  let pressed = 0;
  addEventListener('pointerdown', () => (pressed = performance.now()), {
    once: true,
    capture: true,
  });
  const watch = new MutationObserver(() => {
    if (!document.querySelector('[role="log"]')?.textContent?.includes(text)) return;
    watch.disconnect();
    requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        Object.assign(window, { benchShown: performance.now() - pressed }),
      ),
    );
  });
  watch.observe(document.body, { childList: true, subtree: true, characterData: true });
}
