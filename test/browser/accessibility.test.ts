/** axe-core finds nothing to complain about, on any screen, in light and dark, with both languages among them. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { Locale } from '../../server/wire/people.ts';
import { findings, findingsInBothSchemes } from '../support/axe.ts';
import type { Remote } from '../support/remote.ts';
import { panelIn, Widget } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

/** Both schemes and both languages: what axe finds in colours does not depend on words, nor the other way round. */
const inEnglish = { scheme: 'light', locale: 'en' } as const;
const inChinese = { scheme: 'dark', locale: 'zh-CN' } as const;
const looks = [inEnglish, inChinese];
type Look = (typeof looks)[number];

const languages = { en: 'en-GB', 'zh-CN': 'zh-CN' };

let stage: Stage;
let ana: Remote;
let ben: Remote | undefined;
let conversationId: string;
let contactId: string;
let channelId: string;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  channelId = await stage.websiteId(ana);
  const range = { from: '09:00', to: '12:30' };
  const week = Array.from({ length: 7 }, (_none, day) => (day < 5 ? [range] : []));
  const hours = { zone: 'UTC', week, holidays: [{ date: '2030-12-25', name: 'Christmas' }] };
  await ana.expect('PATCH', `/api/v1/channels/${channelId}`, { hours });
});
afterAll(() => stage.close());

/** A window in one of the looks. */
async function windowIn(look: Look, as?: Remote): Promise<Page> {
  if (as) await as.expect('PATCH', '/api/v1/agents/me', { locale: look.locale satisfies Locale });
  const options = { colorScheme: look.scheme, locale: languages[look.locale] };
  return stage.window({ ...options, ...(as && { as }), viewport: { width: 1_360, height: 850 } });
}

