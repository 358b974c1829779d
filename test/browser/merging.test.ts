/** Two conversations of one person become one, by M and by mouse; and two again, by Z and from the line. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { CreatedChannel } from '../../server/wire/channels.ts';
import { signed } from '../support/echo.ts';
import type { Remote } from '../support/remote.ts';
import { Inbox, inOrder } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const { merging } = en.inbox;
const SECRET = 'the secret of the merged channel';

let stage: Stage;
let ana: Remote;
let page: Page;
let inbox: Inbox;
let channelId: string;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  const settings = { secret: SECRET };
  const made = { adapter: 'echo', name: 'Echo', settings };
  channelId = (await ana.expect<CreatedChannel>('POST', '/api/v1/channels', made)).id;
  await says('one', 'Where is my order');
  await says('two', 'About my bill');
  await says('one', 'It was green');
  page = await stage.window({ as: ana });
  inbox = new Inbox(page);
  await inbox.goto();
  await inbox.row('About my bill').waitFor();
  await page.getByText('Live', { exact: true }).first().waitFor();
});
afterAll(() => stage.close());

async function says(thread: string, text: string): Promise<void> {
  const body = JSON.stringify({ id: text, from: 'ida', name: 'Ida', thread, text });
  const headers = { 'content-type': 'application/json', 'x-echo-signature': signed(SECRET, body) };
  const url = `${stage.url}/channels/${channelId}/webhook`;
  const { status } = await fetch(url, { method: 'POST', headers, body });
  expect(status).toBe(200);
}

const press = (key: string) => page.keyboard.press(key);
const dialog = () => page.getByRole('dialog', { name: merging.title });
const line = () => inOrder(inbox.log, /Where is my order|About my bill|It was green|Thank you/g);
const confirm = () => dialog().getByRole('button', { name: merging.confirm, exact: true }).click();

it('M finds the other, says what will happen, and makes them one; Z makes them two', async () => {
  await inbox.open('It was green');
  await press('m');
  await dialog().getByText(merging.which('Ida')).waitFor();
  await page.keyboard.type('bill');
  await press('Enter');
  await dialog().getByText(merging.lead(2, 1)).waitFor();
  await press('Enter');
  await page.getByText(merging.done(2, 1), { exact: true }).waitFor();
  await expect.poll(line).toEqual(['Where is my order', 'About my bill', 'It was green']);
  // Nothing moves by itself: the other keeps its place in the list, and says why it is no longer there.
  await expect.poll(() => inbox.rows.and(page.locator('.is-gone')).count()).toBe(1);
  await press('z');
  await expect.poll(line).toEqual(['Where is my order', 'It was green']);
  await expect.poll(() => inbox.rows.and(page.locator('.is-gone')).count()).toBe(0);
});

it('two that are selected become one; a colleague who looks at the other is led along', async () => {
  const bens = await stage.window({ as: await stage.colleague(ana, 'Ben Berg') });
  await bens.goto('/inbox/all/2');
  await new Inbox(bens).message('About my bill').waitFor();
  await press('Escape');
  await press('*');
  await press('a');
  await press('m');
  await dialog().getByText(merging.lead(2, 1)).waitFor();
  await confirm();
  await bens.getByText(merging.ledHere(2)).waitFor();
  await new Inbox(bens).message('Where is my order').waitFor();
  await says('two', 'Thank you');
  await new Inbox(bens).message('Thank you').waitFor();
  await bens.context().close();
});

it('from the line it is taken apart later; each goes on by itself', async () => {
  await page.goto('/inbox/all/2');
  await inbox.message('Where is my order').waitFor();
  await expect
    .poll(line)
    .toEqual(['Where is my order', 'About my bill', 'It was green', 'Thank you']);
  await inbox.log.getByRole('button', { name: merging.takeApart }).click();
  await page.getByText(merging.undone(2)).waitFor();
  await expect.poll(line).toEqual(['Where is my order', 'It was green', 'Thank you']);
  await page.goto('/inbox/all/2');
  await inbox.message('About my bill').waitFor();
  await expect.poll(line).toEqual(['About my bill']);
});
