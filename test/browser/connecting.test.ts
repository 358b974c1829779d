/** Connecting a channel that is called by its platform: five steps, every sign of life, and what to do when it fails. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adapter } from '../../adapters/whatsapp/adapter.ts';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { Channel } from '../../server/wire/channels.ts';
import { graphError } from '../simulators/meta.ts';
import { ACCOUNT, APP, NUMBER, WhatsApp } from '../simulators/whatsapp.ts';
import { VERIFY_TOKEN } from '../support/meta-channel.ts';
import type { Remote } from '../support/remote.ts';
import { Inbox } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const { channels, connecting } = en.settings;
const { live } = connecting;
const EXPIRED = 'Meta no longer accepts the access token.';

let stage: Stage;
let ana: Remote;
let page: Page;
let whatsApp: WhatsApp;
let channel: Channel;

beforeAll(async () => {
  stage = await Stage.open({ ALLOWED_NETWORKS: '127.0.0.0/8' });
  [whatsApp, ana] = [await WhatsApp.start(), await stage.ana()];
  page = await stage.window({ as: ana });
  await page.clock.install();
});
afterAll(async () => {
  await stage.close();
  await whatsApp.stop();
});

const button = (name: string) => page.getByRole('button', { name, exact: true });
const at = (step: string) =>
  page
    .getByRole('list', { name: channels.steps })
    .locator('[aria-current=step]', { hasText: step });
/** A sign of life, with how it stands. */
const sign = (id: keyof typeof live.steps, state: 'done' | 'waiting' | 'failed') =>
  page.locator(`.live-step.is-${state}`, { hasText: live.steps[id] });
const broken = { kind: 'answer', answer: graphError(190, 401) } as const;
const label = (key: string) => {
  const field = adapter.settings.find((one) => one.key === key);
  if (!field) throw new Error(`there is no setting ${key}`);
  return field.label.en;
};

describe('the five steps', () => {
  it('lead from the kind to its settings, which are made of what it declares', async () => {
    await page.goto('/settings/channels');
    await page.getByRole('link', { name: channels.add }).click();
    await at(channels.stepKind).waitFor();
    await page.getByRole('link', { name: adapter.summary.en }).click();
    await at(channels.stepSettings).waitFor();
    await button(channels.create).click();
    await page.getByText(en.common.required).first().waitFor();
    const { token: accessToken, secret: appSecret } = APP;
    const first = { phoneNumberId: NUMBER, accountId: ACCOUNT, accessToken, appSecret };
    for (const [key, value] of Object.entries(first)) await page.getByLabel(label(key)).fill(value);
    await page.getByText(connecting.more, { exact: true }).click();
    await page.getByLabel(label('verifyToken')).fill(VERIFY_TOKEN);
    await page.getByLabel(label('apiUrl')).fill(whatsApp.meta.provider.url);
    await button(channels.create).click();
  });

  it('then its credentials are tried at once, and what can be set up there is set up', async () => {
    await page.getByText(connecting.works).waitFor();
    await at(connecting.stepLive).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1);
    channel = await ana.get<Channel>(`/api/v1/channels/${id}`);
    expect(whatsApp.subscription?.['override_callback_uri']).toBe(channel.webhookUrl);
    await page.getByText(channel.webhookUrl).waitFor();
  });

  it('then the first message is waited for; after a minute the likeliest causes are named', async () => {
    await page.getByText(channels.waitingMessage).waitFor();
    await sign('received', 'waiting').waitFor();
    expect(await page.getByText(channels.slowTitle).count()).toBe(0);
    await page.clock.fastForward(61_000);
    await page.getByText(channels.slowTitle).waitFor();
    await page.getByText(channels.local('localhost')).last().waitFor();
    const declared = adapter.causes ?? [];
    expect(declared.length).toBeGreaterThan(0);
    for (const cause of declared) await page.getByText(cause.en).waitFor();
  });

  it('the handshake is seen, and so is a signature that is wrong, with the secrets it may lie at', async () => {
    const query = `hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${encodeURIComponent(VERIFY_TOKEN)}`;
    expect((await fetch(`${channel.webhookUrl}?${query}`)).status).toBe(200);
    await sign('handshake', 'done').waitFor();
    const wrong = await whatsApp.meta.deliver(channel.webhookUrl, whatsApp.message('Forged'), 'no');
    expect(wrong.status).toBe(401);
    await sign('received', 'failed').getByText(live.refused(1)).waitFor();
    await page
      .getByText(
        live.causes.signature([label('accessToken'), label('appSecret'), label('verifyToken')]),
      )
      .waitFor();
  });

  it('a request that says nothing is no message yet; the first message is, and the panel turns', async () => {
    await whatsApp.meta.deliver(channel.webhookUrl, whatsApp.envelope());
    await sign('received', 'done').waitFor();
    await sign('understood', 'waiting').waitFor();
    await whatsApp.meta.deliver(channel.webhookUrl, whatsApp.message('Hello, new channel'));
    await sign('understood', 'done').waitFor();
    await page.getByRole('heading', { name: channels.seen }).waitFor();
    await at(connecting.stepAnswers).waitFor();
    await sign('answered', 'waiting').getByText(live.hints.answered).waitFor();
  });

  it('the answer and its receipt are the last signs, without anybody loading the page', async () => {
    const agent = new Inbox(await stage.window({ as: ana }));
    await agent.goto('all');
    await agent.open('Hello, new channel');
    const id = whatsApp.comingId();
    await agent.answer('Hello, first customer');
    await sign('answered', 'done').waitFor();
    await sign('confirmed', 'waiting').waitFor();
    await whatsApp.meta.deliver(channel.webhookUrl, whatsApp.status(id, 'delivered'));
    await sign('confirmed', 'done').waitFor();
    await agent.log.getByText(en.inbox.state.delivered, { exact: true }).waitFor();
    await agent.page.context().close();
  });
});

