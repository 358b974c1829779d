/** Who is on the websites of a workspace now, and what they talk about with us. */
import { and, eq, inArray } from 'drizzle-orm';
import type { ChannelRow } from '../channels/access.ts';
import { listChannels } from '../channels/channels.ts';
import type { Visit, Visits } from '../channels/visits.ts';
import { contacts } from '../database/schema/contacts.ts';
import { conversations, threads } from '../database/schema/conversations.ts';
import type { Actor } from '../events/actor.ts';
import type { LineReference } from '../events/effects.ts';
import type { Scope, Store } from '../events/scope.ts';
import type { Board, BoardVisit, Trail, VisitedPage } from '../wire/visits.ts';
import { accessConversation, accessConversations } from './access.ts';
import { itsConversation } from './threads.ts';

type Placed = { visit: Visit; channel: { id: string; name: string } };

/** More than anybody looks at. */
const MOST_SHOWN = 200;

/** All visits of the workspace's channels that follow them, the latest to come first. */
export async function readBoard(store: Store, actor: Actor, visits: Visits): Promise<Board> {
  const followed = await store.in(actor.workspaceId, followedChannels);
  // Between two transactions: while others are asked, nobody waits for this line to the database.
  const found = await Promise.all(
    followed.map(async ({ id, name }) =>
      (await visits.of(id)).map((visit): Placed => ({ visit, channel: { id, name } })),
    ),
  );
  const all = found.flat().sort((one, other) => other.visit.since - one.visit.since);
  const shown = all.slice(0, MOST_SHOWN);
  const talks = await store.in(actor.workspaceId, (scope) => talksOf(scope, actor, shown));
  const data = shown.map((placed) => presentVisit(placed, talks.get(lineOf(placed)) ?? null));
  return { data, total: all.length };
}

/**
 * Where the person of a conversation is now, on any of its lines; null when they are nowhere, or nobody follows them.
 * @throws Refusal not_found
 */
export async function readTrail(
  store: Store,
  actor: Actor,
  id: string,
  visits: Visits,
): Promise<Trail | null> {
  const lines = await store.in(actor.workspaceId, (scope) => followedLines(scope, actor, id));
  const found = await Promise.all(lines.map((line) => visits.onLine(line)));
  const [latest] = found.filter((visit) => visit !== null).sort((one, other) => other.at - one.at);
  if (!latest) return null;
  const { site, referrer, since, seen, pages } = latest;
  return { site, referrer, since: momentOf(since), seen, pages: pages.map(presentPage) };
}

async function followedChannels(scope: Scope): Promise<ChannelRow[]> {
  return (await listChannels(scope)).filter(({ settings }) => settings['trail'] === 'on');
}

async function followedLines(scope: Scope, actor: Actor, id: string): Promise<LineReference[]> {
  const conversation = await accessConversation(scope, actor, id, 'read');
  const followed = await followedChannels(scope);
  if (followed.length === 0) return [];
  const channelIds = followed.map((channel) => channel.id);
  return scope.tx
    .select({ channelId: threads.channelId, threadKey: threads.key })
    .from(threads)
    .where(
      and(
        eq(threads.workspaceId, scope.workspaceId),
        eq(threads.conversationId, conversation.id),
        inArray(threads.channelId, channelIds),
      ),
    );
}

/** What is talked about on these lines, by line. */
async function talksOf(scope: Scope, actor: Actor, placed: readonly Placed[]) {
  const bound = placed.flatMap(({ visit, channel }) =>
    visit.thread === null ? [] : [{ channelId: channel.id, key: visit.thread }],
  );
  const talks = new Map<string, NonNullable<BoardVisit['conversation']>>();
  if (bound.length === 0) return talks;
  const rows = await scope.tx
    .select({
      channelId: threads.channelId,
      key: threads.key,
      id: conversations.id,
      number: conversations.number,
      contact: { id: contacts.id, name: contacts.name },
    })
    .from(threads)
    .innerJoin(conversations, itsConversation)
    .innerJoin(
      contacts,
      and(
        eq(contacts.workspaceId, conversations.workspaceId),
        eq(contacts.id, conversations.contactId),
      ),
    )
    .where(
      and(
        eq(threads.workspaceId, scope.workspaceId),
        inArray(threads.channelId, [...new Set(bound.map(({ channelId }) => channelId))]),
        inArray(threads.key, [...new Set(bound.map(({ key }) => key))]),
      ),
    );
  const ids = rows.map(({ id }) => id);
  const theirs = new Set(await accessConversations(scope, actor, ids, 'read'));
  for (const { channelId, key, ...talk } of rows) {
    if (theirs.has(talk.id)) talks.set(`${channelId} ${key}`, talk);
  }
  return talks;
}

const lineOf = ({ visit, channel }: Placed): string => `${channel.id} ${visit.thread}`;

function presentVisit(
  { visit, channel }: Placed,
  conversation: BoardVisit['conversation'],
): BoardVisit {
  const { id, site, referrer, since, seen, pages } = visit;
  const page = presentPage(pages[0]);
  return { id, channel, site, referrer, since: momentOf(since), seen, page, conversation };
}

const presentPage = ({ path, title, at }: Visit['pages'][0]): VisitedPage => ({
  path,
  title,
  at: momentOf(at),
});

const momentOf = (ms: number): string => new Date(ms).toISOString();
