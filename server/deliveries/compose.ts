/** A stored answer as its adapter gets it: what is to be said, to whom, and as an answer to what. */
import { and, asc, desc, eq, ne } from 'drizzle-orm';
import type { OutboundMessage } from '../../adapters/message.ts';
import { outboundFiles, type Shelf } from '../attachments/uploads.ts';
import { agents } from '../database/schema/agents.ts';
import type { identities } from '../database/schema/contacts.ts';
import { conversations, type threads } from '../database/schema/conversations.ts';
import { messages, references } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';

type MessageRow = typeof messages.$inferSelect;

type Stored = {
  message: MessageRow;
  thread: typeof threads.$inferSelect;
  identity: typeof identities.$inferSelect;
  attempt: number;
};

/** A quoted history longer than this is cut: every answer would carry all of it for ever. */
const LONGEST_QUOTE = 50_000;

export async function compose(
  scope: Scope,
  shelf: Shelf,
  { message, thread, identity, attempt }: Stored,
): Promise<OutboundMessage> {
  const { kind, scope: within, value } = identity;
  const author = await authorOf(scope, message);
  const answered = message.recipients ? undefined : await lastHeard(scope, thread.id);
  const quoted = message.quotesId ? await readMessage(scope, message.quotesId) : undefined;
  return {
    id: message.id,
    attempt,
    thread: thread.key,
    to: { kind, scope: within, value },
    text: message.text,
    attachments: await outboundFiles(scope, shelf, message.id),
    automatic: message.automatic !== null,
    ...(author && { author }),
    ...(answered && { answered }),
    ...(quoted?.externalId && { quotes: quoted.externalId }),
    ...(message.template && { template: message.template }),
    ...(message.recipients && (await addressed(scope, message, message.recipients))),
  };
}

/** The last thing the other end said. */
async function lastHeard(scope: Scope, threadId: string): Promise<OutboundMessage['answered']> {
  const [row] = await scope.tx
    .select({ externalId: messages.externalId, at: messages.createdAt })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.threadId, threadId),
        eq(messages.direction, 'in'),
      ),
    )
    .orderBy(desc(messages.threadSeq))
    .limit(1);
  return row?.externalId ? { externalId: row.externalId, at: row.at } : undefined;
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
