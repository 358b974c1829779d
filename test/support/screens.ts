/** What people do on the screens, by the words they see. */
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import { en as visitorWords } from '../../widget/words/en.ts';
import { NAMES } from '../../widget/words/launcher.ts';

const { composer, thread, list } = en.inbox;

/** The widget on somebody's website. */
export class Widget {
  readonly page: Page;
  readonly panel: FrameLocator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.frameLocator('iframe');
  }

  get launcher(): Locator {
    return this.page.getByRole('button', { name: NAMES.en });
  }

  get field(): Locator {
    return this.panel.getByRole('textbox', { name: visitorWords.write });
  }

  get log(): Locator {
    return this.panel.getByRole('log');
  }

  async open(): Promise<void> {
    await this.launcher.click();
    await this.field.waitFor();
  }

  async write(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  message(text: string): Locator {
    return this.log.getByText(text, { exact: true });
  }
}

/** An agent's inbox. */
export class Inbox {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get rows(): Locator {
    return this.page.getByRole('listbox', { name: /^Conversations/ }).getByRole('option');
  }

  get log(): Locator {
    return this.page.getByRole('log', { name: thread.messages });
  }

  /** The field for answers; its name says to whom. */
  get field(): Locator {
    return this.page.getByRole('textbox', { name: /^Reply to / });
  }

  get noteField(): Locator {
    return this.page.getByRole('textbox', { name: composer.note });
  }

  async goto(view = 'inbox'): Promise<void> {
    await this.page.goto(`/inbox/${view}`);
    await this.page.getByRole('region', { name: new RegExp(`^${list.label('')}`) }).waitFor();
  }

  row(words: string | RegExp): Locator {
    return this.rows.filter({ hasText: words });
  }

  async open(words: string | RegExp): Promise<void> {
    await this.row(words).click();
    await this.log.waitFor();
  }

  async answer(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Control+Enter');
  }

  message(text: string): Locator {
    return this.log.getByText(text, { exact: true });
  }
}

/** All that matches, in the order in which it stands on the screen, as often as it stands there. */
export async function inOrder(log: Locator, pattern: RegExp): Promise<string[]> {
  const text = (await log.textContent()) ?? '';
  return text.match(pattern) ?? [];
}

/** The frame in which the panel of the page's widget stands, for what looks at whole documents. */
export function panelIn(page: Page): Frame {
  const frame = page.frames().find((one) => one.url().includes('/panel'));
  if (!frame) throw new Error('the panel has no frame');
  return frame;
}
