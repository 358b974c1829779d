/** Stored answers as their adapters get them: what is to be said, to whom, and as an answer to what. */
import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import type { OutboundMessage } from '../../adapters/message.ts';
import { outboundFiles } from '../attachments/uploads.ts';
import { oneOf } from '../database/many.ts';
import { agents } from '../database/schema/agents.ts';
import type { identities } from '../database/schema/contacts.ts';
import { continuations } from '../database/schema/continuations.ts';
import { conversations, type threads } from '../database/schema/conversations.ts';
import { messages, references } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';
import type { Sender } from './sender.ts';

type MessageRow = typeof messages.$inferSelect;

export type Stored = {
  message: MessageRow;
  thread: typeof threads.$inferSelect;
  identity: typeof identities.$inferSelect;
  /** Of whoever wrote it, where an agent did. */
  author: string | null;
  attempt: number;
};

/** A quoted history longer than this is cut: every answer would carry all of it for ever. */
const LONGEST_QUOTE = 50_000;

type Read = Omit<Stored, 'attempt'>;

/** What stands beside messages in other rows. */
export type Beside = {
  /** By message. */
  files: Map<string, OutboundMessage['attachments']>;
  /** By thread. */
  heard: Map<string, NonNullable<OutboundMessage['answered']>>;
  /** What the platform calls the messages that are quoted. */
  quoted: Map<string, string>;
  /** By message: where its reader ends what follows a line. */
  ends: Map<string, Pick<OutboundMessage, 'endsAt'>>;
};

export async function readBeside(
  scope: Scope,
  sender: Sender,
  stored: readonly Read[],
): Promise<Beside> {
  const ids = stored.map(({ message }) => message.id);
  const [files, heard, quoted, ends] = await Promise.all([
    outboundFiles(scope, sender, ids),
    lastHeard(scope, stored),
    namesOfQuoted(scope, stored),
    endsOf(scope, sender, stored),
  ]);
  return { files, heard, quoted, ends };
}

/** In the order given. */
export async function composeAll(
  scope: Scope,
  { files, heard, quoted, ends }: Beside,
  stored: readonly Stored[],
): Promise<OutboundMessage[]> {
  const composed: OutboundMessage[] = [];
  for (const { message, thread, identity, author, attempt } of stored) {
    const { kind, scope: within, value } = identity;
    const answered = message.recipients ? undefined : heard.get(thread.id);
    const quotes = message.quotesId ? quoted.get(message.quotesId) : undefined;
    composed.push({
      id: message.id,
      attempt,
      thread: thread.key,
      to: { kind, scope: within, value },
      text: message.text,
      attachments: files.get(message.id) ?? [],
      automatic: message.automatic !== null,
      ...(author && { author }),
      ...(answered && { answered }),
      ...(quotes && { quotes }),
      ...ends.get(message.id),
      ...(message.template && { template: message.template }),
      ...offeredIn(message),
      ...(message.recipients && (await addressed(scope, message, message.recipients))),
    });
  }
  return composed;
}

const offeredIn = ({ content }: MessageRow): Pick<OutboundMessage, 'content'> =>
  content && !('of' in content) ? { content } : {};

/** By thread: the last thing the other end said. */
async function lastHeard(
  scope: Scope,
  stored: readonly Read[],
): Promise<Map<string, NonNullable<OutboundMessage['answered']>>> {
  const asked = stored.filter(({ message }) => !message.recipients);
  const ids = JSON.stringify([...new Set(asked.map(({ thread }) => thread.id))]);
  const rows = await scope.tx.execute<{ thread: string; name: string | null; at_ms: string }>(sql`
    select thread, heard.external_id as name, extract(epoch from heard.created_at) * 1000 as at_ms
    from json_array_elements_text(${ids}::json) as asked (thread) cross join lateral (
      select external_id, created_at from ${messages}
      where workspace_id = ${scope.workspaceId} and thread_id = asked.thread::uuid and direction = 'in'
      order by thread_seq desc limit 1) as heard`);
  return new Map(
    rows.flatMap(({ thread, name, at_ms }) =>
      name ? [[thread, { externalId: name, at: new Date(Number(at_ms)) }] as const] : [],
    ),
  );
}

