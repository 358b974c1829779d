/** The browser that all other browser tests need. */
import { afterEach, expect, test, vi } from 'vitest';
import { findChromium, launchBrowser } from '../tools/chromium.ts';

afterEach(() => vi.unstubAllEnvs());

test('a real browser starts and runs a page', async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.setContent('<p></p><script>document.querySelector("p").append(1 + 1)</script>');
    expect(await page.innerText('p')).toBe('2');
    expect(browser.version()).toMatch(/^\d{3,}\./);
  } finally {
    await browser.close();
  }
});

test('CHROMIUM_PATH wins, and is believed only when it is a program', () => {
  const found = findChromium();
  vi.stubEnv('PATH', '');
  vi.stubEnv('CHROMIUM_PATH', found);
  expect(findChromium()).toBe(found);
  vi.stubEnv('CHROMIUM_PATH', '/nowhere/chromium');
  expect(findChromium).toThrow('CHROMIUM_PATH is /nowhere/chromium, which is not a program.');
});
