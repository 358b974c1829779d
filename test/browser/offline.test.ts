/** Without a network the app opens all the same: what was read last can be read, and what is written goes later. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import { sharing } from '../../inbox-ui/words/en/sharing.ts';
import { findings } from '../support/axe.ts';
import type { Remote } from '../support/remote.ts';
import { Inbox } from '../support/screens.ts';
import { ADMIN } from '../support/server-process.ts';
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

/** As the system hands something over: a form that it sends to where the manifest says. */
async function share(given: { text: string; url?: string; file?: string }): Promise<void> {
  await page.evaluate(({ file, ...said }) => {
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', action: '/share', enctype: 'multipart/form-data' });
    for (const [name, value] of Object.entries(said)) {
      form.append(Object.assign(document.createElement('input'), { name, value }));
    }
    if (file) {
      const input = Object.assign(document.createElement('input'), { type: 'file', name: 'files' });
      const carried = new DataTransfer();
      carried.items.add(new File(['the content'], file, { type: 'text/plain' }));
      input.files = carried.files;
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  }, given);
  await page.waitForURL('**/share');
}

const offered = (name: string) => page.getByRole('button', { name: new RegExp(name) });

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

it('what another app shares becomes a draft where one says, and is not sent', async () => {
  const manifest = await (await fetch(`${stage.url}/app.webmanifest`)).json();
  expect(manifest).toMatchObject({ share_target: { action: '/share', method: 'POST' } });
  await share({
    text: 'See https://example.com/7',
    url: 'https://example.com/7',
    file: 'plan.txt',
  });
  await page.getByRole('heading', { name: sharing.title }).waitFor();
  await page.getByText('plan.txt').waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('searchbox', { name: sharing.find }).fill('Jon');
  await expect.poll(() => offered('Ida Berg').count()).toBe(0);
  await offered('Jon Falk').click();
  await expect.poll(() => inbox.field.inputValue()).toBe('See https://example.com/7');
  await page.getByText('plan.txt').waitFor();
  await page.getByRole('button', { name: en.inbox.composer.removeFile('plan.txt') }).waitFor();
  expect(await inbox.log.getByText('example.com').count()).toBe(0);
  await page.goto(`${stage.url}/share`);
  await page.getByText(sharing.nothing).waitFor();
});

it('what is shared without a network waits until there is one', async () => {
  await stage.kill();
  await share({ text: 'Taken in the cellar', file: 'cellar.txt' });
  await page.getByText(sharing.offline).waitFor();
  await stage.startAgain();
  await page.getByText(sharing.offline).waitFor({ state: 'detached', ...RECOVERY });
  await offered('Ida Berg').click();
  await expect.poll(() => inbox.field.inputValue()).toBe('Taken in the cellar');
  await page.getByText('cellar.txt').waitFor();
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

it('what is shared while nobody is logged in waits for the log-in', async () => {
  await page.goto(`${stage.url}/login`);
  const action = page.getByRole('button', { name: en.session.logIn.action });
  await action.waitFor();
  await share({ text: 'Shared before' });
  await action.waitFor();
  await page.getByRole('textbox', { name: en.session.email }).fill(ADMIN.email);
  await page.getByLabel(en.session.password, { exact: true }).fill(ADMIN.password);
  await action.click();
  await page.getByText('Shared before', { exact: true }).waitFor();
  await offered('Jon Falk').waitFor();
});
