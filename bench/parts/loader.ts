/** How long the loader holds up the page of a website, on a machine four times slower than this one. */
import type { Browser } from 'playwright-core';
import { type Remote, websiteAt } from '../../test/support/remote.ts';
import { Widget } from '../../test/support/screens.ts';
import { openWebsite } from '../../test/support/website.ts';
import { launchBrowser } from '../../test/tools/chromium.ts';
import { type Figure, percentile } from '../report.ts';

const VISITS = 15;
const SLOWER = 4;

type Trace = { traceEvents: { name: string; dur?: number; tdur?: number; args: unknown }[] };

export async function measureLoader(ana: Remote): Promise<Figure[]> {
  const { id: channelId } = await websiteAt(ana);
  const website = await openWebsite({ hub: ana.url, channelId });
  const browser = await launchBrowser();
  try {
    const longest: number[] = [];
    for (let visit = 0; visit < VISITS; visit++) {
      longest.push(Math.max(...(await blocking(browser, website.url))));
    }
    const name = `loader: longest time it holds a page up, ${SLOWER} times slower`;
    // Somebody else may be at work on this machine: the calmest visit tells what the loader takes.
    const least = { name, value: Math.min(...longest), unit: 'ms', target: '< 10 ms' };
    return [least, { name: '  p50 of the visits', value: percentile(longest, 0.5), unit: 'ms' }];
  } finally {
    await browser.close();
    await website.close();
  }
}

/** In ms, of each piece of work it does while a page loads. */
async function blocking(browser: Browser, url: string): Promise<number[]> {
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  const tools = await page.context().newCDPSession(page);
  await tools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await browser.startTracing(page, { categories: ['devtools.timeline', 'v8'] });
  await page.goto(url);
  await new Widget(page).launcher.waitFor();
  const { traceEvents } = JSON.parse(String(await browser.stopTracing())) as Trace;
  await page.context().close();
  return traceEvents
    .filter(({ name }) => /^(EvaluateScript|FunctionCall|v8.compile)$/.test(name))
    .filter(({ args }) => JSON.stringify(args).includes('/widget.js'))
    .map(({ tdur, dur = 0 }) => (tdur ?? dur) / 1_000);
}
