/** An inbox in which people wait, one message of each, before an agent who is live. */
import type { Page } from 'playwright-core';
import type { Remote } from './remote.ts';
import { Inbox } from './screens.ts';
import type { Stage } from './stage.ts';

type Waiting = { ana: Remote; page: Page; inbox: Inbox };

/** @param names of those who wait, the longest first; each writes “… asks” */
export async function inboxOfWaiting(stage: Stage, names: readonly string[]): Promise<Waiting> {
  const ana = await stage.ana();
  const channelId = await stage.websiteId(ana);
  for (const name of names) {
    const visitor = await stage.visitor(channelId);
    const words = { key: `waiting-${name}`, text: `${name} asks`, claims: { name } };
    await visitor.expect('POST', `/widget/v1/${channelId}/messages`, words);
  }
  const page = await stage.window({ as: ana });
  const inbox = new Inbox(page);
  await inbox.goto();
  await inbox.row(`${names.at(-1)} asks`).waitFor();
  await page.getByText('Live', { exact: true }).first().waitFor();
  return { ana, page, inbox };
}
