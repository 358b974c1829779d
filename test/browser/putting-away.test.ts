/** What nobody wants to read: put away as spam, with the way back; its writer blocked; and what was said, on paper. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import { zhCn } from '../../inbox-ui/words/zh-cn/catalogue.ts';
import { later as laterWords } from '../../widget/words/later/en.ts';
import type { Remote } from '../support/remote.ts';
import { Inbox, Widget } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const { actions, blocking, toast, transcript } = en.inbox;

let stage: Stage;
let ana: Remote;
let page: Page;
let inbox: Inbox;
let channelId: string;
const visitors = new Map<string, Remote>();

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.ana();
  channelId = await stage.websiteId(ana);
  for (const name of ['Ida', 'Jon', 'Kim']) await says(name, `${name} asks`);
  page = await stage.window({ as: ana });
  inbox = new Inbox(page);
  await inbox.goto();
  await inbox.row('Kim asks').waitFor();
  await page.getByText('Live', { exact: true }).first().waitFor();
});
afterAll(() => stage.close());

async function says(name: string, text: string): Promise<void> {
  const visitor = visitors.get(name) ?? (await stage.visitor(channelId));
  visitors.set(name, visitor);
  const words = { key: `away-${text.replaceAll(' ', '-')}`, text, claims: { name } };
  await visitor.expect('POST', `/widget/v1/${channelId}/messages`, words);
}

const press = (key: string) => page.keyboard.press(key);
const rail = (view: string) =>
  page.getByRole('navigation', { name: en.shell.rail }).getByRole('link', { name: view });
const said = (text: string) => page.getByText(text, { exact: true });
const more = async (label: string) => {
  const talk = page.getByRole('region', { name: /^Conversation with/ });
  await talk.getByRole('button', { name: en.inbox.head.more }).click();
  await page.getByRole('menuitem', { name: label }).click();
};

describe('spam', () => {
  it('! puts it away, Z brings it back, and ! in its view says that it is none', async () => {
    await inbox.open('Ida asks');
    await press('!');
    await said(toast.spam).waitFor();
    await inbox.row('Ida asks').waitFor({ state: 'detached' });
    await press('z');
    await inbox.row('Ida asks').waitFor();
    await inbox.open('Ida asks');
    await press('!');
    await inbox.row('Ida asks').waitFor({ state: 'detached' });
    await rail(en.shell.views.spam).click();
    await inbox.row('Ida asks').waitFor();
    await says('Ida', 'Ida asks again');
    await inbox.row('Ida asks again').waitFor();
    await inbox.open('Ida asks again');
    await press('!');
    await said(toast.open).waitFor();
    await inbox.goto();
    await inbox.row('Ida asks again').waitFor();
  });

  it('many are put away at once, by the bar', async () => {
    await inbox.row('Jon asks').waitFor();
    await press('*');
    await press('a');
    await page.getByRole('button', { name: actions.spam, exact: true }).click();
    await said(en.inbox.bulk.spam(3)).waitFor();
    await expect.poll(() => inbox.rows.count()).toBe(0);
    await press('z');
    await expect.poll(() => inbox.rows.count()).toBe(3);
  });
});

describe('a blocked contact', () => {
  it('is blocked from the menu, marked, and not heard until it is taken back', async () => {
    await inbox.open('Jon asks');
    await more(actions.block);
    await said(blocking.blocked('Jon')).waitFor();
    await inbox.log.getByText(blocking.did(en.inbox.thread.you)).waitFor();
    await page.getByText(blocking.mark, { exact: true }).first().waitFor();
    await expect(says('Jon', 'Jon insists')).rejects.toThrow();
    await page.reload();
    await page.getByText(blocking.dropped(1)).waitFor();
    await press('Control+k');
    await page.getByRole('combobox', { name: en.inbox.commands.title }).fill(actions.unblock);
    await press('Enter');
    await said(blocking.unblocked('Jon')).waitFor();
    await press('z');
    await page.getByText(blocking.dropped(1)).waitFor();
    await page.getByRole('button', { name: blocking.unblock }).click();
    await inbox.log.getByText(blocking.undid(en.inbox.thread.you)).nth(1).waitFor();
    await says('Jon', 'Jon is heard');
    await inbox.message('Jon is heard').waitFor();
  });

  it('is told calmly in the widget', async () => {
    const widget = new Widget(await stage.window());
    await widget.page.goto('/demo');
    await widget.open();
    await widget.write('From a bore');
    await inbox.goto();
    await inbox.row('From a bore').click();
    await more(actions.block);
    await page.getByText(blocking.mark, { exact: true }).first().waitFor();
    await widget.write('Once more');
    await widget.panel.getByText(laterWords.reasonBlocked).waitFor();
    expect(await inbox.message('Once more').count()).toBe(0);
    await widget.page.context().close();
  });
});

describe('the transcript', () => {
  it('is on paper what the customer saw; notes only when asked for', async () => {
    await inbox.goto();
    await inbox.open('Kim asks');
    await inbox.answer('On its way');
    await inbox.message('On its way').waitFor();
    await press('Escape');
    await press('n');
    await inbox.noteField.fill('She is upset');
    await press('Control+Enter');
    // Shown at once, but it has to be written down to be written out.
    const written = () => ana.get<string>('/api/v1/conversations/3/transcript?internal=yes');
    await expect.poll(written).toContain('She is upset');
    await more(actions.transcript);
    await page.getByRole('heading', { name: /^Conversation with Kim/ }).waitFor();
    await page.getByText('On its way', { exact: true }).waitFor();
    expect(await page.getByText('She is upset').count()).toBe(0);
    await page.getByRole('switch', { name: transcript.internal }).check();
    await page.getByText('She is upset').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button', { name: transcript.print }).isVisible()).toBe(false);
    expect(await page.getByText('Kim asks', { exact: true }).isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('link', { name: transcript.back }).click();
    await inbox.message('On its way').waitFor();
  });

  it('is written in the agent’s language', async () => {
    await ana.expect('PATCH', '/api/v1/agents/me', { locale: 'zh-CN' });
    await page.goto('/transcript/3');
    await page.getByRole('heading', { name: zhCn.inbox.transcript.title('Kim', 3) }).waitFor();
    await ana.expect('PATCH', '/api/v1/agents/me', { locale: 'en' });
  });
});
