/** The widget as a guest on somebody else's page: it asks for little, leaves no trace, and keeps to the house rules. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { Nudge } from '../../server/wire/nudges.ts';
import { room as german } from '../../widget/words/de.ts';
import { LOCALES } from '../../widget/words/words.ts';
import { findings } from '../support/axe.ts';
import { Nudged, nudge } from '../support/nudging.ts';
import type { Remote } from '../support/remote.ts';
import { Inbox, Widget } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';
import { openWebsite, type Website } from '../support/website.ts';

const { letters } = en.inbox;

let stage: Stage;
let ana: Remote;
let channelId: string;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  channelId = await stage.websiteId(ana);
});
afterAll(() => stage.close());

async function withWebsite(policy: string, work: (website: Website) => Promise<void>) {
  const website = await openWebsite({ hub: stage.url, channelId, policy });
  try {
    await work(website);
  } finally {
    await website.close();
  }
}

/** Every breach of a policy in any frame of the page, as browsers report them. */
async function watchBreaches(page: Page): Promise<string[]> {
  const breaches: string[] = [];
  await page.exposeBinding('tellBreach', (_source, what: string) => void breaches.push(what));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      const { tellBreach } = globalThis as unknown as { tellBreach(what: string): void };
      tellBreach(`${violatedDirective} ${blockedURI}`);
    });
  });
  return breaches;
}

describe('a page that allows scripts and frames from us and nothing more', () => {
  const policies = {
    'as the documentation says': () => `script-src ${stage.url}; frame-src ${stage.url}`,
    'with everything else forbidden': () =>
      `default-src 'none'; script-src ${stage.url}; frame-src ${stage.url}; require-trusted-types-for 'script'`,
  };

  it.each(Object.entries(policies))(
    'runs the widget without a breach, %s',
    async (name, policy) => {
      await withWebsite(policy(), async (website) => {
        const page = await stage.window();
        const breaches = await watchBreaches(page);
        await page.goto(website.url);
        const widget = new Widget(page);
        await widget.open();
        await widget.write(`Written here, ${name}`);
        const desk = await stage.window({ as: ana });
        const inbox = new Inbox(desk);
        await inbox.goto();
        await inbox.open(`Written here, ${name}`);
        await inbox.answer(`Answered, ${name}`);
        await widget.message(`Answered, ${name}`).waitFor();
        await widget.panel.locator('input[type=file]').setInputFiles({
          name: 'leaf.txt',
          mimeType: 'text/plain',
          buffer: Buffer.from('brown at the edges'),
        });
        await page.reload();
        await widget.open();
        await widget.message(`Answered, ${name}`).waitFor();
        expect(breaches).toEqual([]);
        await page.context().close();
        await desk.context().close();
      });
    },
  );

  it('would tell of a breach: a page that allows nothing has no widget', async () => {
    await withWebsite("default-src 'none'", async (website) => {
      const page = await stage.window();
      const breaches = await watchBreaches(page);
      await page.goto(website.url);
      await expect.poll(() => breaches.length).toBeGreaterThan(0);
      expect(breaches[0]).toContain('script-src');
      expect(await new Widget(page).launcher.count()).toBe(0);
      await page.context().close();
    });
    expect(stage.mishaps.length).toBeGreaterThan(0);
    stage.mishaps.length = 0;
  });
});

