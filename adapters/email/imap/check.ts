/** Whether a mailbox can be read with what was entered, before anybody relies on it. */
import type { Settings, Tools } from '../../adapter.ts';
import { connect } from './connect.ts';
import { foldersIn } from './desk.ts';
import { openFolder } from './folder.ts';
import { troubleOf } from './trouble.ts';

/**
 * Logs in and opens every folder.
 * @throws ChannelError `unauthorized`, `rejected` or `retry`, in words for who entered it
 */
export async function checkImap(settings: Settings, tools: Tools): Promise<void> {
  const client = await connect(settings, tools);
  try {
    for (const folder of foldersIn(settings)) await openFolder(client, folder);
  } catch (error) {
    throw troubleOf(error);
  } finally {
    client.close();
  }
}
