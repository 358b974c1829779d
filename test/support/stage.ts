/** A real server and a real browser, with a window of its own for everybody who plays a part. */
import { cp } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import postgres from 'postgres';
import { expect, inject } from 'vitest';
import { findRunning } from '../../server/database/embedded/running.ts';
import { launchBrowser } from '../tools/chromium.ts';
import { logInRemotely, Remote, visitAt, websiteAt } from './remote.ts';
import {
  ADMIN,
  adminSettings,
  freePort,
  makeDataDir,
  removeDataDir,
  type ServerProcess,
  type Settings,
  startServer,
  stop,
} from './server-process.ts';

/** Longer than anything takes on a busy machine, shorter than anybody wants to wait for a red test. */
const PATIENCE_MS = 12_000;

export type WindowOptions = BrowserContextOptions & {
  /** Whose session the window has; nobody's unless said. */
  as?: Remote;
};

export class Stage {
  readonly browser: Browser;
  /** What went wrong inside pages without anybody seeing it: exceptions nobody caught, blocked scripts. */
  readonly mishaps: string[] = [];
  readonly #settings: Settings;
  #server: ServerProcess;

  /** @param settings besides those of a first admin; `ADMIN_EMAIL: ''` leaves that to the first-run page */
  static async open(settings: Settings = {}): Promise<Stage> {
    const DATA_DIR = await makeDataDir();
    const isInstalled = settings['ADMIN_EMAIL'] !== '';
    if (isInstalled) await cp(inject('installedFolder'), DATA_DIR, { recursive: true });
    const fixed = { DATA_DIR, PORT: String(await freePort()), ...adminSettings, ...settings };
    const known = Object.entries(fixed).filter(([, value]) => value !== '');
    const chosen = Object.fromEntries(known);
    const server = await startServer(chosen);
    return new Stage(chosen, server, await launchBrowser());
  }

  private constructor(settings: Settings, server: ServerProcess, browser: Browser) {
    this.#settings = settings;
    this.#server = server;
    this.browser = browser;
  }

  get url(): string {
    return this.#server.url;
  }

  /** A window with cookies and storage of its own. */
  async window({ as, ...options }: WindowOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      baseURL: this.url,
      locale: 'en-GB',
      reducedMotion: 'reduce',
      // What a test answers in the server's place has to reach the page.
      serviceWorkers: 'block',
      ...options,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const [name, value] = (as?.headers['cookie'] ?? '').split('=');
    if (name && value) await context.addCookies([{ name, value, url: this.url }]);
    context.on('page', (page) => this.#watch(page));
    return context.newPage();
  }

  /** Another tab of the same person. */
  tabBeside(page: Page): Promise<Page> {
    return page.context().newPage();
  }

  ana(): Promise<Remote> {
    return logInRemotely(this.url);
  }

  /** A colleague who has accepted an invitation. */
  async colleague(ana: Remote, name: string): Promise<Remote> {
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;
    const invitation = { email, role: 'agent' };
    const { url } = await ana.expect<{ url: string }>('POST', '/api/v1/invitations', invitation);
    const token = url.split('/').at(-1);
    const account = { name, password: ADMIN.password };
    const door = new Remote(this.url);
    await door.expect('POST', `/api/v1/invitations/by-token/${token}`, account);
    return logInRemotely(this.url, { email, password: ADMIN.password });
  }

  /** A visitor without a screen. */
  visitor(channelId: string): Promise<Remote> {
    return visitAt(this.url, channelId);
  }

  async websiteId(ana: Remote): Promise<string> {
    return (await websiteAt(ana)).id;
  }

  /** How many rows each table has, seen by the database's own superuser: nothing is hidden from it. */
  rows(): Promise<Record<string, number>> {
    return this.inDatabase(async (database) => {
      const tables = await database<{ name: string }[]>`
        select table_name as name from information_schema.tables where table_schema = 'public'`;
      const counts = tables.map(async ({ name }) => {
        const [row] = await database`select count(*)::int as count from ${database(name)}`;
        return [name, Number(row?.['count'])] as const;
      });
      return Object.fromEntries(await Promise.all(counts));
    });
  }

  /** By the database's own superuser, for what no door does: letting hours pass. */
  async inDatabase<Result>(work: (database: postgres.Sql) => Promise<Result>): Promise<Result> {
    const path = (await findRunning(this.#settings['DATA_DIR'] ?? '')) ?? '';
    const database = postgres({ path, user: 'postgres', database: 'interline', max: 1 });
    try {
      return await work(database);
    } finally {
      await database.end();
    }
  }

  /** As a power cut would end it. */
  async kill(): Promise<void> {
    this.#server.signal('SIGKILL');
    await this.#server.ended;
  }

  /** The same server again, on the same folder and at the same address. */
  async startAgain(): Promise<void> {
    this.#server = await startServer(this.#settings);
  }

  /** Ends everything; complains about mishaps nobody has looked at. */
  async close(): Promise<void> {
    await this.browser.close();
    await stop(this.#server);
    await removeDataDir(this.#settings['DATA_DIR'] ?? '');
    expect(this.mishaps).toEqual([]);
  }

  #watch(page: Page): void {
    page.on('pageerror', (error) => this.mishaps.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      const text = message.text();
      if (/Content Security Policy|Refused to/.test(text)) this.mishaps.push(text);
    });
  }
}
