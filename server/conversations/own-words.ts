/** What visitors speak about: all messages of their line; and what they may still change: the newest, fresh and unanswered. */
import { and, eq, gt, isNull, ne, or } from 'drizzle-orm';
import { messages } from '../database/schema/messages.ts';
import type { LineReference } from '../events/effects.ts';
import type { Scope } from '../events/scope.ts';
import { CHANGEABLE_MS } from '../wire/own-words.ts';
import { Refusal } from '../wire/problems.ts';
import type { MessageRow } from './present.ts';
import { findLine, ofThread } from './visitor-line.ts';

/** A message of the line. @throws Refusal not_found, whoever's else it is */
export async function accessOnLine(
  scope: Scope,
  line: LineReference,
  messageId: string,
): Promise<MessageRow> {
  const thread = await findLine(scope, line);
  const [row] = thread
    ? await scope.tx
        .select()
        .from(messages)
        .where(and(ofThread(scope, thread.id), eq(messages.id, messageId)))
    : [];
  if (row) return row;
  throw new Refusal('not_found', 'There is no such message.');
}

/** One of theirs, written in the widget: what came back by mail stands there as it was written. @throws Refusal not_found */
export async function accessOwn(
  scope: Scope,
  line: LineReference,
  messageId: string,
): Promise<MessageRow> {
  const row = await accessOnLine(scope, line, messageId);
  if (row.direction === 'in' && row.channelId === line.channelId) return row;
  throw new Refusal('not_found', 'You have written no such message here.');
}

/** What it is called by those who say something about it; null: it is not out yet. @throws Refusal not_found */
export async function nameOnLine(scope: Scope, line: LineReference, messageId: string) {
  return (await accessOnLine(scope, line, messageId)).externalId;
}

/**
 * What was answered stays as it was answered, and what somebody may have acted upon is not unsaid days later.
 * @throws Refusal conflict
 */
export async function refuseSettled(scope: Scope, row: MessageRow): Promise<void> {
  if (row.deletedAt) throw new Refusal('conflict', 'This message was taken back.');
  if (Date.now() - row.createdAt.getTime() > CHANGEABLE_MS) {
    throw new Refusal('conflict', 'It is too late to change this message.');
  }
  const { threadId, threadSeq } = row;
  if (threadId === null || threadSeq === null) return;
  const [later] = await scope.tx
    .select({ direction: messages.direction })
    .from(messages)
    .where(
      and(
        ofThread(scope, threadId),
        gt(messages.threadSeq, threadSeq),
        isNull(messages.deletedAt),
        or(eq(messages.direction, 'in'), byPerson),
      ),
    )
    .limit(1);
  if (!later) return;
  const detail =
    later.direction === 'in' ? 'Only the newest message can be changed.' : 'It was answered.';
  throw new Refusal('conflict', detail);
}

const byPerson = and(isNull(messages.automatic), ne(messages.state, 'cancelled'));
