/** A conversation written out as plain text, for reading elsewhere. */
import { and, eq, gte, inArray, lt, or, type SQL } from 'drizzle-orm';
import { messages } from '../database/schema/messages.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import type { Conversation } from '../wire/conversations.ts';
import type { Message } from '../wire/messages.ts';
import { isTranscribed } from '../wire/transcript.ts';
import { accessConversation } from './access.ts';
import { loadConversation, loadMessages } from './present.ts';
import { beginningsOf } from './splitting.ts';

/**
 * What was said, oldest first, each with its moment in UTC, its writer and its files by name.
 * @param internal also what the customer never saw
 * @throws Refusal not_found
 */
export async function writeTranscript(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  internal: boolean,
): Promise<string> {
  const { id, mergedIds } = await accessConversation(scope, actor, conversationId, 'read');
  const conversation = await loadConversation(scope, id);
  const said = await loadMessages(scope, await saidInAll(scope, [id, ...mergedIds]));
  const shown = said
    .filter((message) => isTranscribed(message, internal))
    .toSorted((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
  return `${[headOf(conversation), ...shown.map(paragraph)].join('\n\n')}\n`;
}

/** Also what they were begun with, in the conversations they were split from. */
async function saidInAll(scope: Scope, ids: string[]): Promise<SQL | undefined> {
  const beginnings = await beginningsOf(scope, ids);
  return or(
    inArray(messages.conversationId, ids),
    ...beginnings.map(({ fromId, threadId, sinceSeq, seq }) =>
      and(
        eq(messages.conversationId, fromId),
        eq(messages.threadId, threadId),
        gte(messages.seq, sinceSeq),
        lt(messages.seq, seq),
      ),
    ),
  );
}

function headOf({ number, contact, channel, subject }: Conversation): string {
  const about = `#${number} · ${contact.name} · ${channel.name}`;
  return subject ? `${about}\n${subject}` : about;
}

function paragraph(message: Message): string {
  const { author, createdAt, direction, side, text, unsupported, attachments } = message;
  const moment = `${createdAt.slice(0, 16).replace('T', ' ')} UTC`;
  const kind = direction === 'note' ? ' (note)' : side ? ' (beside the conversation)' : '';
  const lines = [
    `${moment} · ${author?.name ?? '-'}${kind}`,
    text,
    unsupported ? `[${unsupported}]` : '',
    ...attachments.map(({ name }) => `[${name}]`),
  ];
  return lines.filter(Boolean).join('\n');
}