describe('a channel whose key is withdrawn', () => {
  let inbox: Inbox;
  /** Whatever is asked of the platform fails, also that somebody has read or writes. @returns mends it */
  const breakDown = () => {
    const { faults } = whatsApp.meta.provider;
    faults.push(...Array.from({ length: 20 }, () => broken));
    return () => void faults.splice(0);
  };

  it('says so where one writes, in the list and on its own page: why, since when, and what to do', async () => {
    inbox = new Inbox(await stage.window({ as: ana }));
    await inbox.goto('all');
    await inbox.open('Hello, first customer');
    const mend = breakDown();
    await inbox.answer('Nobody will read this');
    await inbox.page.getByText(en.inbox.composer.failing(channel.name, EXPIRED)).waitFor();
    mend();
    await page.goto('/settings/channels');
    const row = page.getByRole('link', { name: channel.name }).filter({ hasText: EXPIRED });
    await row.getByText(channels.failing, { exact: true }).waitFor();
    await row.click();
    const banner = page.getByText(/^Not working since /);
    await banner.waitFor();
    await page.getByText(EXPIRED).waitFor();
    await page.getByText(connecting.mend).waitFor();
    // What comes in is another matter, and is not called connected.
    await page.getByRole('heading', { name: connecting.comesIn }).waitFor();
  });

  it('goes on taking messages in', async () => {
    await whatsApp.meta.deliver(channel.webhookUrl, whatsApp.message('Still there?'));
    await inbox.message('Still there?').waitFor();
  });

  it('is told when connecting again does not help, and works again when it does', async () => {
    const mend = breakDown();
    await button(connecting.reconnect).click();
    await page.getByRole('status').getByText(EXPIRED).waitFor();
    mend();
    await page.getByText(/^Not working since /).waitFor();
    await button(connecting.reconnect).click();
    await button(connecting.reconnect).waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: channels.seen }).waitFor();
    expect((await ana.get<Channel>(`/api/v1/channels/${channel.id}`)).failing).toBeNull();
    await inbox.answer('Yes, again.');
    await expect
      .poll(() => whatsApp.meta.asked('/messages').at(-1))
      .toMatchObject({ text: { body: 'Yes, again.' } });
  });
});
