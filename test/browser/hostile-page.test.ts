/** A page that means harm: it holds the panel, or watches it, and gets nothing and changes nothing (trust rules V6, V7). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '../../server/wire/conversations.ts';
import { en as visitorWords } from '../../widget/words/en.ts';
import { NAMES } from '../../widget/words/launcher.ts';
import type { Remote } from '../support/remote.ts';
import { Widget } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';
import { openWebsite, type Website } from '../support/website.ts';
import { launchProfile } from '../tools/chromium.ts';

const SECRET_WORDS = 'MARKER-2207 my card ends in 1234';

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

/** All that a window is told and all that is asked of the network from the page itself. */
const listenIn = (page: Page) =>
  page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    addEventListener('message', ({ data }) => heard.push(JSON.stringify(data)), true);
  });

const heardBy = (page: Page): Promise<string> =>
  page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard.join('\n'));

describe('a page around the panel', () => {
  it('hears no token and no word of the talk, and finds none in what it can reach', async () => {
    const page = await stage.window();
    await listenIn(page);
    const tokens: string[] = [];
    page.on('request', (request) => {
      const [, token] = /^Bearer (.+)$/.exec(request.headers()['authorization'] ?? '') ?? [];
      if (token) tokens.push(token);
    });
    await page.goto(website.url);
    const widget = new Widget(page);
    await widget.open();
    await widget.write(SECRET_WORDS);
    await widget.message(SECRET_WORDS).waitFor();
    await expect.poll(() => tokens.length).toBeGreaterThan(0);
    await widget.write('And one word more');
    // It does hear what it may.
    await expect.poll(() => heardBy(page)).toContain('"message"');
    const heard = await heardBy(page);
    const reach = await page.evaluate(() => {
      const frame = document.querySelector('[data-interline]')?.shadowRoot?.querySelector('iframe');
      let inside = '';
      try {
        inside = frame?.contentWindow?.document.body.innerHTML ?? '';
      } catch (error) {
        inside = (error as Error).name;
      }
      return [inside, document.cookie, JSON.stringify(localStorage), frame?.src].join('\n');
    });
    expect(reach).toContain('SecurityError');
    for (const secret of [SECRET_WORDS, ...new Set(tokens)]) {
      expect(heard).not.toContain(secret);
      expect(reach).not.toContain(secret);
    }
    await page.context().close();
  });

  it('changes nothing by packets from the wrong window or under a wrong mark', async () => {
    const page = await stage.window();
    await page.goto(website.url);
    const widget = new Widget(page);
    await widget.open();
    await widget.write('I stay');
    await widget.message('I stay').waitFor();
    await page.evaluate(() => {
      const panel = document.querySelector('[data-interline]')?.shadowRoot?.querySelector('iframe');
      // From a frame of another origin beside the panel: to the page, as if it were the panel; to the panel, as if the page.
      const stranger = document.createElement('iframe');
      const cover = document.body.appendChild(document.createElement('div'));
      cover.attachShadow({ mode: 'closed' }).append(stranger);
      const forged = [
        { mark: 'interline/1', type: 'unread', count: 99 },
        { mark: 'interline/1', type: 'ready', accent: '#ff0000' },
        { mark: 'interline/1', type: 'close' },
        { mark: 'interline/1', type: 'reset' },
        { mark: 'interline/1', type: 'identify', identity: { jwt: 'a.b.c' } },
        { mark: 'interline/2', type: 'reset' },
        { ['__proto__']: { mark: 'interline/1', type: 'reset' } },
        JSON.parse(
          '{"mark":"interline/1","type":"identify","identity":{"__proto__":{"jwt":"a.b.c"}}}',
        ),
      ];
      Object.assign(stranger.contentWindow ?? {}, { forged, panel: panel?.contentWindow });
      const script = stranger.contentDocument?.createElement('script');
      if (!script) throw new Error('the stranger has no page');
      script.textContent =
        'for (const one of forged) { parent.postMessage(one, "*"); panel.postMessage(one, "*"); }';
      stranger.contentDocument?.body.append(script);
      // What the page says itself has to be exactly what may be said.
      const own = [
        { type: 'reset' },
        { mark: 'interline/2', type: 'reset' },
        'reset',
        null,
        [['reset']],
      ];
      for (const one of own) panel?.contentWindow?.postMessage(one, '*');
    });
    await widget.write('And go on');
    await widget.message('And go on').waitFor();
    await widget.message('I stay').waitFor();
    expect(await page.getByRole('button', { name: /99/ }).count()).toBe(0);
    await page.context().close();
  });

  it('does not reach in by what it hangs on the prototype of everything', async () => {
    const page = await stage.window();
    await page.addInitScript(() => {
      const evil = {
        jwt: 'a.b.c',
        channel: 'x',
        consent: 'false',
        mark: 'interline/1',
        type: 'reset',
      };
      for (const [name, value] of Object.entries(evil)) {
        Object.defineProperty(Object.prototype, name, {
          value,
          writable: true,
          configurable: true,
        });
      }
    });
    await page.goto(website.url);
    const widget = new Widget(page);
    await widget.open();
    await widget.write('Unmoved');
    await widget.message('Unmoved').waitFor();
    await page.evaluate(() => {
      const { Interline } = globalThis as unknown as {
        Interline: { push(command: unknown): void };
      };
      for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'nothing']) {
        Interline.push([name, {}]);
      }
    });
    await widget.message('Unmoved').waitFor();
    expect(await page.evaluate(() => ({}) as { polluted?: unknown }).then(Object.keys)).toEqual([]);
    await page.context().close();
  });
});

