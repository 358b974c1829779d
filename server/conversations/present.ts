/** Rows of the store as agents see them. */
import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import { agents } from '../database/schema/agents.ts';
import { channels } from '../database/schema/channels.ts';
import { contacts, identities } from '../database/schema/contacts.ts';
import { conversations, threads } from '../database/schema/conversations.ts';
import { messages } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';
import type { Conversation } from '../wire/conversations.ts';
import type { Message } from '../wire/messages.ts';
import { authorOf, type Beside, loadBeside } from './beside.ts';

export type ConversationRow = typeof conversations.$inferSelect;

const nameColumns = {
  contactName: contacts.name,
  contactVerified: contacts.verified,
  contactBlocked: contacts.blocked,
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
  contactBlocked: boolean;
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
    priority: conversation.priority,
    subject: conversation.subject,
    assignee: conversation.assigneeId
      ? { id: conversation.assigneeId, name: row.assigneeName ?? '' }
      : null,
    contact: {
      id: conversation.contactId,
      name: row.contactName,
      verified: row.contactVerified,
      blocked: row.contactBlocked,
    },
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
    tagIds: conversation.tagIds,
    followerIds: conversation.followerIds,
    ...(conversation.rating !== null && { rating: conversation.rating }),
    mergedInto: conversation.mergedInto,
    mergedIds: conversation.mergedIds,
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
  const beside = await loadBeside(
    scope,
    rows.map(({ message }) => message),
  );
  return rows.map((row) =>
    presentMessage(row.message, {
      side: row.side ?? false,
      author: authorOf({ ...row, agentId: row.message.agentId }),
      ...beside(row.message),
    }),
  );
}

export type MessageRow = typeof messages.$inferSelect;

/** What stands in its places is in the text. */
function templateOf({ template }: MessageRow): Message['template'] {
  return template && { name: template.name, language: template.language };
}

function revisionOf({ revision }: MessageRow): Message['revision'] {
  return revision && { text: revision.text, problem: revision.problem };
}

/** A message's row as agents see it, with what stands in other tables. */
export function presentMessage(
  message: MessageRow,
  { side, author, attachments, reactions, quotes }: Pick<Message, 'side' | 'author'> & Beside,
): Message {
  return {
    side,
    author,
    attachments,
    reactions,
    quotes,
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
    context: message.context,
    template: templateOf(message),
    content: message.content,
    editedAt: message.editedAt?.toISOString() ?? null,
    deletedAt: message.deletedAt?.toISOString() ?? null,
    revision: revisionOf(message),
    reactionProblem: null,
    state: message.state,
    reason: message.reason,
    key: message.key,
    threadId: message.threadId,
    channelId: message.channelId,
    createdAt: message.createdAt.toISOString(),
  };
}
