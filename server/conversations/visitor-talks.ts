/** The talks of one visitor, as they may see them: each is a line by itself, and nothing of any other person is among them. */
import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { IdentityClaim } from '../../adapters/message.ts';
import { selectPerson } from '../contacts/identities.ts';
import { conversations, threads } from '../database/schema/conversations.ts';
import { messages } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';
import { plainWords } from '../wire/markdown.ts';
import type { VisitorTalks } from '../wire/visitor.ts';
import { itsConversation, onChannel } from './threads.ts';
import { statusOf } from './visitor-line.ts';

const MOST = 50;
const LENGTH = 140;

type Talks = VisitorTalks['data'];

/** Those with something on them, the one that was spoken in last first. `nameOf` reads a thread's key. */
export async function readVisitorTalks(
  scope: Scope,
  channelId: string,
  who: Pick<IdentityClaim, 'kind' | 'scope' | 'value'>,
  nameOf: (threadKey: string) => string,
): Promise<Talks> {
  const [person] = await selectPerson(scope, who);
  if (!person) return [];
  const rows = await scope.tx
    .select({
      key: threads.key,
      status: conversations.status,
      rating: conversations.rating,
      text: messages.text,
      direction: messages.direction,
      at: messages.createdAt,
      unread: unread(),
    })
    .from(threads)
    .innerJoin(conversations, itsConversation)
    .innerJoin(
      messages,
      and(eq(messages.workspaceId, threads.workspaceId), eq(messages.id, latest())),
    )
    .where(and(onChannel(scope, channelId), eq(threads.identityId, person.identity.id)))
    .orderBy(desc(messages.createdAt), desc(threads.id))
    .limit(MOST);
  return rows.map(({ key, status, rating, text, direction, at, unread }) => ({
    ...{ name: nameOf(key), unread, at: at.toISOString(), talk: statusOf({ status, rating }) },
    direction: direction === 'out' ? 'out' : 'in',
    text: [...plainWords(text).replace(/\s+/g, ' ').trim()].slice(0, LENGTH).join(''),
  }));
}

/** The last that both sides may see. */
const latest = (): SQL => sql`(select m.id from messages m
  where m.workspace_id = ${threads.workspaceId} and m.thread_id = ${threads.id} and m.direction in ('in', 'out')
  order by m.thread_seq desc limit 1)`;

/** Counted as the widget counts on the line that is open: answers past the last one that was read. */
const unread = (): SQL<number> => sql<number>`(select count(*)::int from messages m
  where m.workspace_id = ${threads.workspaceId} and m.thread_id = ${threads.id} and m.direction = 'out'
  and m.thread_seq > coalesce((select max(r.thread_seq) from messages r
    where r.workspace_id = ${threads.workspaceId} and r.thread_id = ${threads.id}
    and r.direction = 'out' and r.state = 'read'), 0))`;
