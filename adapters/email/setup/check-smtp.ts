/** Tries the server that sends, without sending. */
import type { Settings, Tools } from '../../adapter.ts';
import { dial } from '../outbound/dial.ts';
import { smtpFailure } from '../outbound/errors.ts';
import { mailServer } from '../outbound/server.ts';

/**
 * Connects to the server that sends, encrypts and logs in. Nothing to do where none was entered.
 * @throws ChannelError with what is wrong
 */
export async function checkSmtp(settings: Settings, tools: Tools): Promise<void> {
  if ((settings['smtpHost'] ?? '').trim() === '') return;
  try {
    const connection = await dial(await mailServer(settings, tools), settings, tools);
    connection.quit();
  } catch (error) {
    throw smtpFailure(error, false);
  }
}
