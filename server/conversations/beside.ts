/** What belongs to messages and stands in other tables: files, reactions, and the beginning of what they quote. */
import { and, asc, eq, ne, sql } from 'drizzle-orm';
import { isInline } from '../attachments/types.ts';
import type { AttachmentRow } from '../attachments/uploads.ts';
import { among } from '../database/prepared.ts';
import { agents } from '../database/schema/agents.ts';
import { contacts, identities } from '../database/schema/contacts.ts';
import { attachments, messages, reactions } from '../database/schema/messages.ts';
import { together } from '../database/together.ts';
import type { Scope } from '../events/scope.ts';
import type { Attachment, Message, Quote, Reaction } from '../wire/messages.ts';

export type Beside = Pick<Message, 'attachments' | 'reactions' | 'quotes'>;

/** In place of a reaction that is no more: whoever comes again is told so. */
export const TAKEN_BACK = '';

/** More of a quoted message is read where it stands. */
const QUOTED_LENGTH = 200;

/** All of it for some messages, in one go. @returns by message id, for each of them */
export async function loadBeside(
  scope: Scope,
  rows: { id: string; quotesId: string | null }[],
): Promise<(row: { id: string; quotesId: string | null }) => Beside> {
  const ids = rows.map(({ id }) => id);
  const quoted = rows.flatMap(({ quotesId }) => quotesId ?? []);
  if (ids.length === 0) return () => ({ attachments: [], reactions: [], quotes: null });
  const [files, marks, quotes] = await together(
    selectAttachments(scope, ids),
    selectReactions(scope, ids),
    ...(quoted.length > 0 ? [selectQuotes(scope, quoted)] : []),
  );
  return ({ id, quotesId }) => ({
    attachments: files.filter(({ messageId }) => messageId === id).map(presentAttachment),
    reactions: marks.filter(({ messageId }) => messageId === id).map(presentReaction),
    quotes: presentQuote(quotes?.find((row) => row.id === quotesId)),
  });
}

/** The beginning of one message. */
export async function loadQuote(scope: Scope, id: string): Promise<Quote | null> {
  const [row] = await selectQuotes(scope, [id]);
  return presentQuote(row);
}

/** The files of some messages, in the order they were attached. At least one message. */
export function selectAttachments(scope: Scope, messageIds: string[]) {
  return scope.tx
    .select()
    .from(attachments)
    .where(
      and(eq(attachments.workspaceId, scope.workspaceId), among(attachments.messageId, messageIds)),
    )
    .orderBy(asc(attachments.position), sql`${attachments.id}`);
}

/** An attachment as agents see it. */
export function presentAttachment(row: Omit<AttachmentRow, 'createdAt'>): Attachment {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    size: row.size,
    inline: row.state === 'ready' && isInline(row.type),
    url: `/api/v1/attachments/${row.id}`,
    state: row.state,
    problem: row.problem,
  };
}

function selectReactions(scope: Scope, messageIds: string[]) {
  return scope.tx
    .select({
      messageId: reactions.messageId,
      by: reactions.by,
      emoji: reactions.emoji,
      name: contacts.name,
    })
    .from(reactions)
    .leftJoin(
      identities,
      and(
        eq(identities.workspaceId, reactions.workspaceId),
        sql`${identities.id} = nullif(split_part(${reactions.by}, ':', 2), '')::uuid`,
      ),
    )
    .leftJoin(
      contacts,
      and(eq(contacts.workspaceId, identities.workspaceId), eq(contacts.id, identities.contactId)),
    )
    .where(
      and(
        eq(reactions.workspaceId, scope.workspaceId),
        among(reactions.messageId, messageIds),
        ne(reactions.emoji, TAKEN_BACK),
      ),
    )
    .orderBy(asc(reactions.at), asc(reactions.by));
}

type Mark = Awaited<ReturnType<typeof selectReactions>>[number];

function presentReaction({ by, emoji, name }: Mark): Reaction {
  return { by: by === 'us' ? 'us' : 'contact', name: name ?? '', emoji };
}

function selectQuotes(scope: Scope, ids: string[]) {
  return scope.tx
    .select({
      id: messages.id,
      direction: messages.direction,
      automatic: messages.automatic,
      text: messages.text,
      agentId: agents.id,
      agentName: agents.name,
      contactId: contacts.id,
      contactName: contacts.name,
    })
    .from(messages)
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
    .where(and(eq(messages.workspaceId, scope.workspaceId), among(messages.id, ids)));
}

type Quoted = Awaited<ReturnType<typeof selectQuotes>>[number];

function presentQuote(row: Quoted | undefined): Quote | null {
  if (!row) return null;
  return {
    id: row.id,
    direction: row.direction,
    automatic: row.automatic,
    text: [...row.text].slice(0, QUOTED_LENGTH).join(''),
    author: authorOf(row),
  };
}

/** Who wrote a message: an agent or a contact; nobody where a machine did, or the platform's own app. */
export function authorOf(row: {
  agentId: string | null;
  agentName: string | null;
  contactId: string | null;
  contactName: string | null;
}) {
  if (row.agentId) return { id: row.agentId, name: row.agentName ?? '' };
  if (row.contactId) return { id: row.contactId, name: row.contactName ?? '' };
  return null;
}
