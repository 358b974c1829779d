/** Finding what was said and going there, by keys alone. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { Remote } from '../support/remote.ts';
import { Stage } from '../support/stage.ts';

const { search } = en.inbox;

let stage: Stage;
let ana: Remote;
let page: Page;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  const channelId = await stage.websiteId(ana);
  const path = `/widget/v1/${channelId}/messages`;
  const mei = await stage.visitor(channelId);
  await mei.expect('POST', path, {
    key: 'search-first',
    text: 'The teapot came broken, what now?',
    claims: { name: 'Mei Lin' },
  });
  // So much that the message stands on an older page of the line.
  for (let n = 0; n < 70; n++) {
    await mei.expect('POST', path, { key: `search-more-${n}`, text: `And another thing, ${n}` });
  }
  const chen = await stage.visitor(channelId);
  const asked = { key: 'search-chinese', text: '你好，我想申请退款。', claims: { name: '陈伟' } };
  await chen.expect('POST', path, asked);
  page = await stage.window({ as: ana });
}, 120_000);
afterAll(() => stage.close());

it('finds a message, marks its words, and opens the conversation at it', async () => {
  await page.goto('/search');
  await page.getByRole('searchbox', { name: search.label }).fill('broken teap');
  const hit = page.getByRole('link', { name: /Mei Lin/ });
  await hit.waitFor();
  await expect.poll(() => hit.locator('mark').allTextContents()).toEqual(['teap', 'broken']);
  await page.keyboard.press('Enter');
  const message = page.getByText('The teapot came broken, what now?', { exact: true }).first();
  await message.waitFor();
  await expect.poll(() => message.evaluate(isInSight)).toBe(true);
});

it('finds Chinese words, and people by their name', async () => {
  await page.goto('/search?q=退款');
  const hit = page.getByRole('link', { name: /陈伟/ });
  await hit.waitFor();
  expect(await hit.locator('mark').allTextContents()).toEqual(['退款']);
  await page.getByRole('searchbox', { name: search.label }).fill('Mei L');
  await page.getByRole('link', { name: /Mei Lin/ }).waitFor();
});

it('is narrowed by channel and time, which the address keeps', async () => {
  await page.goto('/search?q=teapot');
  await page.getByRole('link', { name: /Mei Lin/ }).waitFor();
  await page.getByRole('combobox', { name: search.when }).selectOption(search.spans.week);
  await expect.poll(() => new URL(page.url()).searchParams.get('span')).toBe('week');
  await page.getByRole('link', { name: /Mei Lin/ }).waitFor();
  await page.reload();
  await expect
    .poll(() => page.getByRole('combobox', { name: search.when }).inputValue())
    .toBe('week');
});

it('is narrowed while one types, says how it read that, and what stands for nothing', async () => {
  const [example = ''] = search.examples;
  await page.goto('/search');
  await page.getByRole('button', { name: example }).click();
  const field = page.getByRole('searchbox', { name: search.label });
  await expect.poll(() => field.inputValue()).toBe(example);
  await field.fill('teapot from:"mei lin" after:yesterday tag:nothing');
  const understood = page.getByRole('list', { name: search.understood });
  await understood.getByText(search.said.from('mei lin')).waitFor();
  await page.getByRole('link', { name: /Mei Lin/ }).waitFor();
  await page.getByRole('status').getByText(search.unknown.tag('nothing')).waitFor();
  await field.fill('teapot from:陈伟');
  await page.getByText(search.none('teapot from:陈伟')).waitFor();
  await field.fill('from:陈伟');
  await page.getByRole('link', { name: /陈伟/ }).waitFor();
});

function isInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}