describe('a thousand visits without a click', () => {
  it('cost one request each and leave neither rows nor cookies nor anything in storage', async () => {
    // What was said before is written down for the search a moment later.
    const unfiled = async (): Promise<number> => {
      const { messages = 0, message_words: filed = 0 } = await stage.rows();
      return messages - filed;
    };
    await expect.poll(unfiled).toBe(0);
    const before = await stage.rows();
    await withWebsite('', async (website) => {
      const asked: string[] = [];
      const page = await stage.window();
      page.on('request', (request) => {
        if (request.url().startsWith(stage.url)) asked.push(new URL(request.url()).pathname);
      });
      const seen: string[] = [];
      for (let visit = 0; visit < 24; visit += 1) {
        await page.goto(website.url);
        await new Widget(page).launcher.waitFor();
        seen.push(...(await tracesOn(page)));
      }
      // A cached loader is not even asked for again.
      expect(new Set(asked)).toEqual(new Set(['/widget.js']));
      expect(asked.length).toBeLessThanOrEqual(24);
      expect(seen).toEqual([]);
      expect(await page.context().storageState()).toEqual({ cookies: [], origins: [] });
      await page.context().close();
    });
    for (let visit = 0; visit < 1_000; visit += 1) {
      const answer = await fetch(`${stage.url}/widget.js`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('set-cookie')).toBeNull();
      await answer.arrayBuffer();
    }
    expect(await stage.rows()).toEqual(before);
    expect(before['channels']).toBe(1);
  });

  it('and the first word leaves what it should', async () => {
    const before = await stage.rows();
    await withWebsite('', async (website) => {
      const page = await stage.window();
      await page.goto(website.url);
      const widget = new Widget(page);
      await widget.open();
      expect(await stage.rows()).toEqual(before);
      await widget.write('Now I say something');
      await expect
        .poll(async () => (await stage.rows())['messages'])
        .toBe((before['messages'] ?? 0) + 1);
      // All of it in our own frame; the website's own jar stays empty.
      expect(await tracesOn(page)).toEqual([]);
      await page.context().close();
    });
  });
});

describe('a visitor who was not asked yet', () => {
  it('has nothing kept in the browser until they agree, and taken back when they change their mind', async () => {
    type Host = { Interline: { consent(given: boolean): void } };
    await withWebsite('', async (website) => {
      const page = await stage.window();
      await page.addInitScript(() =>
        Object.assign(globalThis, { Interline: [['consent', false]] }),
      );
      await page.goto(website.url);
      const widget = new Widget(page);
      await widget.open();
      await widget.write('Not asked yet');
      await widget.message('Not asked yet').waitFor();
      const kept = async () => {
        const panel = page.frames().find((frame) => frame.url().includes('/panel'));
        // A private window, as here, forbids frames all storage but a cookie of this one website.
        return panel?.evaluate(() => document.cookie.split('=')[0]);
      };
      const consent = (given: boolean) =>
        page.evaluate((yes) => (globalThis as unknown as Host).Interline.consent(yes), given);
      expect(await kept()).toBe('');
      await consent(true);
      await expect.poll(kept).toBe('session');
      await consent(false);
      await expect.poll(kept).toBe('');
      await widget.write('Still here');
      await widget.message('Still here').waitFor();
      expect(await kept()).toBe('');
      await page.context().close();
    });
  });
});

/** What the page itself keeps, beside cookies and local storage. */
const tracesOn = (page: Page): Promise<string[]> =>
  page.evaluate(async () => [
    ...(document.cookie ? [document.cookie] : []),
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(({ name }) => String(name)),
    ...(await caches.keys()),
  ]);

/** What is wider than the screen, or than the room it has. */
const tooWide = () =>
  [...document.querySelectorAll('body *')].flatMap((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    // What fingers get beyond a small button is no part of what is seen.
    const hidden = width <= 1 || element.matches('.aside, .aside *, .send, .deeds > .tool');
    const out = left < -1 || right > innerWidth + 1;
    const cut = element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1;
    return !hidden && (out || cut) ? [element.outerHTML] : [];
  });

