/** A copy of what was sent, where people look for it in their own mail program. */
import type { Settings, Tools } from '../../adapter.ts';
import { ChannelError } from '../../errors.ts';

/** A mail that has gone out is sent, with a copy or without one. */
const PATIENCE_MS = 10_000;

/** Servers that keep what goes out through them: a second copy would be one too many. */
const KEEPS_ITSELF = /(?:^|\.)(?:gmail|googlemail|office365|outlook)\.com$/i;

/** Whether the mailbox is to have copies, and gets none by itself. */
export function wantsCopies(settings: Settings): boolean {
  const { imapHost = '', smtpHost = '', sentCopies } = settings;
  return sentCopies === 'on' && imapHost !== '' && !KEEPS_ITSELF.test(smtpHost.trim());
}

/** Puts a mail into the mailbox's folder for sent mail, if it has one. Never throws. */
export async function keepCopy(raw: Buffer, settings: Settings, tools: Tools): Promise<void> {
  try {
    const { connect } = await import('../imap/connect.ts');
    const signal = AbortSignal.any([tools.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const client = await connect(settings, { ...tools, signal });
    try {
      const folder = (await client.list()).find(({ specialUse }) => specialUse === '\\Sent');
      if (folder) await client.append(folder.path, raw, ['\\Seen']);
    } finally {
      client.close();
    }
  } catch (error) {
    const reason = error instanceof ChannelError ? error.message : 'the connection broke';
    tools.log('no copy of a sent mail was kept in the mailbox', { reason });
  }
}
