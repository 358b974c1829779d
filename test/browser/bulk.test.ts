/** Many conversations at once: selected by keys, by mouse and by finger, changed in one go, taken back in one go. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import { zhCn } from '../../inbox-ui/words/zh-cn/catalogue.ts';
import type { ConversationChanges } from '../../server/wire/conversation-changes.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Remote } from '../support/remote.ts';
import { Inbox } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const { bulk, actions, snooze } = en.inbox;
const NAMES = ['First', 'Second', 'Third', 'Fourth', 'Fifth'];
const NEXT_YEAR = new Date(Date.now() + 365 * 86_400_000).toISOString();
const CHANGES = '**/api/v1/conversations/changes';

let stage: Stage;
let ana: Remote;
let ben: Remote;
let page: Page;
let inbox: Inbox;
/** The bodies of the requests for many changes, in the order in which they went. */
const requests: ConversationChanges[] = [];

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  ben = await stage.colleague(ana, 'Ben Berg');
  const channelId = await stage.websiteId(ana);
  for (const name of NAMES) {
    const visitor = await stage.visitor(channelId);
    const words = { key: `bulk-${name}`, text: `${name} question`, claims: { name } };
    await visitor.expect('POST', `/widget/v1/${channelId}/messages`, words);
  }
  page = await stage.window({ as: ana });
  inbox = new Inbox(page);
  page.on('request', (request) => {
    if (request.url().endsWith('/changes')) requests.push(request.postDataJSON());
  });
});
afterAll(() => stage.close());

const all = async () =>
  (await ana.get<{ data: OwnConversation[] }>('/api/v1/conversations?view=all')).data;