describe('the widget on the smallest phone', () => {
  it.each([
    ['de-DE', 'light'],
    ['ru-RU', 'dark'],
    ['ar-EG', 'dark'],
  ] as const)(
    'in %s: its words alone are fetched, and nothing is too wide',
    async (locale, colorScheme) => {
      const page = await stage.window({
        locale,
        colorScheme,
        viewport: { width: 320, height: 640 },
      });
      const scripts: string[] = [];
      page.on('request', (request) => scripts.push(new URL(request.url()).pathname));
      await page.goto('/demo');
      await page.getByRole('button').click();
      const widget = new Widget(page);
      const field = widget.panel.getByRole('textbox');
      await field.waitFor();
      const [language = ''] = locale.split('-');
      const words = new RegExp(`/(${LOCALES.join('|')})(-[\\w-]{8})?\\.js$`, 'i');
      const fetched = scripts
        .filter((path) => words.test(path))
        .map((path) => words.exec(path)?.[1]);
      expect(fetched).toEqual([language, language]);
      // Where the panel is waited for, it is as light or dark as the panel.
      const place = page.locator('.panel').first();
      const shade = await place.evaluate((element) => getComputedStyle(element).backgroundColor);
      expect(shade).toBe({ light: 'rgb(255, 255, 255)', dark: 'rgb(18, 18, 18)' }[colorScheme]);
      const frame = page.frames().find((one) => one.url().includes('/panel'));
      if (!frame) throw new Error('the panel has no frame');
      const direction = language === 'ar' ? 'rtl' : 'ltr';
      const told = await frame.evaluate(() => [document.documentElement.lang, document.dir]);
      expect(told).toEqual([language, direction]);
      expect(await frame.evaluate(tooWide)).toEqual([]);
      await field.fill('Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen');
      await field.press('Enter');
      await widget.message('Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen').waitFor();
      // Whoever has poor eyes sees all of it, too.
      await widget.panel.locator('header').getByRole('button').first().click();
      await widget.panel.getByRole('menuitemradio').last().click();
      expect(await frame.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe(
        '22.4px',
      );
      expect(await frame.evaluate(tooWide)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.context().setOffline(true);
      await field.fill('And one that waits');
      await field.press('Enter');
      await widget.panel.locator('.strip.offline').waitFor();
      expect(await frame.evaluate(tooWide)).toEqual([]);
      expect(await findings(frame)).toEqual([]);
      await page.context().close();
    },
  );

  it('stands on the other side for who reads from the right', async () => {
    const places = ['en-GB', 'ar-EG'].map(async (locale) => {
      const page = await stage.window({ locale, viewport: { width: 1_000, height: 700 } });
      await page.goto('/demo');
      const launcher = page.getByRole('button');
      const closed = await launcher.boundingBox();
      await launcher.click();
      const widget = new Widget(page);
      const [panel, send] = [page.locator('iframe'), widget.panel.locator('.send')];
      await send.waitFor();
      const boxes = [closed, await panel.boundingBox(), await send.boundingBox()];
      await page.context().close();
      return boxes.map((box) => (box ? [box.x, 1_000 - box.x - box.width] : []));
    });
    const [english = [], arabic = []] = await Promise.all(places);
    expect(arabic).toEqual(english.map((sides) => sides.toReversed()));
    expect(arabic[0]?.[0]).toBeLessThan(100);
  });
});

it('says in the language of the visitor when nothing comes, also on a strict page', async () => {
  const policy = `default-src 'none'; script-src ${stage.url}; frame-src ${stage.url}`;
  await withWebsite(policy, async (website) => {
    const page = await stage.window({ locale: 'de-AT' });
    const breaches = await watchBreaches(page);
    await page.route('**/panel', (route) => route.abort());
    await page.goto(website.url);
    await page.getByRole('button').click();
    await page.getByText(german.silent).waitFor({ timeout: 30_000 });
    await page.unroute('**/panel');
    await page.getByRole('button', { name: german.retry }).click();
    await new Widget(page).panel.getByRole('textbox').waitFor();
    expect(breaches).toEqual([]);
    await page.context().close();
  });
});

describe('what a website says by itself', () => {
  const SHADE = 'Plants for shade? We know a few.';
  const SUN = 'Plants for sun? We know more.';
  const strict = () =>
    `default-src 'none'; script-src ${stage.url}; frame-src ${stage.url}; connect-src ${stage.url}; require-trusted-types-for 'script'`;

  /** What is written down by visitors; the search writes its own a moment later. */
  const written = async () => {
    const { contacts, identities, threads, conversations, messages } = await stage.rows();
    return { contacts, identities, threads, conversations, messages };
  };

  async function withNudges(nudges: Nudge[], work: (page: Page, url: string) => Promise<void>) {
    await ana.expect('PATCH', `/api/v1/channels/${channelId}`, { nudges });
    const website = await openWebsite({
      ...{ hub: stage.url, channelId, engaging: true, policy: strict() },
    });
    const page = await stage.window();
    await work(page, website.url);
    await page.context().close();
    await website.close();
    await ana.expect('PATCH', `/api/v1/channels/${channelId}`, { nudges: [] });
  }

  it('stands beside the launcher where it is meant, and begins the talk of whoever answers it', async () => {
    await withNudges([nudge('shade', SHADE, { pages: ['/plants*'] })], async (page, url) => {
      const before = await written();
      const nudged = new Nudged(page);
      await page.goto(url);
      await new Widget(page).launcher.waitFor();
      await nudged.goTo('/plants');
      await nudged.saying(SHADE).waitFor();
      expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
      expect(await findings(page)).toEqual([]);
      await nudged.saying(SHADE).click();
      const widget = new Widget(page);
      await widget.message(SHADE).waitFor();
      expect(await nudged.card.count()).toBe(0);
      expect(await written()).toEqual(before);
      await widget.write('Which one is the smallest?');
      await widget.log.locator('.bubble').getByText(SHADE).waitFor();
      await expect.poll(() => widget.message(SHADE).count()).toBe(1);
      expect(await written()).toMatchObject({ messages: (before.messages ?? 0) + 2 });
      const desk = await stage.window({ as: ana });
      const inbox = new Inbox(desk);
      await inbox.goto();
      await inbox.open('Which one is the smallest?');
      // Nobody said it: it is called what it is.
      const proactive = inbox.log.getByRole('article', { name: letters.automatic.nudge });
      await proactive.getByText(SHADE).waitFor();
      expect(await proactive.getByText(letters.automatic.nudge).count()).toBe(1);
      await desk.goto(`/transcript/${new URL(desk.url()).pathname.split('/').at(-1)}`);
      await desk.getByRole('heading', { name: letters.automatic.nudge }).waitFor();
      await desk.context().close();
    });
  });

  it('is closed for good by whoever closes it, and the next one is said', async () => {
    const both = [nudge('shade', SHADE, { days: 1 }), nudge('sun', SUN, { pages: ['sun'] })];
    await withNudges(both, async (page, url) => {
      const nudged = new Nudged(page);
      await page.goto(url);
      await nudged.saying(SHADE).waitFor();
      await nudged.close.press('Escape');
      await nudged.card.waitFor({ state: 'detached' });
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-interline')))
        .toBe('end');
      await nudged.goTo('/?sun');
      await nudged.saying(SUN).waitFor();
      await page.reload();
      await page.getByRole('link', { name: 'Write to us' }).click();
      await new Widget(page).field.waitFor();
    });
  });

  it('waits for consent, is taken back with it, and leaves nothing when the chat is gone', async () => {
    await withNudges([nudge('shade', SHADE)], async (page, url) => {
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      const interline = (call: unknown[]) =>
        page.evaluate((one) => {
          const { Interline } = globalThis as unknown as { Interline: unknown[] };
          Interline.push(one);
        }, call);
      await page.addInitScript(() =>
        Object.assign(globalThis, { Interline: [['consent', false]] }),
      );
      await page.goto(url);
      await new Widget(page).launcher.waitFor();
      await page.waitForLoadState('networkidle');
      expect(asked.filter((path) => path.startsWith('/widget/v1'))).toEqual([]);
      expect(await tracesOn(page)).toEqual([]);
      const nudged = new Nudged(page);
      await interline(['consent', true]);
      await nudged.saying(SHADE).waitFor();
      expect(await tracesOn(page)).toEqual([`interline:${channelId}:nudges`]);
      await interline(['consent', false]);
      expect([await nudged.card.count(), await tracesOn(page)]).toEqual([0, []]);
      await interline(['consent', true]);
      await nudged.saying(SHADE).waitFor();
      await interline(['shutdown']);
      const left = 'document.querySelectorAll("[data-interline],[data-interline-nudge]").length';
      expect(await page.evaluate(left)).toBe(0);
      const link = page.getByRole('link', { name: 'Write to us' });
      await Promise.all([page.waitForURL('**/contact'), link.click()]);
    });
  });
});

describe('a page whose channel wants to know where its visitors are', () => {
  type Host = { Interline: unknown[] };
  const goTo = (page: Page, path: string, title: string) =>
    page.evaluate(
      ([to = '', named = '']) => {
        history.pushState(null, '', to);
        document.title = named;
      },
      [path, title],
    );

  async function withTrail(work: (url: string) => Promise<void>) {
    const at = `/api/v1/channels/${channelId}`;
    await ana.expect('PATCH', at, { settings: { trail: 'on' } });
    const policy = `default-src 'none'; script-src ${stage.url}; frame-src ${stage.url}; connect-src ${stage.url}; require-trusted-types-for 'script'`;
    const website = await openWebsite({ hub: stage.url, channelId, followed: true, policy });
    await work(website.url);
    await website.close();
    await ana.expect('PATCH', at, { settings: { trail: 'off' } });
  }

  it('shows them on the board, and beside what they say, and leaves nothing behind', async () => {
    await withTrail(async (url) => {
      const before = await stage.rows();
      const desk = await stage.window({ as: ana });
      await desk.goto('/');
      await desk.getByRole('link', { name: 'Visitors', exact: true }).click();
      const board = desk.getByRole('region', { name: 'Visitors' }).locator('.visitors');
      const page = await stage.window();
      await page.goto(`${url}?secret`);
      await board.getByText('1 visitor on your website').waitFor();
      await goTo(page, '/contact?mail=mia@example.net', 'Write to us');
      await board.getByText('/contact', { exact: true }).waitFor();
      await board.getByText('Write to us').waitFor();
      await board.getByText('2 pages').waitFor();
      expect(await findings(desk)).toEqual([]);
      expect(await desk.content()).not.toContain('example.net');
      expect(await stage.rows()).toEqual(before);
      expect(await page.context().cookies()).toEqual([]);
      const widget = new Widget(page);
      await widget.open();
      await widget.write('Do you see where I am?');
      await board.getByText('in a conversation').waitFor();
      await board.getByRole('link').click();
      const beside = desk.locator('.whereabouts');
      await beside.getByText('Looking at /contact').waitFor();
      await goTo(page, '/plants', 'Plants');
      await beside.getByText('Looking at /plants').waitFor();
      await beside.getByRole('listitem').filter({ hasText: '/contact' }).waitFor();
      expect(await findings(desk)).toEqual([]);
      for (const one of [page, desk]) await one.context().close();
    });
  });

  it('tells nothing of who has not agreed, or asks to be left alone', async () => {
    await withTrail(async (url) => {
      const told: string[] = [];
      const listen = (page: Page) =>
        page.on('request', (request) => {
          const { pathname } = new URL(request.url());
          if (pathname.endsWith('/visits')) told.push(pathname);
        });
      const unasked = await stage.window();
      await unasked.addInitScript(() =>
        Object.assign(globalThis, { Interline: [['consent', false]] }),
      );
      const alone = await stage.window();
      await alone.addInitScript(() =>
        Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }),
      );
      for (const page of [unasked, alone]) {
        listen(page);
        await page.goto(url);
        await new Widget(page).launcher.waitFor();
      }
      // Whoever agrees is told of, after both others had as long for it.
      await unasked.waitForLoadState('networkidle');
      expect([told, await tracesOn(unasked)]).toEqual([[], []]);
      const agreed = unasked.waitForResponse((answer) => answer.url().endsWith('/visits'));
      await unasked.evaluate(() => {
        const { Interline } = globalThis as unknown as Host;
        Interline.push(['consent', true]);
      });
      expect((await agreed).status()).toBe(200);
      expect([told.length, await tracesOn(unasked)]).toEqual([1, [`interline:${channelId}:visit`]]);
      expect(await tracesOn(alone)).toEqual([]);
      for (const page of [unasked, alone]) await page.context().close();
    });
  });
});
