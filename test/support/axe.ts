/** What axe-core has to complain about, in real pages. */
import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';
import { expect } from 'vitest';

type Finding = { rule: string; help: string; where: string[] };

/** What axe finds in one document, colours and contrast included. */
export async function findings(frame: Frame | Page): Promise<Finding[]> {
  await frame.evaluate(axe.source);
  return frame.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: typeof axe };
    const { violations } = await checker.run({ iframes: false });
    return violations.map(({ id, help, nodes }) => ({
      rule: id,
      help,
      where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
    }));
  });
}

export async function expectAccessible(frame: Frame | Page): Promise<void> {
  expect(await findings(frame)).toEqual([]);
}
