/** axe-core finds nothing to complain about where mail is read, written and connected; nor is anything cut off. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { CreatedChannel } from '../../server/wire/channels.ts';
import type { Message } from '../../server/wire/messages.ts';
import { type Letter, letter } from '../support/letters.ts';
import { Remote } from '../support/remote.ts';
import { Stage } from '../support/stage.ts';

const HOOK = 'the password of the webhook';

let stage: Stage;
let ana: Remote;
let channel: CreatedChannel;
let conversationId: string;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  channel = await ana.expect<CreatedChannel>('POST', '/api/v1/channels', {
    adapter: 'email',
    name: 'Support mail',
    settings: { address: 'help@example.com', webhookPassword: HOOK, authservId: 'mx.example.com' },
  });
  await receive({ subject: 'Order 17', cc: 'Mia <mia@example.org>', text: 'Where is it?' });
  await receive({
    subject: 'Locked',
    headers: ['Authentication-Results: mx.example.com; dmarc=fail'],
    content: { type: 'text/html', body: '<h1>Locked</h1><p>Confirm <i>now</i>.</p>' },
  });
  type Found = { data: { id: string; subject: string }[] };
  const { data } = await ana.get<Found>('/api/v1/conversations?view=all');
  conversationId = data.find(({ subject }) => subject === 'Order 17')?.id ?? '';
  await haveSideTalk();
}, 60_000);
afterAll(() => stage.close());

async function receive(parts: Letter): Promise<void> {
  const login = Buffer.from(`postmark:${HOOK}`).toString('base64');
  const provider = new Remote(stage.url, { authorization: `Basic ${login}` });
  const body = { RawEmail: letter(parts), OriginalRecipient: 'help@example.com' };
  await provider.expect('POST', `/channels/${channel.id}/webhook`, body);
}

/** Something passed on, something for later, something taken back. */
async function haveSideTalk(): Promise<void> {
  const at = `/api/v1/conversations/${conversationId}/messages`;
  const { data } = await ana.get<{ data: Message[] }>(at);
  const write = (key: string, more: object) =>
    ana.expect<Message>('POST', at, { key, kind: 'reply', text: 'Found it.', sendAt, ...more });
  const sendAt = new Date(Date.now() + 86_400_000).toISOString();
  const recipients = { to: [{ address: 'warehouse@example.net' }] };
  await write('axe-forward-1', { passesOnId: data[0]?.id, recipients });
  await write('axe-later-001', { unlessAnswered: true });
  const { id } = await write('axe-later-002', {});
  await ana.expect('POST', `${at}/${id}/cancellation`, {});
}

async function complaints(page: Page): Promise<string[]> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(axe.source);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  const found = await page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: typeof axe };
    const { violations } = await checker.run({ iframes: false });
    return violations.flatMap(({ id, nodes }) => {
      return nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`);
    });
  });
  return wide ? [...found, 'something is wider than the window'] : found;
}

const wide = { width: 1_360, height: 850 };
const phone = { width: 360, height: 740 };

it.each([
  { colorScheme: 'light', viewport: wide, locale: 'en' },
  { colorScheme: 'dark', viewport: phone, locale: 'zh-CN' },
] as const)(
  'in $colorScheme, $locale, $viewport.width wide',
  async (look) => {
    await ana.expect('PATCH', '/api/v1/agents/me', { locale: look.locale });
    const page = await stage.window({ ...look, as: ana });
    await page.goto(`/inbox/all/${conversationId}`);
    await page.getByRole('log').waitFor();
    await page.locator('.addresses > summary').first().click();
    expect(await complaints(page), 'a conversation').toEqual([]);
    await page.getByRole('tab').nth(2).click();
    const field = page.locator('.tokens input').first();
    await field.fill('nonsense');
    await field.press('Enter');
    expect(await complaints(page), 'passing on').toEqual([]);
    await page.locator('.token button').first().click();
    await page.goto('/inbox/all/2');
    await page.locator('.letter-look label').last().click();
    expect(await complaints(page), 'an original').toEqual([]);
    await page.locator('.original-foot button').click();
    expect(await complaints(page), 'a large original').toEqual([]);
    for (const address of ['/new?kind=email', `/${channel.id}`, '']) {
      await page.goto(`/settings/channels${address}`);
      await page.getByRole('heading').first().waitFor();
      expect(await complaints(page), address).toEqual([]);
    }
    await page.context().close();
  },
  60_000,
);

it('the dialog for later, by keys alone', async () => {
  await ana.expect('PATCH', '/api/v1/agents/me', { locale: 'en' });
  const page = await stage.window({ as: ana, viewport: wide });
  await page.goto('/inbox/all/2');
  await page.getByRole('log').waitFor();
  await page.keyboard.press('r');
  await page.keyboard.type('Tomorrow, then.');
  const more = page.getByRole('button', { name: en.inbox.composer.sendMore });
  for (let steps = 0; steps < 8 && !(await isFocused()); steps += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('[role=menuitem]:focus').waitFor();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: en.inbox.letters.laterTitle }).waitFor();
  expect(await complaints(page)).toEqual([]);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox').press('Space');
  await page.getByRole('checkbox').press('Enter');
  await page.getByRole('log').getByText('Tomorrow, then.').waitFor();
  await page
    .getByRole('log')
    .getByText(/^Goes \w{3}/)
    .waitFor();
  await page.context().close();

  function isFocused(): Promise<boolean> {
    return more.evaluate((element) => element === document.activeElement);
  }
});

it('the kit shows the parts of mail', async () => {
  const page = await stage.window({ as: ana, viewport: wide });
  await page.goto('/kit');
  await page.getByRole('heading', { name: 'Findings' }).first().waitFor();
  expect(await complaints(page)).toEqual([]);
  await page.context().close();
});
