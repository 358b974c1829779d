/** What a website said to its visitor by itself becomes part of the line when they answer it, and not before. */
import { eq } from 'drizzle-orm';
import type { ChannelRow } from '../channels/access.ts';
import { messages } from '../database/schema/messages.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import type { Place } from './begin-line.ts';
import { change, SYSTEM } from './change.ts';
import { presentLineMessage } from './line.ts';
import { loadMessages } from './present.ts';
import { advanceThread } from './threads.ts';

/**
 * Stores it before its answer, where the answer begins a talk or takes one up again: a talk that goes on was not begun by
 * it. Once, as the caller has made sure that the answer came for the first time.
 * @returns the place as it is after that
 */
export async function keepNudge<Placed extends Place>(
  scope: Scope,
  channel: ChannelRow,
  placed: Placed,
  text: string,
): Promise<Placed> {
  const { thread, conversation: held, begun } = placed;
  if (!begun && held.status !== 'done') return placed;
  const id = newId();
  const threadSeq = await advanceThread(scope, thread);
  await scope.tx.insert(messages).values({
    workspaceId: scope.workspaceId,
    id,
    conversationId: held.id,
    seq: held.seq + 1,
    threadId: thread.id,
    threadSeq,
    channelId: channel.id,
    direction: 'out',
    externalId: id,
    text,
    automatic: 'nudge',
    // They answer it: nothing is left to be sent.
    state: 'read',
  });
  const [message] = await loadMessages(scope, eq(messages.id, id));
  if (!message) throw new Error('the message was not stored');
  await change(scope, held, {}, [{ kind: 'message', actor: SYSTEM, data: { message } }]);
  const line = { channelId: thread.channelId, threadKey: thread.key };
  const shown = presentLineMessage(message, threadSeq, null);
  scope.effects.push({ type: 'line-message', line, message: shown });
  return {
    ...placed,
    thread: { ...thread, seq: threadSeq },
    conversation: { ...held, seq: held.seq + 1 },
  };
}
