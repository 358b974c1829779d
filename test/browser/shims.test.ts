/** Sites that spoke to another widget keep their calls: the two shims, on a page as those sites have it. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Widget } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';
import { openWebsite, type Website } from '../support/website.ts';

let stage: Stage;
let website: Website;
let channelId: string;

beforeAll(async () => {
  stage = await Stage.open();
  channelId = await stage.websiteId(await stage.ana());
  website = await openWebsite({ hub: stage.url });
});
afterAll(async () => {
  await website.close();
  await stage.close();
});

/** A page with the loader, no channel of its own, and a shim beside it. */
async function withShim(name: string): Promise<Page> {
  const page = await stage.window();
  await page.goto(website.url);
  await page.waitForFunction(
    () => !Array.isArray((globalThis as { Interline?: unknown }).Interline),
  );
  await page.addScriptTag({ url: `${stage.url}/shims/${name}.js`, type: 'module' });
  return page;
}

it('Chatwoot: run, toggle and the events', async () => {
  const page = await withShim('chatwoot');
  expect(await new Widget(page).launcher.count()).toBe(0);
  await page.evaluate((websiteToken) => {
    const host = globalThis as unknown as Record<string, never> & {
      heard: string[];
      chatwootSDK: { run(settings: object): void };
      $chatwoot: Record<string, (...values: unknown[]) => void>;
    };
    host.heard = [];
    for (const name of ['ready', 'opened', 'closed']) {
      addEventListener(`chatwoot:${name}`, () => host.heard.push(name));
    }
    host.chatwootSDK.run({ websiteToken });
    host.$chatwoot['setUser']?.('7', { name: 'Mia', email: 'mia@example.com' });
    host.$chatwoot['setLabel']?.('vip');
    host.$chatwoot['toggle']?.();
  }, channelId);
  await new Widget(page).field.waitFor();
  await page.evaluate(() => {
    const { $chatwoot } = globalThis as unknown as { $chatwoot: { toggle(state?: string): void } };
    $chatwoot.toggle();
  });
  await new Widget(page).launcher.waitFor();
  const heard = () => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
  await expect.poll(heard).toEqual(['ready', 'opened', 'closed']);
  await page.context().close();
});

it('Intercom: what waited in the queue, show, hide and shutdown', async () => {
  const page = await stage.window();
  await page.goto(website.url);
  await page.waitForFunction(
    () => !Array.isArray((globalThis as { Interline?: unknown }).Interline),
  );
  await page.evaluate((app_id) => {
    const queue = [['boot', { app_id, name: 'Mia' }], ['show'], ['trackEvent', 'bought']];
    Object.assign(globalThis, { Intercom: { q: queue } });
  }, channelId);
  await page.addScriptTag({ url: `${stage.url}/shims/intercom.js`, type: 'module' });
  const widget = new Widget(page);
  await widget.field.waitFor();
  const call = (...values: unknown[]) =>
    page.evaluate((all) => {
      const { Intercom } = globalThis as unknown as { Intercom(...values: unknown[]): void };
      Intercom(...all);
    }, values);
  await widget.write('From the old snippet');
  await widget.message('From the old snippet').waitFor();
  await call('hide');
  await widget.launcher.waitFor();
  await call('shutdown');
  await expect.poll(() => page.locator('[data-interline]').count()).toBe(0);
  await call('boot', { app_id: channelId });
  await widget.open();
  expect(await widget.message('From the old snippet').count()).toBe(0);
  await page.context().close();
});