const named = async (name: string) => {
  const found = (await all()).find(({ contact }) => contact.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};
const change = async (name: string, body: object, by = ana) =>
  by.expect('PATCH', `/api/v1/conversations/${(await named(name)).id}`, body);
/** Everything a change may touch, by name. */
const state = async () => {
  const rows = (await all()).map(
    ({ contact, status, assignee, snoozedUntil, waitingSince, rank }) => {
      return [contact.name, { status, assignee, snoozedUntil, waitingSince, rank }] as const;
    },
  );
  return Object.fromEntries(rows);
};
const isIn = async (view: string) => {
  const path = `/api/v1/conversations?view=${view}`;
  const { data } = await ana.get<{ data: OwnConversation[] }>(path);
  return data.map(({ contact }) => contact.name).sort();
};

/** Live means mounted: whoever types faster than the first paint reaches nobody yet. */
async function enter(view = 'inbox'): Promise<void> {
  await inbox.goto(view);
  await page.getByText('Live', { exact: true }).first().waitFor();
  await inbox.rows.first().waitFor();
}

const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const says = (text: string, on = page) => on.getByText(text, { exact: true }).first().waitFor();
const bar = () => page.getByRole('toolbar', { name: bulk.tools });
const chosen = async () => {
  const rows = inbox.rows.and(page.locator('[aria-selected=true]'));
  const texts = await rows.allTextContents();
  return NAMES.filter((name) => texts.some((text) => text.includes(`${name} question`)));
};
const isOpen = (name: string) =>
  page.getByRole('heading', { name: new RegExp(`^${name}`), level: 2 }).waitFor();

describe('by keys', () => {
  it('X selects the row, Shift with J and K draws a range, Esc ends it', async () => {
    await enter();
    await press('j', 'x');
    await bar().waitFor();
    expect(await chosen()).toEqual(['First']);
    await press('Shift+J', 'Shift+J', 'Shift+K');
    await expect.poll(chosen).toEqual(['First', 'Second']);
    await press('Shift+ArrowDown');
    await expect.poll(chosen).toEqual(['First', 'Second', 'Third']);
    await page
      .getByRole('status')
      .filter({ hasText: bulk.selected(3) })
      .waitFor();
    await press('j', 'j', 'x', 'x', 'x');
    await expect.poll(chosen).toEqual(['First', 'Second', 'Third', 'Fifth']);
    await press('Escape');
    await bar().waitFor({ state: 'detached' });
    expect(await chosen()).toEqual([]);
  });

  it('star and A selects all, star and N none; the list says that many can be selected', async () => {
    await press('*', 'a');
    await expect.poll(chosen).toEqual(NAMES);
    const list = page.getByRole('listbox', { name: /^Conversations/ });
    expect(await list.getAttribute('aria-multiselectable')).toBe('true');
    await press('*', 'n');
    await expect.poll(chosen).toEqual([]);
  });

  it('E marks all done in one request, says so once, and one Z takes each back to where it was', async () => {
    const { data } = await ana.get<{ data: { id: string; name: string }[] }>('/api/v1/agents');
    const assigneeId = data.find(({ name }) => name === 'Ben Berg')?.id;
    await change('Second', { assigneeId });
    await change('Third', { status: 'snoozed', snoozedUntil: NEXT_YEAR });
    await change('Fourth', { status: 'done' });
    const before = await state();
    requests.length = 0;
    await enter('all');
    await press('*', 'a', 'e');
    await says(bulk.done(4));
    await expect.poll(() => isIn('done')).toEqual([...NAMES].sort());
    await press('z');
    await expect.poll(state).toEqual(before);
    expect(requests.map(({ changes }) => changes.length)).toEqual([4, 4]);
    expect(await page.getByText(bulk.done(4), { exact: true }).count()).toBe(0);
    for (const name of ['Third', 'Fourth']) await change(name, { status: 'open' });
  });

  it('Z that is faster than the server takes it back all the same', async () => {
    const before = await state();
    await enter();
    await press('*', 'a', 'e', 'z');
    await expect.poll(() => requests.length).toBe(4);
    await expect.poll(state).toEqual(before);
    await inbox.row('Fifth').waitFor();
  });

  it('A gives all to a colleague, from the menu of commands', async () => {
    await enter();
    await press('j', 'x', 'Shift+J', 'Control+k');
    await page.getByRole('dialog', { name: en.inbox.commands.title }).waitFor();
    const choice = page.getByRole('option', { name: actions.assign });
    await choice.filter({ hasText: bulk.selected(2) }).waitFor();
    await choice.click();
    await page.getByRole('combobox', { name: en.inbox.commands.assign }).waitFor();
    await page.getByRole('option', { name: 'Ben Berg', exact: true }).click();
    // The second was his already.
    await says(en.inbox.toast.assigned('Ben Berg'));
    await expect.poll(async () => (await named('First')).assignee?.name).toBe('Ben Berg');
    // Still there, and still selected: one may want to do more with them.
    expect(await chosen()).toEqual(['First', 'Second']);
    await press('i');
    await says(bulk.assignedMe(2));
    await press('z');
    await expect.poll(async () => (await named('Second')).assignee?.name).toBe('Ben Berg');
    await press('z');
    await expect.poll(async () => (await named('First')).assignee).toBeNull();
  });

  it('beside an opened conversation the selection comes first, and Esc leaves it first', async () => {
    await enter();
    await press('j', 'Enter');
    await isOpen('First');
    await press('Shift+J', 'x', 'Shift+J', 'Shift+J');
    await expect.poll(chosen).toEqual(['First', 'Second', 'Third', 'Fourth']);
    await press('Escape');
    await bar().waitFor({ state: 'detached' });
    await isOpen('First');
    await press('*', 'a', 'Escape', 'Escape');
    await expect.poll(() => page.url()).toMatch(/\/inbox\/inbox$/);
  });
});

describe('by mouse', () => {
  const box = (name: string) => inbox.row(name).locator('.row-check');

  it('boxes tick, Shift draws a range, Ctrl takes one out, and nothing opens', async () => {
    await enter();
    await box('Second').click();
    await inbox.row('Fourth').click({ modifiers: ['Shift'] });
    await inbox.row('Third').click({ modifiers: ['ControlOrMeta'] });
    expect(await chosen()).toEqual(['Second', 'Fourth']);
    expect(page.url()).toMatch(/\/inbox\/inbox$/);
    await inbox.open('Fifth');
    expect(await chosen()).toEqual(['Second', 'Fourth']);
  });

  it('the bar lets them rest until tomorrow, and Undo wakes them', async () => {
    const before = await state();
    await bar().getByRole('button', { name: actions.snooze }).click();
    await page.getByRole('menuitem', { name: snooze.tomorrow }).click();
    await page.getByText(bulk.snoozed(2, '')).first().waitFor();
    await expect.poll(() => isIn('snoozed')).toEqual(['Fourth', 'Second']);
    await bar().waitFor({ state: 'detached' });
    await page.getByRole('button', { name: en.common.undo }).first().click();
    await expect.poll(state).toEqual(before);
  });

  it('what the server refuses for one is rolled back for that one, and said', async () => {
    await enter();
    await page.route(CHANGES, async (route) => {
      const { changes } = route.request().postDataJSON() as ConversationChanges;
      const [refused, ...others] = changes;
      const answer = await route.fetch({ postData: { changes: others } });
      const problem = {
        type: 'about:blank',
        title: '',
        status: 404,
        code: 'not_found',
        detail: '',
      };
      const { data } = (await answer.json()) as { data: object[] };
      await route.fulfill({
        response: answer,
        json: { data: [{ id: refused?.id, problem }, ...data] },
      });
    });
    await box('First').click();
    await inbox.row('Third').click({ modifiers: ['Shift'] });
    await bar().getByRole('button', { name: actions.done }).click();
    await page
      .getByText(bulk.failed(1, 3, ''), { exact: false })
      .first()
      .waitFor();
    await says(bulk.done(2));
    await page.unroute(CHANGES);
    await inbox.row('First').waitFor();
    expect(await isIn('done')).toEqual(['Second', 'Third']);
    await press('z');
    await expect.poll(() => isIn('done')).toEqual([]);
  });

  it('what others finish leaves the selection, and keeps its place', async () => {
    await enter();
    await box('First').click();
    await box('Second').click();
    await change('First', { status: 'done' }, ben);
    await expect.poll(chosen).toEqual(['Second']);
    await inbox.row('First').filter({ hasText: en.inbox.list.left.done }).waitFor();
    await change('First', { status: 'open' }, ben);
    await bar().getByRole('button', { name: actions.selectNone }).click();
    await inbox.rows.and(page.locator(':focus')).waitFor();
  });

  it('what was done is done, also when the page is left in the same breath', async () => {
    await enter();
    await press('*', 'a', 'e');
    await inbox.goto('done');
    await expect.poll(() => isIn('done')).toEqual([...NAMES].sort());
    await inbox.rows.first().waitFor();
    await press('*', 'a', 'Shift+E');
    await says(bulk.open(5));
    await expect.poll(() => isIn('done')).toEqual([]);
  });
});

it('by finger: a long press selects, taps go on, and the bar has room', async () => {
  const touch = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };
  const phone = await stage.window({ ...touch, as: ana });
  const desk = new Inbox(phone);
  await desk.goto();
  await desk.row('Second').waitFor();
  const place = await desk.row('Second').boundingBox();
  const at = { x: (place?.x ?? 0) + 150, y: (place?.y ?? 0) + 20 };
  const finger = await phone.context().newCDPSession(phone);
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
  await phone.getByRole('toolbar', { name: bulk.tools }).waitFor();
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await desk.row('Third').tap();
  await says(bulk.selected(2), phone);
  expect(phone.url()).toMatch(/\/inbox\/inbox$/);
  const room = () => document.documentElement.scrollWidth - innerWidth;
  expect(await phone.evaluate(room)).toBe(0);
  await phone.getByRole('button', { name: actions.done }).tap();
  await says(bulk.done(2), phone);
  await phone.getByRole('button', { name: en.common.undo }).first().tap();
  await expect.poll(() => isIn('done')).toEqual([]);
});

it('中文', async () => {
  await ana.expect('PATCH', '/api/v1/agents/me', { locale: 'zh-CN' });
  const said = zhCn.inbox.bulk;
  const chinese = await stage.window({ as: ana, locale: 'zh-CN' });
  await chinese.goto('/inbox/inbox');
  await chinese.getByRole('option').filter({ hasText: 'First' }).hover();
  await chinese.locator('.row-check').first().click();
  await chinese.keyboard.press('Shift+J');
  await chinese.getByRole('toolbar', { name: said.tools }).getByText(said.selected(2)).waitFor();
  await chinese.keyboard.press('e');
  await says(said.done(2), chinese);
  await chinese.keyboard.press('z');
  await expect.poll(() => isIn('done')).toEqual([]);
});
