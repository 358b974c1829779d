/** A whole working day without a mouse. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { Message } from '../../server/wire/messages.ts';
import type { Remote } from '../support/remote.ts';
import { Inbox } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const { toast, station, head } = en.inbox;

let stage: Stage;
let ana: Remote;
let page: Page;
let inbox: Inbox;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  const channelId = await stage.websiteId(ana);
  for (const name of ['First', 'Second', 'Third']) {
    const visitor = await stage.visitor(channelId);
    const words = { key: `keyboard-${name}`, text: `${name} question`, claims: { name } };
    await visitor.expect('POST', `/widget/v1/${channelId}/messages`, words);
  }
  page = await stage.window({ as: ana });
  inbox = new Inbox(page);
  await inbox.goto();
  await inbox.row('Third').waitFor();
  // Live means mounted: whoever types faster than the first paint reaches nobody yet.
  await page.getByText('Live', { exact: true }).first().waitFor();
});
afterAll(() => stage.close());

const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
/** All in one breath: nothing on the screen can follow in between. */
const hurry = (...keys: string[]) =>
  page.evaluate((all) => {
    for (const key of all) {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    }
  }, keys);
const isOpen = (name: string) =>
  page.getByRole('heading', { name: new RegExp(`^${name}`), level: 2 }).waitFor();
const isFocused = (name: string) =>
  inbox.rows.and(page.locator(':focus')).filter({ hasText: name }).waitFor();
const says = (text: string) => page.getByText(text, { exact: true }).first().waitFor();

it('J and K walk through the list, Enter opens, Escape comes back', async () => {
  for (const [key, name] of [
    ['j', 'First'],
    ['j', 'Second'],
    ['k', 'First'],
    ['j', 'Second'],
  ] as const) {
    await press(key);
    await isFocused(name);
  }
  await press('Enter');
  await isOpen('Second');
  await press('j');
  await isOpen('Third');
  await press('k', 'k');
  await isOpen('First');
  await press('Escape');
  await press('Enter');
  await isOpen('First');
});

it('keys that come faster than the screen follows are all obeyed', async () => {
  await isOpen('First');
  await hurry('j', 'j');
  await isOpen('Third');
  await hurry('k', 'k');
  await isOpen('First');
});

it('R writes an answer, Ctrl and Enter sends it, the words arrive', async () => {
  await press('r');
  await page.keyboard.type('Answered by hand');
  await press('Control+Enter');
  await inbox.message('Answered by hand').waitFor();
  await press('Escape');
  // Painted at once, stored a moment later: both are asked for until the answer has gone out.
  const sent = async () => {
    const talks = await ana.get<{ data: { id: string; preview: string }[] }>(
      '/api/v1/conversations?view=all',
    );
    const first = talks.data.find(({ preview }) => preview === 'Answered by hand');
    if (!first) return 'not stored yet';
    const path = `/api/v1/conversations/${first.id}/messages`;
    return (await ana.get<{ data: Message[] }>(path)).data.at(-1)?.state;
  };
  await expect.poll(sent).toBe('accepted');
});

it('single letters are letters while one writes', async () => {
  await press('r');
  await page.keyboard.type('jkenrz?/');
  expect(await inbox.field.inputValue()).toBe('jkenrz?/');
  await isOpen('First');
  await press('Control+a', 'Delete', 'Escape');
});

it('N writes a note', async () => {
  await press('n');
  await page.keyboard.type('Only for us');
  await press('Control+Enter');
  await inbox.message('Only for us').waitFor();
  await press('Escape');
});

it('Shift and A attaches files', async () => {
  const choosing = page.waitForEvent('filechooser');
  // By then the browser has heard that the dialog is for us.
  await page.evaluate(() => undefined);
  await press('Shift+A');
  const chooser = await choosing;
  const buffer = Buffer.from('Ferns: 12');
  await chooser.setFiles({ name: 'stock.txt', mimeType: 'text/plain', buffer });
  const file = page.getByRole('button', { name: /stock\.txt/ });
  await file.waitFor();
  await file.click();
  await file.waitFor({ state: 'detached' });
});

it('I takes the conversation', async () => {
  await press('i');
  await says(station.took(en.inbox.thread.you));
});

it('E marks it done, the next one opens and has the focus; Z takes that back, and leads back', async () => {
  await press('Escape');
  await isFocused('First');
  await press('Enter', 'e');
  await says(toast.done);
  await isOpen('Second');
  await isFocused('Second');
  // On the server, too, both times: whoever leaves the page at once takes the requests with them.
  const done = async () =>
    (await ana.get<{ data: unknown[] }>('/api/v1/conversations?view=done')).data.length;
  await expect.poll(done).toBe(1);
  await press('z');
  await isOpen('First');
  await expect.poll(done).toBe(0);
  await inbox.goto('done');
  await page.getByText(en.inbox.empty.done).waitFor();
  await inbox.goto();
});

it('Shift and E reopens what is done', async () => {
  await inbox.open('Second');
  await press('e');
  await says(toast.done);
  await inbox.goto('done');
  await inbox.row('Second').waitFor();
  await press('j', 'Enter');
  await isOpen('Second');
  await press('Shift+E');
  await says(toast.open);
  await page.getByRole('button', { name: head.done, exact: true }).waitFor();
});

