/** A customer writes while the agent looks elsewhere: one notice, and a press on it leads there. */
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { Remote } from '../support/remote.ts';
import { Inbox } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const said = en.settings.notices;

type Shown = { title: string; body: string };
declare global {
  interface Window {
    shown: (Shown & { press(): void })[];
    looksElsewhere: boolean;
  }
}

let stage: Stage;
let ana: Remote;
let websiteId: string;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  websiteId = await stage.websiteId(ana);
  page = await stage.window({ as: ana });
  context = page.context();
  await context.grantPermissions(['notifications'], { origin: stage.url });
  // The system's own notices cannot be seen from a test: what is shown is kept beside them.
  await context.addInitScript(() => {
    window.shown = [];
    const Real = window.Notification;
    window.Notification = class extends Real {
      constructor(title: string, options: NotificationOptions = {}) {
        super(title, options);
        const press = () => this.dispatchEvent(new Event('click'));
        window.shown.push({ title, body: options.body ?? '', press });
      }
    };
    Document.prototype.hasFocus = () => !window.looksElsewhere;
  });
});
afterAll(() => stage.close());

async function writes(name: string, text: string): Promise<void> {
  const visitor = await stage.visitor(websiteId);
  const words = { key: `notices-${name.replace(' ', '-')}`, text, claims: { name } };
  await visitor.expect('POST', `/widget/v1/${websiteId}/messages`, words);
}

const lookElsewhere = (of: Page, elsewhere: boolean) =>
  of.evaluate((away) => {
    window.looksElsewhere = away;
    window.dispatchEvent(new Event(away ? 'blur' : 'focus'));
  }, elsewhere);

const shownAt = (of: Page): Promise<Shown[]> =>
  of.evaluate(() => window.shown.map(({ title, body }) => ({ title, body })));

it('is allowed with one press in the profile', async () => {
  await page.goto('/settings/profile');
  const desktop = page.getByRole('switch', { name: said.desktop });
  await desktop.focus();
  await page.keyboard.press('Space');
  await expect.poll(() => desktop.isChecked()).toBe(true);
});

it('comes once, from one of two windows, and leads to the conversation', async () => {
  const inbox = new Inbox(page);
  await inbox.goto();
  await page.getByText('Live', { exact: true }).first().waitFor();
  const second = await context.newPage();
  await second.goto('/inbox/inbox');
  await second.getByText('Live', { exact: true }).first().waitFor();
  for (const one of [page, second]) await lookElsewhere(one, true);
  await writes('Ida Berg', 'Is anybody there?');
  for (const one of [page, second]) await new Inbox(one).row('Is anybody there?').waitFor();
  const all = async () => [...(await shownAt(page)), ...(await shownAt(second))];
  await expect.poll(all).toEqual([{ title: 'Ida Berg', body: 'Is anybody there?' }]);
  await second.close();
  await page.evaluate(() => window.shown[0]?.press());
  await page.getByRole('heading', { name: /^Ida Berg/, level: 2 }).waitFor();
});

it('does not come while a window is looked at, nor of what others have', async () => {
  await lookElsewhere(page, false);
  await writes('Jon Falk', 'While you look');
  await new Inbox(page).goto();
  await new Inbox(page).row('While you look').waitFor();
  expect(await shownAt(page)).toEqual([]);
  await page.getByText('Live', { exact: true }).first().waitFor();
  await lookElsewhere(page, true);
  await ana.expect('PATCH', '/api/v1/agents/me', { preferences: { notices: 'mine' } });
  await page.reload();
  await page.getByText('Live', { exact: true }).first().waitFor();
  await lookElsewhere(page, true);
  await writes('Kim Lund', 'For nobody yet');
  await new Inbox(page).row('For nobody yet').waitFor();
  expect(await shownAt(page)).toEqual([]);
});
