/** What was said on a line as one message on the channel that carries its mails. */
import { eq, sql } from 'drizzle-orm';
import { copyAttachments } from '../../attachments/uploads.ts';
import { threads } from '../../database/schema/conversations.ts';
import { messages } from '../../database/schema/messages.ts';
import { queueDelivery } from '../../deliveries/queue-delivery.ts';
import { newId } from '../../events/ids.ts';
import type { Scope } from '../../events/scope.ts';
import { addParticipants } from '../answered.ts';
import { change, SYSTEM } from '../change.ts';
import { loadMessages } from '../present.ts';
import { advanceThread, beginThread, type ThreadRow } from '../threads.ts';
import type { Letter, Waiting } from './waiting.ts';
import { wordsIn } from './words.ts';

/** @returns the thread it goes by */
export async function mail(scope: Scope, waiting: Waiting, letter: Letter): Promise<string> {
  const { row, held } = waiting;
  const thread = await carryingThread(scope, waiting, letter.carrier.id);
  const id = newId();
  await scope.tx.insert(messages).values({
    workspaceId: scope.workspaceId,
    id,
    conversationId: held.id,
    seq: held.seq + 1,
    threadId: thread.id,
    threadSeq: await advanceThread(scope, thread),
    channelId: thread.channelId,
    direction: 'out',
    text: textOf(row.locale, letter),
    subject: letter.subject,
    // Machines do not answer it, and agents see that nobody wrote it.
    automatic: 'notice',
    recipients: { to: [{ address: row.address, name: '' }], cc: [], bcc: [] },
    state: 'queued',
  });
  for (const answer of letter.files) await copyAttachments(scope, answer, id);
  await addParticipants(scope, thread.id, [row.address]);
  const [message] = await loadMessages(scope, eq(messages.id, id));
  if (!message) throw new Error('the message was not stored');
  await change(scope, held, {}, [{ kind: 'message', actor: SYSTEM, data: { message } }]);
  await queueDelivery(scope, { messageId: id, thread, dueAt: null, inTurn: true });
  return thread.id;
}

/** The same one for all mails to an address, so that they stand together there. It goes where its line has gone. */
async function carryingThread(
  scope: Scope,
  { row, thread }: Waiting,
  channelId: string,
): Promise<ThreadRow> {
  const { conversationId, identityId } = thread;
  if (row.carrierId) {
    const [known] = await scope.tx
      .update(threads)
      .set({ conversationId })
      .where(
        sql`${threads.workspaceId} = ${scope.workspaceId} and ${threads.id} = ${row.carrierId}
          and ${threads.channelId} = ${channelId}`,
      )
      .returning();
    if (known) return known;
  }
  const key = newId().replaceAll('-', '');
  return beginThread(scope, { channelId, identityId, key, conversationId, side: true });
}

function textOf(locale: string, { said, stopUrl }: Letter): string {
  const { answer, why, stop } = wordsIn(locale);
  return `${said}\n\n---\n\n${answer}\n\n${why} ${stop} ${stopUrl}`;
}
