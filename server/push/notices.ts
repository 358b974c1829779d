/** Which device is told of what: queued as jobs, and thought over once more when it is about to go out. */
import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm';
import { readCounts } from '../conversations/counts.ts';
import { loadMessages } from '../conversations/present.ts';
import { previewOf } from '../conversations/preview.ts';
import { agents, sessions } from '../database/schema/agents.ts';
import { conversations } from '../database/schema/conversations.ts';
import { readMarkers } from '../database/schema/events.ts';
import { messages } from '../database/schema/messages.ts';
import { devices, notices } from '../database/schema/push.ts';
import { jobs, PUSH_QUEUE } from '../database/schema/workspaces.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import type { PushedNotice } from '../wire/devices.ts';
import { type Audience, concerns, isQuiet, readNoticeRules } from '../wire/notice-rules.ts';
import { type DeviceRow, ofLogIn } from './devices.ts';

/** A customer said something in a conversation of `assigneeId` (null: nobody's), or a note calls an agent. */
export type News = { conversationId: string; seq: number } & (Audience | { called: string });

export type NoticeRow = typeof notices.$inferSelect;

/** A notice that is still worth telling, and in which words. */
export type Due = { notice: NoticeRow; device: DeviceRow; content: PushedNotice };

/** Older than this it tells nobody anything; push services are told so, too. */
export const GOOD_FOR_MS = 4 * 3_600_000;

/** Queues what each device is to be told. What is on its way to a device already tells of the latest instead. */
export async function queueNotices(scope: Scope, news: readonly News[]): Promise<void> {
  const listening = await whoListens(scope);
  const due = news.flatMap((one) =>
    listening.filter((agent) => isFor(one, agent)).map(({ deviceId }) => ({ ...one, deviceId })),
  );
  for (const one of due) await queueNotice(scope, one);
}

type Listening = { deviceId: string; agentId: string; preferences: Record<string, unknown> };

function whoListens({ tx, workspaceId }: Scope): Promise<Listening[]> {
  return tx
    .select({ deviceId: devices.id, agentId: agents.id, preferences: agents.preferences })
    .from(devices)
    .innerJoin(sessions, ofLogIn)
    .innerJoin(agents, ofSession)
    .where(eq(devices.workspaceId, workspaceId));
}

const ofSession = and(
  eq(agents.workspaceId, sessions.workspaceId),
  eq(agents.id, sessions.agentId),
  isNull(agents.removedAt),
);

function isFor(news: News, { agentId, preferences }: Listening): boolean {
  const { notices: about } = readNoticeRules(preferences);
  // Whoever is called by name is meant, whosever the conversation is.
  if ('called' in news) return news.called === agentId && about !== 'none';
  return concerns(news, agentId, about);
}

async function queueNotice(scope: Scope, { deviceId, ...news }: News & { deviceId: string }) {
  const { tx, workspaceId } = scope;
  const { conversationId, seq } = news;
  const latest = { seq, kind: 'called' in news ? 'called' : 'said' } as const;
  const id = newId();
  const [row] = await tx
    .insert(notices)
    .values({ workspaceId, id, deviceId, conversationId, ...latest })
    .onConflictDoUpdate({
      target: [notices.workspaceId, notices.deviceId, notices.conversationId],
      set: { ...latest, createdAt: sql`now()` },
      setWhere: sql`${notices.seq} < excluded.seq`,
    })
    .returning({ id: notices.id });
  if (row?.id !== id) return;
  // Answers of people go first.
  const waiting = { queue: PUSH_QUEUE, bulk: true };
  await tx.insert(jobs).values({ workspaceId, kind: 'push', subjectId: id, lane: id, ...waiting });
  scope.effects.push({ type: 'due', at: new Date() });
}

/** Whether an agent has a screen of ours before their eyes. */
export type Looks = (workspaceId: string, agentId: string) => boolean;

