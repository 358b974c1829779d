/** Without a network the app opens all the same: what was read last can be read, and what is written goes later. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { Remote } from '../support/remote.ts';
import { Inbox } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const KEPT = /kept on this device, up to/;
const RECOVERY = { timeout: 45_000 };

let stage: Stage;
let ana: Remote;
let ben: Remote;
let page: Page;
let inbox: Inbox;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  ben = await stage.colleague(ana, 'Ben Berg');
  const websiteId = await stage.websiteId(ana);
  for (const name of ['Ida Berg', 'Jon Falk']) {
    const visitor = await stage.visitor(websiteId);
    const words = {
      key: `offline-${name.length}-${name[0]}`,
      text: `${name} asks`,
      claims: { name },
    };
    await visitor.expect('POST', `/widget/v1/${websiteId}/messages`, words);
  }
  page = await stage.window({ as: ana, serviceWorkers: 'allow' });
  inbox = new Inbox(page);
  await inbox.goto();
  await page.getByText('Live', { exact: true }).first().waitFor();
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
});
afterAll(() => stage.close());

const caches = (prefix: string) =>
  page.evaluate(
    async (begin) => (await window.caches.keys()).filter((name) => name.startsWith(begin)),
    prefix,
  );

it('a reload without a server shows the list and the conversation opened last, and says what it is', async () => {
  await inbox.open('Ida Berg asks');
  await inbox.log.getByText('Ida Berg asks', { exact: true }).waitFor();
  await expect.poll(() => caches('interline.kept.')).toHaveLength(1);
  await stage.kill();
  await page.reload();
  await inbox.row('Jon Falk asks').waitFor();
  await inbox.log.getByText('Ida Berg asks', { exact: true }).waitFor();
  await page.getByText(KEPT).waitFor();
});

it('what is written then survives another reload, and goes once there is a server', async () => {
  await inbox.answer('Written without a network');
  await page.getByText(/1 message will go/).waitFor();
  await page.reload();
  await page.getByText(/1 message will go/).waitFor();
  await stage.startAgain();
  await page.getByText('Live', { exact: true }).first().waitFor(RECOVERY);
  expect(await page.getByText(KEPT).count()).toBe(0);
  const arrived = async () => {
    const id = new URL(page.url()).pathname.split('/').at(-1);
    const { data } = await ana.expect<{ data: { text: string }[] }>(
      'GET',
      `/api/v1/conversations/${id}/messages`,
    );
    return data.map(({ text }) => text);
  };
  await expect.poll(arrived, RECOVERY).toEqual(['Ida Berg asks', 'Written without a network']);
});

it('with a server, the page is the server’s, whatever is kept', async () => {
  const [name = ''] = await caches('interline.shell.');
  expect(name).not.toBe('');
  await page.evaluate(async (shell) => {
    await (await window.caches.open(shell)).put('/', new Response('an old page'));
  }, name);
  await page.reload();
  await page.getByText('Live', { exact: true }).first().waitFor();
  await stage.kill();
  await page.reload();
  await page.getByText('an old page').waitFor();
  await stage.startAgain();
  await inbox.goto();
  await page.getByText('Live', { exact: true }).first().waitFor();
});

it('nobody reads what was kept for somebody else', async () => {
  const [before] = await caches('interline.kept.');
  const [name, value] = (ben.headers['cookie'] ?? '').split('=');
  await page.context().addCookies([{ name: name ?? '', value: value ?? '', url: stage.url }]);
  await page.goto(`${stage.url}/settings/me`);
  await page.getByText('Ben Berg').first().waitFor();
  await expect.poll(() => caches('interline.kept.')).toHaveLength(1);
  expect(await caches('interline.kept.')).not.toEqual([before]);
});

it('logging out takes all of it away', async () => {
  await inbox.goto();
  await page.getByText('Live', { exact: true }).first().waitFor();
  await page.goto(`${stage.url}/settings/profile`);
  await page.getByRole('button', { name: en.shell.logOut }).last().click();
  await page.getByRole('button', { name: en.session.logIn.action }).waitFor();
  expect(await caches('interline.kept.')).toEqual([]);
  await stage.kill();
  await page.goto(`${stage.url}/inbox/inbox`).catch(() => undefined);
  await page.reload().catch(() => undefined);
  expect(await page.getByText('asks').count()).toBe(0);
  await stage.startAgain();
});
