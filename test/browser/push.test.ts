/** A notice is pushed to a browser in which Interline is closed: it is shown, and a press leads to the conversation. */
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import { push as pushWords } from '../../inbox-ui/words/en/push.ts';
import type { PushedNotice } from '../../server/wire/devices.ts';
import type { Remote } from '../support/remote.ts';
import { BROWSER_KEYS } from '../support/samples.ts';
import { Inbox } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const said = en.settings.notices;

let stage: Stage;
let ana: Remote;
let page: Page;
let talk: string;
let browser: CDPSession;
let registrationId: string;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  const websiteId = await stage.websiteId(ana);
  const visitor = await stage.visitor(websiteId);
  const first = { key: 'pushed-first', text: 'Is anybody there?', claims: { name: 'Ida Berg' } };
  await visitor.expect('POST', `/widget/v1/${websiteId}/messages`, first);
  page = await stage.window({ as: ana, serviceWorkers: 'allow' });
  await page.context().grantPermissions(['notifications'], { origin: stage.url });
  const inbox = new Inbox(page);
  await inbox.goto();
  await inbox.open('Is anybody there?');
  talk = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  browser = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    browser.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations;
      if (first) resolve(first.registrationId);
    });
  });
  await browser.send('ServiceWorker.enable');
  registrationId = await registered;
});
afterAll(() => stage.close());

const notice = (more: Partial<PushedNotice> = {}): PushedNotice => ({
  ...{ kind: 'said', locale: 'en', conversationId: talk, seq: 1, unread: 3 },
  ...{ name: 'Ida Berg', text: 'Is anybody there?', ...more },
});

/** As its push service would hand it over. */
const deliver = (pushed: PushedNotice) =>
  browser.send('ServiceWorker.deliverPushMessage', {
    ...{ origin: `${stage.url}/`, registrationId, data: JSON.stringify(pushed) },
  });

const shown = () =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const notices = await registration.getNotifications();
    return notices.map(({ title, body, tag }) => ({ title, body, tag }));
  });

it('is shown though no page of ours is open, one for each conversation', async () => {
  await page.goto('about:blank');
  await deliver(notice());
  await deliver(notice({ seq: 2, text: 'Hello?' }));
  await deliver(notice({ kind: 'called', conversationId: null, name: null, text: null }));
  await page.goto(`${stage.url}/demo`);
  await expect.poll(shown).toEqual(
    expect.arrayContaining([
      { title: 'Ida Berg', body: 'Hello?', tag: `/inbox/inbox/${talk}` },
      { title: pushWords.calledQuiet, body: pushWords.calledText, tag: '/settings/profile' },
    ]),
  );
  expect(await shown()).toHaveLength(2);
});

it('speaks the language of its agent', async () => {
  await deliver(notice({ locale: 'zh-CN', name: null, text: null }));
  await expect.poll(shown).toContainEqual(expect.objectContaining({ title: '新消息' }));
});

it('a press leads an open page to the conversation', async () => {
  await page.goto(`${stage.url}/settings/profile`);
  await page.getByRole('heading', { name: said.title, exact: true }).waitFor();
  const [worker] = page.context().serviceWorkers();
  await worker?.evaluate(async (tag) => {
    const scope = self as unknown as { registration: ServiceWorkerRegistration } & EventTarget;
    const [notification] = await scope.registration.getNotifications({ tag });
    const press = new Event('notificationclick');
    Object.assign(press, { notification, waitUntil: () => undefined });
    scope.dispatchEvent(press);
  }, `/inbox/inbox/${talk}`);
  await page.getByRole('heading', { name: /^Ida Berg/, level: 2 }).waitFor();
  await expect.poll(shown).toHaveLength(1);
});

it('the profile says which devices there are, tries them and removes them', async () => {
  // No push service can be reached from here: the browser's own end of it is played.
  await page.addInitScript((keys) => {
    const endpoint = 'https://push.invalid/to/this-browser';
    const made = {
      ...{ options: { applicationServerKey: null }, unsubscribe: async () => true },
      toJSON: () => ({ endpoint, keys }),
    } as unknown as PushSubscription;
    PushManager.prototype.subscribe = async () => made;
  }, BROWSER_KEYS);
  await page.goto(`${stage.url}/settings/profile`);
  const push = page.getByRole('switch', { name: said.push });
  await push.focus();
  await page.keyboard.press('Space');
  const devices = page.getByRole('region', { name: said.devices });
  await devices.getByText(said.thisDevice).waitFor();
  await expect.poll(() => push.isChecked()).toBe(true);
  await devices.getByRole('button', { name: said.try }).click();
  await page.getByText(said.notTaken).waitFor();
  await devices.getByText(said.unreached, { exact: false }).waitFor();
  await devices.getByRole('button', { name: said.remove }).click();
  await expect.poll(() => push.isChecked()).toBe(false);
  await expect.poll(() => devices.count()).toBe(0);
});

it('quiet hours are kept with the person', async () => {
  await page.getByRole('switch', { name: said.quiet }).click();
  await page.getByLabel(said.from, { exact: true }).fill('21:30');
  await page.getByLabel(said.zone).selectOption('Asia/Shanghai');
  await page.getByRole('switch', { name: said.weekends }).click();
  const kept = async () =>
    (await ana.expect<{ agent: { preferences: object } }>('GET', '/api/v1/session')).agent
      .preferences;
  const quietHours = { from: '21:30', to: '08:00', weekends: true, zone: 'Asia/Shanghai' };
  await expect.poll(kept).toMatchObject({ quietHours });
});
