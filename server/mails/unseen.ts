/** What waits for an agent without their having seen it, and without a mail having told them of it. */
import {
  and,
  asc,
  type Column,
  desc,
  eq,
  gt,
  isNotNull,
  isNull,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { agents } from '../database/schema/agents.ts';
import { contacts } from '../database/schema/contacts.ts';
import { conversations } from '../database/schema/conversations.ts';
import { readMarkers } from '../database/schema/events.ts';
import { mails } from '../database/schema/mails.ts';
import { mentions } from '../database/schema/mentions.ts';
import type { Scope } from '../events/scope.ts';
import { type About, readNoticeRules } from '../wire/notice-rules.ts';

/** More than anybody reads. */
const MOST = 100;

/** Customers who wait, and notes that call, the longest waiting first. */
export async function unseenBy(scope: Scope, agent: typeof agents.$inferSelect) {
  const { notices: about } = readNoticeRules(agent.preferences);
  if (about === 'none') return [];
  const { tx, workspaceId } = scope;
  const last = await lastDigest(scope, agent.id);
  const here = (tenant: Column, one: Column, other: Column) =>
    and(eq(tenant, workspaceId), eq(one, other));
  return tx
    .select({
      ...{ id: conversations.id, number: conversations.number, preview: conversations.preview },
      ...{ name: contacts.name, called },
    })
    .from(conversations)
    .innerJoin(contacts, here(contacts.workspaceId, contacts.id, conversations.contactId))
    .leftJoin(
      readMarkers,
      and(
        here(readMarkers.workspaceId, readMarkers.conversationId, conversations.id),
        eq(readMarkers.agentId, agent.id),
      ),
    )
    .leftJoin(
      mentions,
      and(
        here(mentions.workspaceId, mentions.conversationId, conversations.id),
        eq(mentions.agentId, agent.id),
      ),
    )
    .where(
      and(
        eq(conversations.workspaceId, workspaceId),
        eq(conversations.status, 'open'),
        last ? gt(conversations.lastMessageAt, last) : undefined,
        or(waits(about, agent.id), called),
      ),
    )
    .orderBy(asc(conversations.waitingSince))
    .limit(MOST);
}

const seen = sql`coalesce(${readMarkers.seq}, 0)`;
const called = sql<boolean>`coalesce(${mentions.seq} > ${seen}, false)`;

/** The rules are those of `concerns` (`wire/notice-rules.ts`). */
function waits(about: About, me: string): SQL | undefined {
  const mine = eq(conversations.assigneeId, me);
  const whose = {
    all: undefined,
    none: sql`false`,
    mine,
    free: or(mine, isNull(conversations.assigneeId)),
  };
  return and(
    isNotNull(conversations.waitingSince),
    gt(conversations.inboundSeq, seen),
    whose[about],
  );
}

/** Up to when the last one tells of everything. */
async function lastDigest({ tx, workspaceId }: Scope, agentId: string): Promise<Date | undefined> {
  const [last] = await tx
    .select({ at: mails.sentAt })
    .from(mails)
    .where(
      and(
        eq(mails.workspaceId, workspaceId),
        eq(mails.agentId, agentId),
        eq(mails.kind, 'digest'),
        isNotNull(mails.sentAt),
      ),
    )
    .orderBy(desc(mails.sentAt))
    .limit(1);
  return last?.at ?? undefined;
}
