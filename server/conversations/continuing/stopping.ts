/** Whoever gets the mails of a line, and does not want them. */

import { and, eq } from 'drizzle-orm';
import { accessChannel } from '../../channels/access.ts';
import { adapterOf } from '../../channels/channels.ts';
import { noteConsent } from '../../contacts/consents.ts';
import { continuations } from '../../database/schema/continuations.ts';
import { threads } from '../../database/schema/conversations.ts';
import type { Scope } from '../../events/scope.ts';
import { ofThread } from './addresses.ts';
import { localeFor, wordsIn } from './words.ts';

/** In every such mail, with a ticket behind it. */
export const STOP_PATH = '/no-more-mail';

/** The words of the page, in the language of the mails; null when the line is gone. */
export async function readStopWords(scope: Scope, threadId: string) {
  const [row] = await scope.tx.select().from(continuations).where(ofThread(scope, threadId));
  return row ? { ...wordsIn(row.locale).page, locale: localeFor(row.locale) } : null;
}

/**
 * No more mails to that address, whoever leaves it in a chat of that channel. Answers to what its owner writes are
 * another matter: they are not touched.
 */
export async function stopMails(scope: Scope, threadId: string): Promise<void> {
  const [found] = await scope.tx
    .select({ address: continuations.address, channelId: threads.channelId })
    .from(continuations)
    .innerJoin(
      threads,
      and(
        eq(threads.workspaceId, continuations.workspaceId),
        eq(threads.id, continuations.threadId),
      ),
    )
    .where(ofThread(scope, threadId));
  if (!found) return;
  const { continues } = await accessChannel(scope, found.channelId);
  if (!continues) return;
  const carrier = await accessChannel(scope, continues.channelId);
  const kind = adapterOf(scope, carrier).capabilities.addressing?.kind;
  if (!kind) return;
  await noteConsent(scope, found.channelId, {
    who: { kind, scope: '', value: found.address },
    allowed: false,
    reason: 'They want no mails from the chat.',
  });
}
