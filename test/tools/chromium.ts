/** The real browser of the tests. A machine without one gets one, or the tests fail: none is skipped. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { findProgram, isExecutable } from './install.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The second one so that 中文 is drawn with characters and not with boxes. */
const packages = ['chromium', 'fonts-noto-cjk'];

/** Nothing but the page under test: no update, no sync, no first-run tab. */
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A microphone that beeps: whether it may be used is still asked, and answered by each window.
  '--use-fake-device-for-media-stream',
];

const isRoot = process.getuid?.() === 0;

/** Starts a browser of its own; whoever asks for it closes it. */
export const launchBrowser = (): Promise<Browser> => chromium.launch(launching());

/** One that puts pages aside whole for the way back, as people's own do; for tests it usually does not. */
export const launchWithHistory = (): Promise<Browser> =>
  chromium.launch({ ...launching(), ignoreDefaultArgs: ['--disable-back-forward-cache'] });

/** A browser that remembers, as a person's own does: windows of the other kind are private ones. */
export function launchProfile(
  folder: string,
  { blockThirdParties = false } = {},
): Promise<BrowserContext> {
  if (blockThirdParties) {
    const profile = { block_third_party_cookies: true, cookie_controls_mode: 1 };
    mkdirSync(path.join(folder, 'Default'), { recursive: true });
    const preferences = path.join(folder, 'Default', 'Preferences');
    // Once: what the browser has made of it since is its own.
    if (!existsSync(preferences)) writeFileSync(preferences, JSON.stringify({ profile }));
  }
  return chromium.launchPersistentContext(folder, launching());
}

const launching = () => ({
  executablePath: findChromium(),
  args: flags,
  // Chromium's sandbox refuses to run as root; everyone else keeps it.
  chromiumSandbox: !isRoot,
});

/** The path of a Chromium: the one named by CHROMIUM_PATH, one on the PATH, or a newly installed one. */
export function findChromium(): string {
  const named = process.env['CHROMIUM_PATH'];
  if (!named) return findProgram(names, packages, ', or set CHROMIUM_PATH');
  if (isExecutable(named)) return named;
  throw new Error(`CHROMIUM_PATH is ${named}, which is not a program.`);
}
