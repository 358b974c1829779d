/** What a website says by itself, as its visitors meet it. */
import type { Locator, Page } from 'playwright-core';
import type { Nudge } from '../../server/wire/nudges.ts';

export const nudge = (id: string, text: string, changed: Partial<Nudge> = {}): Nudge => ({
  ...{ id, on: true, text, pages: [], seconds: 0, visits: 1, scroll: 0 },
  ...{ attribute: null, open: false, days: null },
  ...changed,
});

export class Nudged {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get card(): Locator {
    return this.page.locator('[data-interline-nudge]').getByRole('status');
  }

  get close(): Locator {
    return this.card.getByRole('button', { name: 'Close', exact: true });
  }

  saying(text: string): Locator {
    return this.card.getByRole('button', { name: text });
  }

  /** A router's step: the address changes and the page stays. */
  async goTo(path: string): Promise<void> {
    await this.page.evaluate((to) => history.pushState(null, '', to), path);
  }
}
