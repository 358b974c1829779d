/**
 * The laptop is closed while others go on: every process of the browser stands still, and the network forgets its lines
 * without a word. Opened again, the screen never says "live" before it is, and then shows what a fresh look shows.
 * `ASLEEP_SECONDS` says for how long it is closed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import { HalfOpenLine } from '../fault/site/half-open-line.ts';
import { processTree } from '../support/process-tree.ts';
import { logInRemotely, type Remote, visitAt, websiteAt } from '../support/remote.ts';
import { Inbox, inOrder } from '../support/screens.ts';
import { freePort } from '../support/server-process.ts';
import { Stage } from '../support/stage.ts';

const ASLEEP_SECONDS = Number(process.env['ASLEEP_SECONDS'] ?? 12);
/** Until a page that runs again has noticed that it stood still. */
const NOTICE_MS = 1_500;
const SAID = /Word \d+\./g;
const DRAFT = 'Half an answer';

/** What the screen said at a moment. */
type Look = { at: number; live: boolean; said: number };
type Watched = { looks: Look[] };

let line: HalfOpenLine;
let stage: Stage;
let websiteId: string;
let ana: Remote;
let ida: Remote;
let page: Page;
let inbox: Inbox;
let said = 0;

beforeAll(async () => {
  const PORT = String(await freePort());
  const server = `http://127.0.0.1:${PORT}`;
  line = await HalfOpenLine.before(server);
  stage = await Stage.open({ PORT, PUBLIC_URL: line.url });
  // Not on the line that is cut: others are awake.
  ana = await logInRemotely(server);
  websiteId = (await websiteAt(ana)).id;
  ida = await visitAt(server, websiteId);
  await say();
  page = await stage.window({ as: ana });
  inbox = new Inbox(page);
  await inbox.goto();
  await inbox.open('Word 1.');
  await inbox.field.fill(DRAFT);
  await page.getByText('Live', { exact: true }).first().waitFor();
});
afterAll(async () => {
  await stage.close();
  line.close();
});

async function say(): Promise<void> {
  said += 1;
  const words = { key: `asleep-word-${said}`, text: `Word ${said}.`, claims: { name: 'Ida Berg' } };
  await ida.expect('POST', `/widget/v1/${websiteId}/messages`, words);
}

/** Runs in the page: at every painting, what it says. */
function watch({ live, log }: { live: string; log: string }): void {
  const looks: Look[] = [];
  (window as unknown as Watched).looks = looks;
  const look = () => {
    const words = document.querySelector(`[role=log][aria-label="${log}"]`)?.textContent ?? '';
    const dot = document.querySelector('.presence-dot[data-state]');
    looks.push({
      at: Date.now(),
      live: dot?.getAttribute('data-state') === live,
      said: words.match(/Word \d+\./g)?.length ?? 0,
    });
    requestAnimationFrame(look);
  };
  look();
}

/** Every process of the browser stands still until the work is done. */
async function asleep(work: () => Promise<void>): Promise<void> {
  const session = await stage.browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const browser = processInfo.find(({ type }) => type === 'browser');
  // Not only those it tells of: a page that runs on while the network stands still does not sleep.
  const pids = processTree(browser?.id ?? 0);
  expect(pids.length).toBeGreaterThanOrEqual(processInfo.length);
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  expect(line.silence('both')).toBeGreaterThan(0);
  try {
    await work();
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  }
}

async function wordsGoOn(): Promise<void> {
  const until = Date.now() + ASLEEP_SECONDS * 1_000;
  while (Date.now() < until) {
    await say();
    await sleep(Math.min(1_000, Math.max(0, until - Date.now())));
  }
}

/** For most of the time the page has painted nothing. */
function stoodStill(): Promise<boolean> {
  return page.evaluate((ms) => {
    const { looks } = window as unknown as Watched;
    return looks.some(({ at }, n) => at - (looks[n - 1]?.at ?? at) > ms);
  }, ASLEEP_SECONDS * 500);
}

it(
  'never says that it is live before it shows everything',
  async () => {
    await page.evaluate(watch, { live: 'live', log: en.inbox.thread.messages });
    await expect
      .poll(() => page.evaluate(() => (window as unknown as Watched).looks.length))
      .toBeGreaterThan(5);
    const before = said;
    await asleep(wordsGoOn);
    const woken = Date.now();
    expect(said).toBeGreaterThan(before + 5);
    await expect.poll(stoodStill).toBe(true);
    await expect
      .poll(async () => (await inOrder(inbox.log, SAID)).length, { timeout: 20_000 })
      .toBe(said);
    await page.getByText('Live', { exact: true }).first().waitFor();
    const looks = await page.evaluate(() => (window as unknown as Watched).looks);
    expect(looks.some(({ at, live }) => live && at < woken)).toBe(true);
    const lies = looks.filter(
      ({ at, live, said: shown }) => at > woken + NOTICE_MS && live && shown < said,
    );
    expect(lies).toEqual([]);
  },
  (ASLEEP_SECONDS + 120) * 1_000,
);

it('what was being written is still there, and what is written goes at once', async () => {
  expect(await inbox.field.inputValue()).toBe(DRAFT);
  await inbox.answer(`${DRAFT}, and the other`);
  await inbox.row(`${DRAFT}, and the other`).waitFor();
  await say();
  await inbox.row(`Word ${said}.`).waitFor();
  await inbox.message(`Word ${said}.`).waitFor();
});

it('a fresh look shows the very same', async () => {
  const window = await stage.window({ as: ana });
  const fresh = new Inbox(window);
  await fresh.goto();
  await fresh.open(`Word ${said}.`);
  // It begins with the last page of the line.
  const endOf = async ({ log }: Inbox) => (await inOrder(log, SAID)).slice(-10);
  await expect.poll(() => endOf(fresh)).toEqual(await endOf(inbox));
  const rowsOf = ({ rows }: Inbox) => rows.allTextContents();
  await expect
    .poll(async () => [await rowsOf(fresh), await rowsOf(inbox)].map(String))
    .toSatisfy(([one, other]: string[]) => one === other);
});
