/** From a visitor's key press in a real widget to the words painted in an agent's inbox, and what both had to load. */
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { ADMIN } from '../../test/support/server-process.ts';
import { launchBrowser } from '../../test/tools/chromium.ts';
import { NAMES } from '../../widget/words/launcher.ts';
import { type Figure, percentile } from '../report.ts';

const MESSAGES = 300;
const EVERY_MS = 100;

export async function measurePaint(url: string): Promise<Figure[]> {
  const browser = await launchBrowser();
  try {
    const agent = await (await browser.newContext()).newPage();
    const inboxBytes = weigh(agent);
    await logIn(agent, url);
    const firstLoad = inboxBytes();
    const visitor = await (await browser.newContext()).newPage();
    const widgetBytes = weigh(visitor);
    await visitor.goto(`${url}/demo`, { waitUntil: 'networkidle' });
    const loader = widgetBytes();
    await visitor.getByRole('button', { name: NAMES.en }).click();
    const chat = visitor.frameLocator('iframe').getByRole('textbox');
    await chat.fill('The first word');
    await chat.press('Enter');
    await agent.getByRole('option').first().click();
    await agent.getByRole('log').getByText('The first word').waitFor();
    const waits = await writeAndWatch(visitor, agent);
    return [
      {
        name: 'visitor sends → painted in the inbox, p50',
        value: percentile(waits, 0.5),
        unit: 'ms',
      },
      { name: '  p95', value: percentile(waits, 0.95), unit: 'ms', target: '≤ 150 ms' },
      { name: '  p99', value: percentile(waits, 0.99), unit: 'ms' },
      { name: '  of so many messages, 10 a second', value: waits.length, unit: '' },
      {
        name: 'inbox, first load, scripts',
        value: firstLoad.scripts,
        unit: 'KB gzip',
        target: '≤ 130 KB',
      },
      { name: 'loader', value: loader.widget, unit: 'KB gzip', target: '≤ 5 KB' },
      {
        name: 'whole widget as loaded to write',
        value: widgetBytes().widget,
        unit: 'KB gzip',
        target: '≤ 40 KB',
      },
    ];
  } finally {
    await browser.close();
  }
}

export async function logIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/login`);
  await page.getByLabel('E-mail').fill(ADMIN.email);
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: /All open/ }).waitFor();
  await sleep(1_000);
}

/** Counts what the page loads, compressed as a server in front of us would send it. */
function weigh(page: Page): () => { scripts: number; widget: number } {
  const bytes = { scripts: 0, widget: 0 };
  page.on('response', async (response) => {
    const { pathname } = new URL(response.url());
    const body = await response.body().catch(() => Buffer.alloc(0));
    const weight = gzipSync(body).length / 1024;
    if (pathname.endsWith('.js')) bytes.scripts += weight;
    const isWidgets = pathname.startsWith('/assets/') || pathname.startsWith('/widget');
    if (isWidgets && /\.(js|css)$|\/panel$/.test(pathname)) bytes.widget += weight;
  });
  return () => ({ ...bytes });
}

/** Both pages read the same clock, so the difference is the whole way: widget, server, disk, socket, paint. */
async function writeAndWatch(visitor: Page, agent: Page): Promise<number[]> {
  await agent.evaluate(() => {
    const seen = new Map<string, number>();
    const log = document.querySelector('[role="log"]');
    const look = () => {
      for (const [mark] of (log?.textContent ?? '').matchAll(/mark-\d{4}/g)) {
        if (seen.has(mark)) continue;
        seen.set(mark, 0);
        // The frame after the next one is when the change has certainly been painted.
        requestAnimationFrame(() => requestAnimationFrame(() => seen.set(mark, Date.now())));
      }
    };
    if (log)
      new MutationObserver(look).observe(log, {
        childList: true,
        subtree: true,
        characterData: true,
      });
    Object.assign(window, { benchSeen: seen });
  });
  const field = visitor.frameLocator('iframe').getByRole('textbox');
  const sent = await field.evaluate(typeMany, { messages: MESSAGES, every: EVERY_MS });
  await sleep(3_000);
  const painted = await agent.evaluate(() => [
    ...(window as unknown as { benchSeen: Map<string, number> }).benchSeen,
  ]);
  const at = new Map(painted);
  return sent.flatMap(([mark, when]) => {
    const shown = at.get(mark);
    return shown ? [shown - when] : [];
  });
}

/** Runs in the widget: writes and presses Enter, as a very fast visitor would. */
async function typeMany(
  element: HTMLElement | SVGElement,
  { messages, every }: { messages: number; every: number },
): Promise<[string, number][]> {
  const area = element as HTMLTextAreaElement;
  const sent: [string, number][] = [];
  for (let n = 0; n < messages; n++) {
    const mark = `mark-${String(n).padStart(4, '0')}`;
    area.value = `Message ${mark}`;
    area.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 5));
    sent.push([mark, Date.now()]);
    area.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
    );
    await new Promise((resolve) => setTimeout(resolve, every - 5));
  }
  return sent;
}