/** What is to be told now; null: nothing any more, and the notice is gone. */
export async function pick(scope: Scope, id: string, looks: Looks): Promise<Due | null> {
  // Held, so that nothing newer is put in its place and goes with it.
  await scope.tx.select().from(notices).where(ofNotice(scope.workspaceId, id)).for('update');
  const [row] = await selectNotice(scope, id);
  const wanted = row && isWanted(row) && !looks(scope.workspaceId, row.agent.id);
  const [message] = wanted ? await loadMessages(scope, saidIn(row.notice)) : [];
  if (!row || !message || message.deletedAt) {
    await dropNotice(scope, id);
    return null;
  }
  const { notice, device, agent } = row;
  const words = { name: message.author?.name ?? null, text: previewOf(message).preview };
  const { noticeWords } = readNoticeRules(agent.preferences);
  const content: PushedNotice = {
    ...{ kind: notice.kind, locale: agent.locale, unread: await unreadOf(scope, agent.id) },
    ...{ conversationId: notice.conversationId, seq: notice.seq },
    ...(noticeWords ? words : { name: null, text: null }),
  };
  return { notice, device, content };
}

type Picked = { notice: NoticeRow; agent: typeof agents.$inferSelect } & Audience;

/** By the rules as they are now: the conversation may be somebody else's by then, and it may be night. */
function isWanted({ notice, agent, ...audience }: Picked): boolean {
  const { notices: about, quietHours } = readNoticeRules(agent.preferences);
  if (isQuiet(quietHours, new Date())) return false;
  return notice.kind === 'called' ? about !== 'none' : concerns(audience, agent.id, about);
}

/** Where it is still news: not old, not read, and of what a customer said, not answered by anybody. */
function selectNotice({ tx, workspaceId }: Scope, id: string) {
  const here = conversations.workspaceId;
  const waits = and(
    eq(conversations.status, 'open'),
    sql`${conversations.waitingSince} is not null`,
  );
  return tx
    .select({
      ...{ notice: notices, device: devices, agent: agents },
      assigneeId: conversations.assigneeId,
      followerIds: conversations.followerIds,
    })
    .from(notices)
    .innerJoin(devices, and(eq(devices.workspaceId, workspaceId), eq(devices.id, notices.deviceId)))
    .innerJoin(sessions, ofLogIn)
    .innerJoin(agents, ofSession)
    .innerJoin(
      conversations,
      and(eq(here, workspaceId), eq(conversations.id, notices.conversationId)),
    )
    .leftJoin(readMarkers, markerOf(workspaceId))
    .where(
      and(
        ofNotice(workspaceId, id),
        sql`${notices.createdAt} > now() - ${GOOD_FOR_MS} * interval '1 millisecond'`,
        sql`${notices.seq} > coalesce(${readMarkers.seq}, 0)`,
        or(eq(notices.kind, 'called'), waits),
      ),
    );
}

const markerOf = (workspaceId: string) =>
  and(
    eq(readMarkers.workspaceId, workspaceId),
    eq(readMarkers.conversationId, notices.conversationId),
    eq(readMarkers.agentId, agents.id),
  );

const ofNotice = (workspaceId: string, id: string): SQL | undefined =>
  and(eq(notices.workspaceId, workspaceId), eq(notices.id, id));

const saidIn = ({ conversationId, seq }: NoticeRow) =>
  and(eq(messages.conversationId, conversationId), eq(messages.seq, seq));

/** As the badge of an open inbox counts: what is theirs, and what is nobody's. */
export async function unreadOf(scope: Scope, agentId: string): Promise<number> {
  const [counts] = await readCounts(scope, [agentId]);
  const own = counts?.data.filter(({ view }) => view === 'mine' || view === 'unassigned') ?? [];
  return own.reduce((sum, { unread }) => sum + unread, 0);
}

/** @returns whether it is gone; else it tells of something newer by now */
export async function dropNotice(scope: Scope, id: string, told?: number): Promise<boolean> {
  const { tx, workspaceId } = scope;
  const latest = told === undefined ? undefined : eq(notices.seq, told);
  await tx.delete(notices).where(and(ofNotice(workspaceId, id), latest));
  const left = await tx.select({ id: notices.id }).from(notices).where(ofNotice(workspaceId, id));
  return left.length === 0;
}
