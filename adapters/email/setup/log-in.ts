/** Logs in wherever there is something to log in to. */
import type { Settings, Tools } from '../../adapter.ts';
import { checkImap } from '../imap/check.ts';
import { checkSmtp } from './check-smtp.ts';

/** @throws ChannelError with what is wrong, in words for an admin */
export async function logIn(_webhookUrl: string, settings: Settings, tools: Tools): Promise<void> {
  if (settings['imapHost']) await checkImap(settings, tools);
  await checkSmtp(settings, tools);
}
