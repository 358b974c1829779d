/** The widget comes and goes with the pages of others: nothing of it stays behind, and nothing takes it away. */
import type { CDPSession, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en as words } from '../../widget/words/en.ts';
import { later } from '../../widget/words/later/en.ts';
import { NAMES } from '../../widget/words/launcher.ts';
import { expectAccessible } from '../support/axe.ts';
import type { Remote } from '../support/remote.ts';
import { Widget } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';
import { until } from '../support/until.ts';
import { openWebsite, type Website } from '../support/website.ts';
import { launchWithHistory } from '../tools/chromium.ts';

type Chat = { open(): void; close(): void; on(name: string, told: () => void): () => void };
type Interline = Chat & { boot(options: object): Chat & { shutdown(): void }; shutdown(): void };
type Host = { Interline: Interline; pending: Set<number>; rung: number };
/** The page's own globals, under a name that is typed. */
declare const host: Host;

const TIMES = 100;

let stage: Stage;
let ana: Remote;
let website: Website;
let channelId: string;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  channelId = await stage.websiteId(ana);
  website = await openWebsite({ hub: stage.url, channelId });
});
afterAll(async () => {
  await website.close();
  await stage.close();
});

async function visit(): Promise<Page> {
  const page = await newPage();
  await page.goto(website.url);
  await new Widget(page).launcher.waitFor();
  return page;
}

async function newPage(): Promise<Page> {
  const page = await stage.window();
  await page.addInitScript(() => Object.assign(globalThis, { host: globalThis }));
  return page;
}

/** What a page holds just now, after everything that can go has gone. */
async function holdings(page: Page, tools: CDPSession) {
  await tools.send('HeapProfiler.collectGarbage');
  const { metrics } = await tools.send('Performance.getMetrics');
  const metric = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? 0;
  const listeners = async (expression: string): Promise<number> => {
    const { result } = await tools.send('Runtime.evaluate', { expression });
    const { objectId = '' } = result;
    const found = await tools.send('DOMDebugger.getEventListeners', { objectId });
    return found.listeners.length;
  };
  return {
    elements: await page.evaluate(() => document.querySelectorAll('*').length),
    frames: page.frames().length,
    timers: await page.evaluate(() => host.pending.size),
    onWindow: await listeners('window'),
    onDocument: await listeners('document'),
    onViewport: await listeners('visualViewport'),
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    heap: metric('JSHeapUsedSize'),
  };
}