/** Nothing is loading any more and the heading stands. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('heading').first().waitFor();
  await page.waitForLoadState('networkidle');
}

it('would find something: a page with a picture without words and pale letters', async () => {
  const page = await stage.window();
  await page.setContent(
    '<main><img src="data:,"><p style="color:#ccc;background:#fff">Pale</p></main>',
  );
  const rules = (await findings(page)).map(({ rule }) => rule);
  expect(rules).toEqual(expect.arrayContaining(['image-alt', 'color-contrast']));
});

describe.each(looks)('in $scheme and $locale', (look) => {
  it('before anybody is logged in', async () => {
    const page = await windowIn(look);
    await page.goto('/login');
    await settled(page);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(look.locale);
    expect(await findings(page)).toEqual([]);
    for (const address of ['/invitation/long-gone', '/reset', '/reset/long-gone']) {
      await page.goto(address);
      await settled(page);
      expect(await findings(page), address).toEqual([]);
    }
    await page.context().close();
  });

  it('a website with the widget, closed and open, empty, with a talk, and when it is over', async () => {
    const page = await windowIn(look);
    await page.goto('/demo');
    // By its place, as its name is in another language each time.
    await page.getByRole('button').waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button').click();
    const widget = new Widget(page);
    const field = widget.panel.getByRole('textbox');
    await field.waitFor();
    const frame = panelIn(page);
    expect(await findings(frame)).toEqual([]);
    await field.fill(`Hello in ${look.scheme} ${look.locale}`);
    await field.press('Enter');
    await widget.message(`Hello in ${look.scheme} ${look.locale}`).waitFor();
    expect(await findings(frame)).toEqual([]);
    expect(await findings(page)).toEqual([]);
    const { panel } = widget;
    await panel.locator('header').getByRole('button', { expanded: false }).click();
    await panel.getByRole('menuitemcheckbox').click();
    expect(await findings(frame), 'the menu').toEqual([]);
    await panel.getByRole('menuitem').last().click();
    const ending = panel.locator('header').getByRole('group').getByRole('button');
    await ending.nth(1).waitFor();
    expect(await findings(frame), 'asked whether to end it').toEqual([]);
    await ending.first().click();
    await panel.getByRole('radio').nth(3).check();
    await panel.getByRole('log').getByRole('textbox').waitFor();
    expect(await findings(frame), 'asked how it was').toEqual([]);
    await page.context().close();
  });

  it('a website with the widget that asks before the first message', async () => {
    const label = 'We keep what is said here.';
    const fields = [
      { id: 'name', kind: 'name', label: '', required: true },
      { id: 'topic', kind: 'choice', label: 'About', required: false, choices: ['Ferns'] },
      { id: 'consent', kind: 'consent', label, required: true, version: '1' },
    ];
    await ana.expect('PATCH', `/api/v1/channels/${channelId}`, { intake: { fields } });
    const page = await windowIn(look);
    await page.goto('/demo');
    await page.getByRole('button').click();
    const { panel } = new Widget(page);
    await panel.getByLabel(label).waitFor();
    await panel.locator('form').getByRole('button').click();
    await panel.getByRole('alert').first().waitFor();
    expect(await findings(panelIn(page))).toEqual([]);
    await page.context().close();
    await ana.expect('PATCH', `/api/v1/channels/${channelId}`, { intake: null });
  });
});

it('the inbox, empty and with a talk of every kind of thing', async () => {
  await haveTalk();
  const page = await windowIn(inEnglish, ana);
  for (const address of ['/inbox/mine', '/inbox/inbox', '/inbox/following']) {
    await page.goto(address);
    await settled(page);
    expect(await findingsInBothSchemes(page), address).toEqual([]);
  }
  await page.goto(`/inbox/inbox/${conversationId}`);
  await page.getByRole('region', { name: en.inbox.people.likely }).waitFor();
  await page.getByRole('button', { name: en.inbox.following.stop }).waitFor();
  await page.getByText('Has two cats.').waitFor();
  await settled(page);
  expect(await findingsInBothSchemes(page), 'a talk').toEqual([]);
  await page.keyboard.press('*');
  await page.keyboard.press('a');
  await page.getByRole('toolbar').waitFor();
  expect(await findingsInBothSchemes(page), 'with rows selected').toEqual([]);
  await page.keyboard.press('Escape');
  for (const key of ['?', 'Control+k', 't']) {
    await page.keyboard.press(key);
    await page.getByRole('dialog').waitFor();
    expect(await findingsInBothSchemes(page), `after ${key}`).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await page.context().close();
});

it('a conversation with a colleague in it, a saved reply looked for, and an answer stopped', async () => {
  await haveTalk();
  const ben = await colleague();
  const [page, bens] = [await windowIn(inEnglish, ana), await windowIn(inEnglish, ben)];
  for (const one of [page, bens]) await one.goto(`/inbox/all/${conversationId}`);
  await page.locator('.line-frame .colleague').waitFor();
  await page.locator('.composer-field').fill('/');
  await page.getByRole('listbox').getByRole('option', { name: 'Watering' }).waitFor();
  expect(await findingsInBothSchemes(page), 'with saved replies').toEqual([]);
  await page.locator('.composer-field').fill('An answer');
  const note = { key: 'axe-ben-0001', kind: 'note', text: 'Wait a moment' };
  await ben.expect('POST', `/api/v1/conversations/${conversationId}/messages`, note);
  await page.getByRole('log').getByText('Wait a moment').last().waitFor();
  await page.locator('.composer-field').press('Control+Enter');
  await page.getByRole('dialog').waitFor();
  expect(await findingsInBothSchemes(page), 'stopped').toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await findingsInBothSchemes(page), 'left alone').toEqual([]);
  for (const one of [page, bens]) await one.context().close();
});

it('search and contacts', async () => {
  await haveTalk();
  const page = await windowIn(inChinese, ana);
  for (const address of [
    '/search?q=fern',
    '/search?q=nothing-at-all',
    '/search?q=fern%20from%3Amia%20tag%3Anothing',
    '/contacts',
    `/contacts/${contactId}`,
  ]) {
    await page.goto(address);
    await settled(page);
    expect(await findingsInBothSchemes(page), address).toEqual([]);
  }
  await page.context().close();
});

it('every page of the settings', async () => {
  const page = await windowIn(inChinese, ana);
  const sections = [
    '',
    '/profile',
    '/keys',
    '/people',
    '/channels',
    '/saved-replies',
    '/tags',
    '/macros',
    '/dead-letters',
    '/tokens',
    '/system',
  ];
  const channels = ['/channels/new', '/channels/new/web-chat', `/channels/${channelId}`];
  for (const section of [...sections, ...channels]) {
    await page.goto(`/settings${section}`);
    await settled(page);
    expect(await findingsInBothSchemes(page), section).toEqual([]);
  }
  await page.context().close();
});

it('the kit, read from the left and from the right', async () => {
  const page = await windowIn(inEnglish, ana);
  await page.goto('/kit');
  await settled(page);
  expect(await findings(page)).toEqual([]);
  await page.getByText('Right to left').click();
  await page.locator('[dir=rtl]').first().waitFor();
  expect(await findings(page), 'from the right').toEqual([]);
  await page.context().close();
});

describe('the first-run page', () => {
  it.each(looks)('in $scheme and $locale', async ({ scheme, locale }) => {
    empty ??= await Stage.open({ ADMIN_EMAIL: '', ADMIN_PASSWORD: '' });
    const page = await empty.window({ colorScheme: scheme, locale: languages[locale] });
    await page.goto('/');
    await settled(page);
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button').last().click();
    await settled(page);
    expect(await findings(page), 'with its complaints').toEqual([]);
    await page.context().close();
  });

  let empty: Stage | undefined;
  afterAll(() => empty?.close());
});

/** Somebody else, and a text for everybody to be written again. */
async function colleague(): Promise<Remote> {
  if (ben) return ben;
  ben = await stage.colleague(ana, 'Ben Berg');
  const saved = { name: 'Watering', text: 'Once a week, {{contact.first}}.', shared: true };
  await ana.expect('POST', '/api/v1/saved-replies', saved);
  return ben;
}

