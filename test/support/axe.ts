/** What axe-core has to complain about, in real pages. */
import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';
import { expect } from 'vitest';

type Finding = { rule: string; help: string; where: string[] };

/** What axe finds in one document, colours and contrast included. @param only these rules; all of them unless said */
export async function findings(frame: Frame | Page, only?: string[]): Promise<Finding[]> {
  await frame.evaluate(axe.source);
  return frame.evaluate(async (rules) => {
    const { axe: checker } = globalThis as unknown as { axe: typeof axe };
    const options = rules ? { runOnly: rules } : {};
    const { violations } = await checker.run({ iframes: false, ...options });
    return violations.map(({ id, help, nodes }) => ({
      rule: id,
      help,
      where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
    }));
  }, only);
}

/** A screen in light and in dark: what axe finds in its words and its order does not depend on colours. */
export async function findingsInBothSchemes(page: Page): Promise<Finding[]> {
  const seen: Finding[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    seen.push(...(await findings(page, colorScheme === 'dark' ? ['color-contrast'] : undefined)));
  }
  return seen;
}

export async function expectAccessible(frame: Frame | Page): Promise<void> {
  expect(await findings(frame)).toEqual([]);
}