/** The server's own count of live lines. */
async function openSockets(): Promise<number> {
  const figures = await (await fetch(`${stage.url}/metrics`)).text();
  const lines = figures.split('\n').filter((line) => line.startsWith('interline_sockets'));
  expect(lines.length).toBeGreaterThan(0);
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** Every timer and idle task that waits. */
const countTimers = (page: Page) =>
  page.addInitScript(() => {
    const all = globalThis as unknown as Record<string, (...values: unknown[]) => number>;
    host.pending = new Set();
    for (const [begin = '', end = ''] of [
      ['setTimeout', 'clearTimeout'],
      ['requestIdleCallback', 'cancelIdleCallback'],
    ]) {
      const [start, stop] = [all[begin]?.bind(globalThis), all[end]?.bind(globalThis)];
      all[begin] = (task, ...rest) => {
        const run = (...values: unknown[]) => {
          host.pending.delete(id);
          (task as (...values: unknown[]) => void)(...values);
        };
        const id = start?.(run, ...rest) ?? 0;
        host.pending.add(id);
        return id;
      };
      all[end] = (id) => {
        host.pending.delete(Number(id));
        return stop?.(id) ?? 0;
      };
    }
  });

/** Boots, opens and shuts down so often; each time the panel has begun to load. */
const comeAndGo = (page: Page, times: number) =>
  page.evaluate(
    async ([channel, count]) => {
      for (let n = 0; n < count; n += 1) {
        const chat = host.Interline.boot({ channel });
        const opened = new Promise<void>((resolve) => chat.on('open', resolve));
        chat.open();
        await opened;
        host.Interline.shutdown();
      }
    },
    [channelId, times] as const,
  );

describe('booted and shut down a hundred times', () => {
  it('leaves no node, listener, timer, frame or socket, and the heap is flat', async () => {
    const page = await newPage();
    await countTimers(page);
    await page.goto(website.url);
    const widget = new Widget(page);
    // Somebody who has written has a socket each time.
    await widget.open();
    await widget.write('I come and go');
    await widget.message('I come and go').waitFor();
    await expect.poll(openSockets).toBe(1);
    await page.evaluate(() => host.Interline.shutdown());
    const tools = await page.context().newCDPSession(page);
    await tools.send('Performance.enable');
    await comeAndGo(page, 10);
    const before = await holdings(page, tools);
    await comeAndGo(page, TIMES);
    await expect.poll(openSockets).toBe(0);
    const settled = async () => {
      const { heap, nodes, listeners, ...rest } = await holdings(page, tools);
      const grown = (now: number, then: number) => Math.max(0, now - then);
      return {
        ...rest,
        // Of a hundred rounds, not one leaves one.
        nodes: grown(nodes, before.nodes) < TIMES,
        listeners: grown(listeners, before.listeners) < TIMES,
        heap: grown(heap, before.heap) < TIMES * 1_000,
      };
    };
    const { heap: _heap, nodes: _nodes, listeners: _listeners, ...rest } = before;
    await expect.poll(settled).toEqual({ ...rest, nodes: true, listeners: true, heap: true });
    expect(rest).toMatchObject({ frames: 1, timers: 0, onWindow: 0, onViewport: 0 });
    await page.context().close();
  });

  it('would be found out: what stays is counted', async () => {
    const page = await visit();
    const tools = await page.context().newCDPSession(page);
    await tools.send('Performance.enable');
    await page.evaluate(() => {
      host.pending = new Set();
    });
    await new Widget(page).open();
    const { frames, onWindow, onViewport } = await holdings(page, tools);
    expect([frames, onWindow > 1, onViewport]).toEqual([2, true, 2]);
    await page.context().close();
  });
});

describe('a page that replaces itself', () => {
  const swaps = {
    'its body, as Turbo does': () => {
      const body = document.createElement('body');
      body.textContent = 'Another page';
      document.documentElement.replaceChild(body, document.body);
    },
    'all there is, as Astro’s fallback does': () => {
      document.documentElement.innerHTML = '<head></head><body>Another page</body>';
    },
    'the very root': () => {
      const root = document.createElement('html');
      root.append(document.createElement('head'), document.createElement('body'));
      document.replaceChild(root, document.documentElement);
    },
  };

  it.each(Object.entries(swaps))('%s: the chat is there again, open as before', async (_, swap) => {
    const page = await visit();
    const widget = new Widget(page);
    await widget.open();
    await widget.write('Before the swap');
    await widget.message('Before the swap').waitFor();
    // Where a browser gives the frame no storage, what has not arrived lives no longer than the frame.
    await widget.log.getByText(words.sent).waitFor();
    await page.evaluate(swap);
    await widget.message('Before the swap').waitFor();
    await page.getByRole('button', { name: NAMES.en, expanded: true }).waitFor();
    expect(await page.locator('[data-interline]').count()).toBe(1);
    await page.evaluate(() => host.Interline.shutdown());
    expect(await page.locator('[data-interline]').count()).toBe(0);
    await page.evaluate(swap);
    expect(await page.locator('[data-interline]').count()).toBe(0);
    await page.context().close();
  });

  it('keeps the panel standing over a change of the body alone: nothing is loaded anew', async () => {
    const page = await visit();
    await new Widget(page).open();
    let loads = 0;
    page.on('framenavigated', () => (loads += 1));
    await page.evaluate(swaps['its body, as Turbo does']);
    await page.evaluate(() => history.pushState({}, '', '/another-route'));
    await new Widget(page).field.waitFor();
    // The route itself is a navigation to the browser's tools; the panel's frame has none.
    expect(loads).toBe(1);
    await page.context().close();
  });
});

describe('the way back through the history', () => {
  it('brings the page as it was, with a chat that is live again', async () => {
    const browser = await launchWithHistory();
    const page = await browser.newPage();
    await page.goto(website.url);
    const widget = new Widget(page);
    await widget.open();
    await widget.write('Before I leave');
    await widget.message('Before I leave').waitFor();
    await expect.poll(openSockets).toBe(1);
    await page.goto(`${stage.url}/health/live`);
    await expect.poll(openSockets).toBe(0);
    // Nothing is loaded on this way, which is what the browser's remote control waits for: it loses sight of the page.
    // A page loaded anew would have a launcher and no line; one put aside whole has its line again.
    void page.goBack().catch(() => undefined);
    await expect.poll(openSockets).toBe(1);
    await browser.close();
  });
});

describe('several channels on one page', () => {
  it('stand above each other, each with its own talk, and go one by one', async () => {
    const body = { adapter: 'web-chat', name: 'The workshop', settings: {} };
    const { id: other } = await ana.expect<{ id: string }>('POST', '/api/v1/channels', body);
    const page = await visit();
    await page.evaluate(
      (channel) => void host.Interline.boot({ channel, label: 'Workshop' }),
      other,
    );
    const launchers = page.getByRole('button', { name: NAMES.en });
    await expect.poll(() => launchers.count()).toBe(2);
    const [first, second] = await launchers.evaluateAll((all) =>
      all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect),
    );
    expect(second?.bottom).toBeLessThan(first?.top ?? 0);
    await launchers.nth(1).click();
    await new Widget(page).field.waitFor();
    expect(await page.locator('iframe').getAttribute('src')).toContain(other);
    // The same channel again is the same chat; without it the first one stays.
    await page.evaluate((channel) => host.Interline.boot({ channel }).shutdown(), other);
    await expect.poll(() => page.locator('[data-interline]').count()).toBe(1);
    await page.context().close();
  });
});