describe('a page that the channel does not list', () => {
  it('cannot hold the panel, so that nobody clicks in it unawares; the listed one can', async () => {
    const at = `/api/v1/channels/${channelId}`;
    await ana.expect('PATCH', at, { settings: { allowedOrigins: 'https://shop.example.com' } });
    const page = await stage.window();
    const refused: string[] = [];
    page.on('console', (message) => refused.push(message.text()));
    await page.goto(website.url);
    await page.getByRole('button', { name: NAMES.en }).click();
    await expect.poll(() => refused.join('\n')).toContain('frame-ancestors');
    expect(await new Widget(page).field.count()).toBe(0);
    stage.mishaps.length = 0;
    await ana.expect('PATCH', at, { settings: { allowedOrigins: new URL(website.url).origin } });
    await page.reload();
    await new Widget(page).open();
    await page.context().close();
    await ana.expect('PATCH', at, { settings: { allowedOrigins: '' } });
  });
});

/** What was said last in each conversation. */
async function lastWords(): Promise<string[]> {
  const path = '/api/v1/conversations?view=all';
  const { data } = await ana.get<{ data: Conversation[] }>(path);
  return data.map(({ preview }) => preview);
}

describe('a browser that forbids frames of other sites cookies and storage', () => {
  let profile: string;
  beforeAll(async () => {
    profile = await mkdtemp(path.join(tmpdir(), 'interline-profile-'));
  });
  afterAll(() => rm(profile, { recursive: true, force: true }));

  it('keeps the talk over a reload, and the next day', async () => {
    const first = await launchProfile(profile, { blockThirdParties: true });
    const page = await first.newPage();
    await page.goto(website.url);
    const widget = new Widget(page);
    await widget.open();
    const frame = page.frames().find((one) => one.url().includes('/panel'));
    // Proof that it does forbid: what every frame could keep before, this one cannot.
    expect(
      await frame?.evaluate(() => {
        // biome-ignore lint/suspicious/noDocumentCookie: it is what is tried
        document.cookie = 'plain=1; Secure; SameSite=None';
        return document.cookie;
      }),
    ).not.toContain('plain=1');
    await widget.write('Remember me');
    await widget.message('Remember me').waitFor();
    await widget.log.getByText(visitorWords.sent).waitFor();
    await page.reload();
    await widget.open();
    await widget.message('Remember me').waitFor();
    // What the server does not have yet, and what is still being written, outlives the page as well.
    await first.route('**/messages', (route) => route.abort());
    await widget.write('Not lost');
    await widget.message('Not lost').waitFor();
    await widget.field.fill('Half a');
    await page.reload();
    await widget.open();
    await widget.message('Not lost').waitFor();
    expect(await widget.field.inputValue()).toBe('Half a');
    expect(await lastWords()).toContain('Remember me');
    expect(await lastWords()).not.toContain('Not lost');
    await first.unroute('**/messages');
    await page.reload();
    await widget.open();
    await expect.poll(lastWords).toContain('Not lost');
    await first.close();
    const second = await launchProfile(profile, { blockThirdParties: true });
    const nextDay = await second.newPage();
    await nextDay.goto(website.url);
    await new Widget(nextDay).open();
    await new Widget(nextDay).message('Remember me').waitFor();
    expect(await nextDay.evaluate(() => document.cookie + Object.keys(localStorage).join())).toBe(
      '',
    );
    await second.close();
  });
});