it('what was done is done, also when the page is left before the request is', async () => {
  await inbox.goto();
  await inbox.open('First');
  let letGo = () => {};
  const left = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/api/v1/conversations/*', async (route) => {
    if (route.request().method() === 'PATCH') await left;
    await route.continue();
  });
  await press('e');
  await says(toast.done);
  await inbox.goto('done');
  letGo();
  await inbox.row('First').waitFor();
  await page.unroute('**/api/v1/conversations/*');
});

it('H lets it rest until a moment in words; Z takes that back', async () => {
  const resting = async () => {
    const path = '/api/v1/conversations?view=snoozed';
    const { data } = await ana.get<{ data: { snoozedUntil: string }[] }>(path);
    return data.map(({ snoozedUntil }) =>
      Math.round((Date.parse(snoozedUntil) - Date.now()) / 6e5),
    );
  };
  await inbox.goto();
  await inbox.open('Third');
  await press('h');
  await page.getByRole('combobox', { name: en.inbox.commands.snooze }).waitFor();
  await page.keyboard.type('in 2 hours');
  await page.getByRole('option', { name: en.inbox.snooze.inWords }).waitFor();
  await press('Enter');
  await expect.poll(resting).toEqual([12]);
  await press('z');
  await expect.poll(resting).toEqual([]);
});

it('Shift and U puts back what was read, in front of one’s eyes; Shift and N finds it', async () => {
  const unread = async () => {
    type Talks = { data: { contact: { name: string }; inboundSeq: number; readSeq: number }[] };
    const { data } = await ana.get<Talks>('/api/v1/conversations?view=all');
    expect(data).toHaveLength(3);
    return data.flatMap((talk) => (talk.inboundSeq > talk.readSeq ? talk.contact.name : []));
  };
  await inbox.goto('all');
  for (const name of ['First', 'Second', 'Third']) {
    await inbox.open(name);
    await expect.poll(unread).not.toContain(name);
  }
  await press('Shift+U');
  const third = inbox.row('Third').getByText(en.inbox.list.unread);
  await third.waitFor({ state: 'attached' });
  await expect.poll(unread).toEqual(['Third']);
  await inbox.open('First');
  await press('Shift+N');
  await isOpen('Third');
  await third.waitFor({ state: 'detached' });
  await expect.poll(unread).toEqual([]);
  await press('Shift+N');
  await says(toast.nothingUnread);
});

it('. opens what else can be done: with what is opened, else with the list', async () => {
  const item = (name: string) => page.getByRole('menuitem', { name });
  await inbox.goto();
  await inbox.open('Third');
  await press('.');
  await item(head.copyLink).waitFor();
  expect(await item(en.inbox.actions.takeOldest).count()).toBe(0);
  await press('Escape');
  await item(head.copyLink).waitFor({ state: 'hidden' });
  await isOpen('Third');
  await press('Escape', '.');
  await item(en.inbox.actions.takeOldest).waitFor();
  await press('Escape');
});

it('/ searches', async () => {
  await inbox.goto();
  await press('/');
  await page.getByRole('searchbox', { name: en.inbox.search.label }).waitFor();
  await page.keyboard.type('Third');
  await page.getByText('Third question').first().waitFor();
});

it('? shows all keys, Ctrl and K finds a command', async () => {
  await inbox.goto();
  await press('?');
  await page.getByRole('dialog', { name: en.inbox.keys.title }).waitFor();
  await press('Escape');
  await page.getByRole('dialog', { name: en.inbox.keys.title }).waitFor({ state: 'detached' });
  await press('Control+k');
  await page.getByRole('dialog', { name: en.inbox.commands.title }).waitFor();
  await page.keyboard.type('contacts');
  await press('Enter');
  await page.getByRole('heading', { name: en.contacts.title }).waitFor();
});

it('nobody who cannot use single keys has to: the switch turns them off', async () => {
  await ana.expect('PATCH', '/api/v1/agents/me', { preferences: { singleKeys: false } });
  await inbox.goto();
  await inbox.open('Third');
  await press('e');
  await press('Control+k');
  await page.getByRole('dialog', { name: en.inbox.commands.title }).waitFor();
  await press('Escape');
  await page.getByRole('button', { name: head.done, exact: true }).waitFor();
  expect(await page.getByText(toast.done, { exact: true }).count()).toBe(0);
});

it('keys of one’s own work at once, and whatever had them is told to have none', async () => {
  const { keys } = en.settings;
  const { actions } = en.inbox;
  await ana.expect('PATCH', '/api/v1/agents/me', { preferences: { singleKeys: true } });
  await page.goto('/settings/keys');
  const change = page.getByRole('button', { name: keys.change(actions.done) });
  await change.focus();
  await press('Enter');
  await page.getByText(keys.waiting).waitFor();
  await press('y');
  await page.getByText(keys.waiting).waitFor({ state: 'detached' });
  await press('i', 'r');
  await page.getByText(keys.taken(actions.reply)).waitFor();
  await press('Enter');
  const reply = page.getByRole('listitem').filter({ hasText: actions.reply }).first();
  await reply.getByText(keys.none).waitFor();
  await inbox.goto();
  await inbox.open('Third');
  await press('e');
  await press('r');
  await says(toast.done);
  await ana.expect('PATCH', '/api/v1/agents/me', { preferences: { keys: {} } });
});