/** One conversation with words from both sides, a note, a file, an owner and a nap. */
async function haveTalk(): Promise<void> {
  if (conversationId) return;
  const visitor = await stage.visitor(channelId);
  const line = `/widget/v1/${channelId}`;
  const words = {
    key: 'axe-visitor-1',
    text: 'Is the **fern** still [there](https://example.com)?',
  };
  await visitor.expect('POST', `${line}/messages`, {
    ...words,
    claims: { name: 'Mia Moss', email: 'mia@example.com' },
  });
  type Found = { data: { id: string; contact: { id: string; name: string } }[] };
  const { data } = await ana.get<Found>('/api/v1/conversations?view=all');
  const found = data.find(({ contact }) => contact.name === 'Mia Moss');
  if (!found) throw new Error('the conversation is not there');
  conversationId = found.id;
  contactId = found.contact.id;
  const at = `/api/v1/conversations/${conversationId}`;
  const write = (key: string, kind: string, text: string) =>
    ana.expect('POST', `${at}/messages`, { key, kind, text });
  await write('axe-agent-01', 'reply', 'It is. Shall I put it aside?');
  await write('axe-note-01', 'note', 'A regular.');
  const me = await ana.get<{ agent: { id: string } }>('/api/v1/session');
  await ana.expect('PATCH', at, { assigneeId: me.agent.id, addFollowerIds: [me.agent.id] });
  await ana.expect('POST', `/api/v1/contacts/${contactId}/notes`, { text: 'Has two cats.' });
  const again = await stage.visitor(channelId);
  const claims = { name: 'Mia M.', email: 'mia@example.com' };
  await again.expect('POST', `${line}/messages`, {
    key: 'axe-visitor-2',
    text: 'Me again',
    claims,
  });
  await ana.expect('PATCH', at, { status: 'done' });
  await ana.expect('PATCH', at, { status: 'open' });
  const { id } = await ana.expect<{ id: string }>('POST', '/api/v1/tags', { name: 'Ferns' });
  await ana.expect('PATCH', at, { addTagIds: [id], priority: 'urgent' });
  const actions = [
    { do: 'reply', text: 'It is.' },
    { do: 'tag', tagId: id },
  ];
  await ana.expect('POST', '/api/v1/macros', { name: 'Put aside', actions, shared: true });
}