/** What the platform calls the messages that are quoted. */
async function namesOfQuoted(scope: Scope, stored: readonly Read[]): Promise<Map<string, string>> {
  const asked = stored.flatMap(({ message }) =>
    message.quotesId ? [{ id: message.quotesId }] : [],
  );
  if (asked.length === 0) return new Map();
  const rows = await scope.tx
    .select({ id: messages.id, name: messages.externalId })
    .from(messages)
    .where(and(eq(messages.workspaceId, scope.workspaceId), oneOf(messages, ['id'], asked)));
  return new Map(rows.flatMap(({ id, name }) => (name ? [[id, name] as const] : [])));
}

/** What follows a line by mail tells its reader where to end that. */
async function endsOf(
  scope: Scope,
  sender: Sender,
  stored: readonly Read[],
): Promise<Beside['ends']> {
  const notices = stored.filter(({ message }) => message.automatic === 'notice');
  if (notices.length === 0) return new Map();
  const { workspaceId } = scope;
  const carriers = notices.map(({ thread }) => thread.id);
  const rows = await scope.tx
    .select({ carrierId: continuations.carrierId, threadId: continuations.threadId })
    .from(continuations)
    .where(
      and(
        eq(continuations.workspaceId, workspaceId),
        inArray(continuations.carrierId, [...new Set(carriers)]),
      ),
    );
  const followed = new Map(rows.map(({ carrierId, threadId }) => [carrierId, threadId]));
  return new Map(
    notices.flatMap(({ message, thread }) => {
      const threadId = followed.get(thread.id);
      return threadId ? [[message.id, { endsAt: sender.stopUrl(workspaceId, threadId) }]] : [];
    }),
  );
}

/** What only channels with recipients need. */
async function addressed(
  scope: Scope,
  message: MessageRow,
  recipients: NonNullable<MessageRow['recipients']>,
): Promise<Partial<OutboundMessage>> {
  const answered = message.answersId ? await readMessage(scope, message.answersId) : undefined;
  const subject = message.subject ?? answered?.subject ?? (await subjectOf(scope, message));
  const quoting = answered && (await quote(scope, message, answered));
  return {
    recipients,
    subject,
    references: message.passesOn ? [] : await namesBefore(scope, message),
    ...(quoting && { quoting }),
  };
}

/** What the thread's messages are called, oldest first; the one that is answered comes last. */
async function namesBefore(scope: Scope, message: MessageRow): Promise<string[]> {
  if (!message.threadId) return [];
  const rows = await scope.tx
    .select({ reference: references.reference, messageId: references.messageId })
    .from(references)
    .innerJoin(
      messages,
      and(eq(messages.workspaceId, references.workspaceId), eq(messages.id, references.messageId)),
    )
    .where(
      and(
        eq(references.workspaceId, scope.workspaceId),
        eq(messages.threadId, message.threadId),
        ne(messages.id, message.id),
      ),
    )
    .orderBy(asc(messages.seq));
  const last = rows.filter(({ messageId }) => messageId === message.answersId);
  const before = rows.filter(({ messageId }) => messageId !== message.answersId);
  return [...before, ...last].map(({ reference }) => reference);
}

async function quote(
  scope: Scope,
  message: MessageRow,
  answered: MessageRow,
): Promise<OutboundMessage['quoting']> {
  if (message.automatic) return undefined;
  const from = answered.addressing?.from ?? {
    address: '',
    name: (await authorOf(scope, answered)) ?? '',
  };
  const text = [answered.text, answered.quoted ?? ''].filter(Boolean).join('\n\n');
  return {
    kind: message.passesOn ? 'forward' : 'reply',
    from,
    at: answered.createdAt,
    subject: answered.subject ?? '',
    text: text.slice(0, LONGEST_QUOTE),
  };
}

async function authorOf(scope: Scope, { agentId }: MessageRow): Promise<string | undefined> {
  if (!agentId) return undefined;
  const [row] = await scope.tx
    .select({ name: agents.name })
    .from(agents)
    .where(and(eq(agents.workspaceId, scope.workspaceId), eq(agents.id, agentId)));
  return row?.name;
}

async function readMessage(scope: Scope, id: string): Promise<MessageRow | undefined> {
  const [row] = await scope.tx
    .select()
    .from(messages)
    .where(and(eq(messages.workspaceId, scope.workspaceId), eq(messages.id, id)));
  return row;
}

async function subjectOf(scope: Scope, { conversationId }: MessageRow): Promise<string> {
  const [row] = await scope.tx
    .select({ subject: conversations.subject })
    .from(conversations)
    .where(
      and(eq(conversations.workspaceId, scope.workspaceId), eq(conversations.id, conversationId)),
    );
  return row?.subject ?? '';
}