describe('what a visitor chooses in the menu', () => {
  const SAID = 'Does it ring?';
  let page: Page;
  let widget: Widget;
  let talk: string | undefined;

  /** How many notes the panel has begun. */
  const rung = () => panelOf(page).evaluate(() => host.rung);

  const answer = (text: string) =>
    ana.expect('POST', `/api/v1/conversations/${talk}/messages`, {
      ...{ key: `ring-${text}-0001`, kind: 'reply', text },
    });

  async function findTalk(): Promise<string | undefined> {
    const all = '/api/v1/conversations?view=all';
    const { data } = await ana.get<{ data: { id: string; preview: string }[] }>(all);
    return data.find(({ preview }) => preview === SAID)?.id;
  }

  const badge = (count: number) =>
    page.getByRole('button', { name: new RegExp(`${count} unread`) }).waitFor();

  beforeAll(async () => {
    page = await newPage();
    await page.addInitScript(() => {
      const { prototype } = OscillatorNode;
      const { start } = prototype;
      host.rung = 0;
      prototype.start = function (when) {
        host.rung += 1;
        start.call(this, when);
      };
    });
    // On a page of our own: browsers let nothing be kept in strangers' frames.
    await page.goto('/demo');
    widget = new Widget(page);
    await widget.open();
    await widget.write(SAID);
    await until(async () => {
      talk = await findTalk();
      return talk !== undefined;
    });
  });
  afterAll(() => page.context().close());

  it('no sound is made until they want it; then an answer that nobody looks at is heard', async () => {
    await page.evaluate(() => host.Interline.close());
    await answer('silent');
    await badge(1);
    await widget.open();
    await widget.panel.getByRole('button', { name: words.more }).click();
    const sound = widget.panel.getByRole('menuitemcheckbox', { name: later.sound });
    expect([await sound.getAttribute('aria-checked'), await rung()]).toEqual(['false', 0]);
    // Told by ear what was chosen.
    await page.keyboard.press('Space');
    await expect.poll(rung).toBe(1);
    await page.keyboard.press('Escape');
    await page.evaluate(() => host.Interline.close());
    await answer('heard');
    await badge(1);
    await expect.poll(rung).toBe(2);
  });

  it('larger words, by arrow keys, and both are there when the page is loaded again', async () => {
    await widget.open();
    const more = widget.panel.getByRole('button', { name: words.more });
    await more.press('Enter');
    await widget.panel.getByRole('menuitemradio').first().waitFor();
    for (const key of ['ArrowDown', 'ArrowRight', 'Enter', 'Escape'])
      await page.keyboard.press(key);
    await expect.poll(() => widget.panel.getByRole('menu').count()).toBe(0);
    expect(await more.evaluate((button) => button === document.activeElement)).toBe(true);
    await page.reload();
    await widget.open();
    const size = () => getComputedStyle(document.documentElement).fontSize;
    expect(await panelOf(page).evaluate(size)).toBe('19.2px');
    await widget.panel.getByRole('button', { name: words.more }).click();
    const chosen = widget.panel.locator('[role^=menuitem][aria-checked=true]');
    await expect.poll(() => chosen.allTextContents()).toEqual([later.sound, '120%']);
  });
});

