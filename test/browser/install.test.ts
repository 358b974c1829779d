/** The inbox is an app that a browser offers to install, on a desk and on a phone. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Stage } from '../support/stage.ts';
import { launchProfile } from '../tools/chromium.ts';

type Manifest = { start_url: string; icons: { src: string; sizes: string; purpose: string }[] };

let stage: Stage;
let profile: string;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  stage = await Stage.open();
  profile = await mkdtemp(path.join(tmpdir(), 'interline-profile-'));
  context = await launchProfile(profile);
  page = await context.newPage();
});
afterAll(async () => {
  await context?.close();
  await rm(profile, { recursive: true, force: true });
  await stage.close();
});

/** What keeps the browser from offering it, in its own words. */
async function complaints(): Promise<string[]> {
  const session = await context.newCDPSession(page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  return installabilityErrors.map(({ errorId }) => errorId);
}

it('a page that is none is not offered', async () => {
  await page.goto(`${stage.url}/demo`);
  expect(await complaints()).not.toEqual([]);
});

it('a browser has nothing against installing it', async () => {
  await page.goto(`${stage.url}/login`);
  await page.getByRole('heading').first().waitFor();
  await expect.poll(complaints).toEqual([]);
});

it('its icons are what it says, and it starts in the inbox', async () => {
  const { start_url, icons } = (await (
    await fetch(`${stage.url}/app.webmanifest`)
  ).json()) as Manifest;
  expect(start_url).toBe('/inbox/inbox');
  expect(icons.map(({ purpose }) => purpose)).toContain('maskable');
  for (const { src, sizes } of icons) {
    const icon = await fetch(stage.url + src);
    const { width, height, format } = await sharp(await icon.arrayBuffer()).metadata();
    expect({ src, is: `${format} ${width}x${height}` }).toEqual({ src, is: `png ${sizes}` });
  }
});
