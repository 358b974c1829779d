/** Rows of the store as agents see them. */
import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { isInline } from '../attachments/types.ts';
import { agents } from '../database/schema/agents.ts';
import { channels } from '../database/schema/channels.ts';
import { contacts, identities } from '../database/schema/contacts.ts';
import { conversations, threads } from '../database/schema/conversations.ts';
import { attachments, messages } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';
import type { Conversation } from '../wire/conversations.ts';
import type { Attachment, Message } from '../wire/messages.ts';

export type ConversationRow = typeof conversations.$inferSelect;

const nameColumns = {
  contactName: contacts.name,
  contactVerified: contacts.verified,
  assigneeName: agents.name,
  adapter: channels.adapter,
  channelName: channels.name,
};
const summaryColumns = { conversation: conversations, ...nameColumns };

/** A select of conversations with the names that stand beside them; callers add where, order and limit. */
export function selectConversations(scope: Scope) {
  return scope.tx
    .select(summaryColumns)
    .from(conversations)
    .innerJoin(
      contacts,
      and(
        eq(contacts.workspaceId, conversations.workspaceId),
        eq(contacts.id, conversations.contactId),
      ),
    )
    .innerJoin(
      channels,
      and(
        eq(channels.workspaceId, conversations.workspaceId),
        eq(channels.id, conversations.channelId),
      ),
    )
    .leftJoin(
      agents,
      and(
        eq(agents.workspaceId, conversations.workspaceId),
        eq(agents.id, conversations.assigneeId),
      ),
    );
}

/** The names that stand beside one conversation, whose row is at hand. */
export function selectNames(
  scope: Scope,
  {
    contactId,
    channelId,
    assigneeId,
  }: Pick<ConversationRow, 'contactId' | 'channelId' | 'assigneeId'>,
) {
  const { workspaceId } = scope;
  return scope.tx
    .select(nameColumns)
    .from(contacts)
    .innerJoin(
      channels,
      and(eq(channels.workspaceId, contacts.workspaceId), eq(channels.id, channelId)),
    )
    .leftJoin(
      agents,
      and(eq(agents.workspaceId, contacts.workspaceId), sql`${agents.id} = ${assigneeId}::uuid`),
    )
    .where(and(eq(contacts.workspaceId, workspaceId), eq(contacts.id, contactId)));
}

export type SummaryRow = {
  conversation: ConversationRow;
  contactName: string;
  contactVerified: boolean;
  assigneeName: string | null;
  adapter: string;
  channelName: string;
};

/** One summary row as the wire's Conversation. */
export function presentConversation(scope: Scope, row: SummaryRow): Conversation {
  const { conversation } = row;
  return {
    id: conversation.id,
    number: conversation.number,
    status: conversation.status,
    subject: conversation.subject,
    assignee: conversation.assigneeId
      ? { id: conversation.assigneeId, name: row.assigneeName ?? '' }
      : null,
    contact: { id: conversation.contactId, name: row.contactName, verified: row.contactVerified },
    channel: {
      id: conversation.channelId,
      adapter: row.adapter,
      name: row.channelName,
      mark: scope.catalogue.get(row.adapter)?.mark ?? '??',
    },
    seq: conversation.seq,
    inboundSeq: conversation.inboundSeq,
    waitingSince: conversation.waitingSince?.toISOString() ?? null,
    snoozedUntil: conversation.snoozedUntil?.toISOString() ?? null,
    preview: conversation.preview,
    previewDirection: conversation.previewDirection,
    rank: conversation.rank,
    lastMessageAt: conversation.lastMessageAt.toISOString(),
    createdAt: conversation.createdAt.toISOString(),
    updatedAt: conversation.updatedAt.toISOString(),
  };
}

/** One conversation as it is now. The caller has been through `accessConversation`. */
export async function loadConversation(scope: Scope, id: string): Promise<Conversation> {
  const [row] = await selectConversations(scope).where(
    and(eq(conversations.workspaceId, scope.workspaceId), eq(conversations.id, id)),
  );
  if (!row) throw new Error(`conversation ${id} vanished`);
  return presentConversation(scope, row);
}