describe('what the website explains already', () => {
  const help = 'https://help.example.com';
  const list = ['Returning an order', 'Caring for ferns'].map((title, n) => ({
    ...{ title, url: `${help}/${n}` },
  }));

  it('is found while one types, before the first message and from the menu; else nothing of it is loaded', async () => {
    const page = await newPage();
    const loaded: string[] = [];
    page.on('request', (request) => void loaded.push(request.url()));
    const parts = () => loaded.filter((url) => url.includes('/articles-'));
    await page.goto('/demo');
    const widget = new Widget(page);
    await widget.open();
    await widget.log.getByText(words.start).waitFor();
    expect(parts()).toEqual([]);
    const articles = { list, search: `${help}/search?q={query}` };
    await ana.expect('PATCH', `/api/v1/channels/${channelId}`, { articles });
    await page.reload();
    await widget.open();
    const field = widget.panel.getByRole('searchbox', { name: later.articles });
    const link = (name: string) => widget.panel.getByRole('link', { name });
    await link('Caring for ferns').waitFor();
    expect(parts()).not.toEqual([]);
    await field.fill('ORDER return');
    await expect.poll(() => link('Caring for ferns').count()).toBe(0);
    expect(await link('Returning an order').getAttribute('href')).toBe(`${help}/0`);
    await field.fill('a&b');
    const all = link(later.articlesAll.replace('{text}', 'a&b'));
    await expect.poll(() => all.getAttribute('href')).toBe(`${help}/search?q=a%26b`);
    expect(await all.getAttribute('rel')).toContain('noopener');
    await widget.write('I found nothing');
    await expect.poll(() => field.count()).toBe(0);
    await widget.panel.getByRole('button', { name: words.more }).click();
    await widget.panel.getByRole('menuitem', { name: later.articles }).click();
    await link('Caring for ferns').waitFor();
    await expect.poll(() => field.evaluate((own) => own === document.activeElement)).toBe(true);
    await expectAccessible(panelOf(page));
    await ana.expect('PATCH', `/api/v1/channels/${channelId}`, { articles: null });
    await page.context().close();
  });
});

describe('several talks of one visitor', () => {
  it('begin, are gone on with in every tab, and take nothing that waits into another one', async () => {
    await ana.expect('PATCH', `/api/v1/channels/${channelId}`, { several: true });
    const page = await newPage();
    await page.goto('/demo');
    const widget = new Widget(page);
    const list = (name: string) => widget.panel.getByRole('button', { name, exact: true });
    await widget.open();
    await widget.write('About my order');
    await list(later.talks).click();
    await widget.panel.getByRole('menuitem', { name: later.talksNew }).click();
    await widget.log.getByText(words.start).waitFor();
    await widget.write('About ferns');
    await widget.log.getByText(words.sent).waitFor();
    expect(await widget.message('About my order').count()).toBe(0);
    const tab = await stage.tabBeside(page);
    await tab.goto('/demo');
    const beside = new Widget(tab);
    await beside.open();
    await beside.message('About ferns').waitFor();
    await answerTo('About my order', 'It left today');
    // Asked anew when it opens.
    await page.evaluate(() => host.Interline.close());
    await widget.open();
    // By pointer: the field takes the focus when the panel opens, at its own moment.
    await list(later.talksUnread.replace('{count}', '1')).click();
    const order = widget.panel.getByRole('menuitemradio', { name: 'It left today' });
    await order.waitFor();
    await expectAccessible(panelOf(page));
    await order.click();
    await widget.message('It left today').waitFor();
    await beside.message('It left today').waitFor();
    expect(await beside.message('About ferns').count()).toBe(0);
    await page.context().setOffline(true);
    await widget.write('Thank you');
    await list(later.talks).click();
    await widget.panel.getByRole('menuitemradio', { name: 'About ferns' }).click();
    await widget.panel.getByRole('alert').filter({ hasText: later.talkUnsent }).waitFor();
    await page.context().setOffline(false);
    const told = async () =>
      (await previews()).filter((one) => /About|Thank|left/.test(one)).sort();
    await expect.poll(told).toEqual(['About ferns', 'Thank you']);
    await ana.expect('PATCH', `/api/v1/channels/${channelId}`, { several: false });
    await page.context().close();
  });

  const all = () =>
    ana.get<{ data: { id: string; preview: string }[] }>('/api/v1/conversations?view=all');

  const previews = async () => (await all()).data.map(({ preview }) => preview);

  async function answerTo(said: string, text: string): Promise<void> {
    const id = (await all()).data.find(({ preview }) => preview === said)?.id;
    const body = { key: 'answer-to-one-0001', kind: 'reply', text };
    await ana.expect('POST', `/api/v1/conversations/${id}/messages`, body);
  }
});

function panelOf(page: Page): Frame {
  const frame = page.frames().find((one) => one.url().includes('/panel'));
  if (!frame) throw new Error('the panel has no frame');
  return frame;
}
