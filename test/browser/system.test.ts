/** Settings → System: an admin sees how the installation is doing, from the server's side and the browser's. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import { system } from '../../inbox-ui/words/en/settings-system.ts';
import type { Remote } from '../support/remote.ts';
import { Stage } from '../support/stage.ts';

let stage: Stage;
let ana: Remote;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
});
afterAll(() => stage.close());

const row = (page: Page, about: keyof typeof system.about, state: keyof typeof system.states) =>
  page.locator(`.system-check.is-${state}`, { hasText: system.about[about] });

describe('the System page', () => {
  it('tells an admin what is well, and what to do about the rest', async () => {
    const page = await stage.window({ as: ana });
    await page.goto('/settings/profile');
    await page.getByRole('link', { name: en.settings.system.title, exact: true }).click();
    await row(page, 'worker', 'good').waitFor();
    await row(page, 'live', 'good').waitFor();
    await row(page, 'visited', 'good').waitFor();
    await row(page, 'watch', 'good').waitFor();
    // A machine's own address, and no backup yet.
    await row(page, 'address', 'attention')
      .getByText(/PUBLIC_URL/)
      .waitFor();
    await row(page, 'backup', 'attention')
      .getByText(/every night/)
      .waitFor();
    const [first] = await page.locator('.system-check').all();
    expect(await first?.getAttribute('class')).toContain('is-attention');
    await page.getByText(system.roles.all, { exact: true }).waitFor();
    await page.context().close();
  });

  it('notices that WebSockets do not get through, and that the device has another time', async () => {
    const page = await stage.window({ as: ana });
    await page.routeWebSocket(/socket\.io/, (socket) => void socket.close());
    await page.clock.install({ time: Date.now() + 3_600_000 });
    await page.goto('/settings/system');
    await row(page, 'live', 'broken')
      .getByText(/Upgrade/)
      .waitFor();
    await row(page, 'watch', 'attention').waitFor();
    await page.getByRole('status').getByText(system.broken(1)).waitFor();
    await page.context().close();
  });

  it('tells somebody who is no admin who may look', async () => {
    const ben = await stage.colleague(ana, 'Ben Berg');
    const page = await stage.window({ as: ben });
    await page.goto('/settings/system');
    await page.getByText(system.adminsOnly).waitFor();
    expect(await page.locator('.system-check').count()).toBe(0);
    await page.context().close();
  });
});