/** Messages in their present state, in the order of their seq. */
export async function loadMessages(scope: Scope, where: SQL | undefined): Promise<Message[]> {
  const rows = await scope.tx
    .select({
      message: messages,
      agentName: agents.name,
      contactId: contacts.id,
      contactName: contacts.name,
      side: threads.side,
    })
    .from(messages)
    .leftJoin(
      threads,
      and(eq(threads.workspaceId, messages.workspaceId), eq(threads.id, messages.threadId)),
    )
    .leftJoin(
      agents,
      and(eq(agents.workspaceId, messages.workspaceId), eq(agents.id, messages.agentId)),
    )
    .leftJoin(
      identities,
      and(eq(identities.workspaceId, messages.workspaceId), eq(identities.id, messages.identityId)),
    )
    .leftJoin(
      contacts,
      and(eq(contacts.workspaceId, identities.workspaceId), eq(contacts.id, identities.contactId)),
    )
    .where(and(eq(messages.workspaceId, scope.workspaceId), where))
    .orderBy(asc(messages.seq));
  const files = await loadAttachments(
    scope,
    rows.map(({ message }) => message.id),
  );
  return rows.map((row) =>
    presentMessage(row.message, {
      side: row.side ?? false,
      author: authorOf(row),
      attachments: files.get(row.message.id) ?? [],
    }),
  );
}

type MessageRow = typeof messages.$inferSelect;

/** A message's row as agents see it, with what stands in other tables. */
export function presentMessage(
  message: MessageRow,
  beside: Pick<Message, 'side' | 'author' | 'attachments'>,
): Message {
  return {
    ...beside,
    id: message.id,
    conversationId: message.conversationId,
    seq: message.seq,
    direction: message.direction,
    text: message.text,
    quoted: message.quoted,
    rich: message.html !== null,
    raw: message.ingressId !== null && message.addressing !== null,
    subject: message.subject,
    addressing: message.addressing,
    recipients: message.recipients,
    refused: message.refused ?? [],
    automatic: message.automatic,
    doubt: message.doubt,
    forwardedFrom: message.forwardedFrom,
    dueAt: message.dueAt?.toISOString() ?? null,
    unsupported: message.unsupported,
    state: message.state,
    reason: message.reason,
    key: message.key,
    threadId: message.threadId,
    channelId: message.channelId,
    createdAt: message.createdAt.toISOString(),
  };
}

function authorOf(row: {
  message: MessageRow;
  agentName: string | null;
  contactId: string | null;
  contactName: string | null;
}) {
  if (row.message.agentId) return { id: row.message.agentId, name: row.agentName ?? '' };
  if (row.contactId) return { id: row.contactId, name: row.contactName ?? '' };
  return null;
}

/** The files of some messages, by message id, in the order they were attached. */
export async function loadAttachments(
  scope: Scope,
  messageIds: string[],
): Promise<Map<string, Attachment[]>> {
  const found = new Map<string, Attachment[]>();
  if (messageIds.length === 0) return found;
  const rows = await scope.tx
    .select()
    .from(attachments)
    .where(
      and(
        eq(attachments.workspaceId, scope.workspaceId),
        inArray(attachments.messageId, messageIds),
      ),
    )
    .orderBy(asc(attachments.position), sql`${attachments.id}`);
  for (const row of rows) {
    if (!row.messageId) continue;
    const list = found.get(row.messageId) ?? [];
    list.push(presentAttachment(row));
    found.set(row.messageId, list);
  }
  return found;
}

/** An attachment as agents see it. */
export function presentAttachment(row: typeof attachments.$inferSelect): Attachment {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    size: row.size,
    inline: isInline(row.type),
    url: `/api/v1/attachments/${row.id}`,
  };
}
