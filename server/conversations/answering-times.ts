/** How soon people who write on a channel are answered, told to those who are about to. */
import { and, eq, gt, sql } from 'drizzle-orm';
import type { ChannelRow } from '../channels/access.ts';
import { openAt } from '../channels/opening.ts';
import { conversations } from '../database/schema/conversations.ts';
import { idAt } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';

const KEPT_MS = 60_000;
const DAYS_BACK_MS = 14 * 86_400_000;
/** Of the workspace's newest conversations, so that a busy one is not read to the end. */
const MOST_READ = 500;
/** Fewer are chance. */
const FEWEST = 5;

type Known = { minutes: number | null; until: number };

/** Counted once a minute for each channel, however many ask. */
export class AnsweringTimes {
  readonly #known = new Map<string, Known>();

  /**
   * The median of the first answers that people, not machines, gave lately to conversations begun while somebody was there.
   * @returns whole minutes, one at least; null when too few were answered to say
   */
  async of(scope: Scope, channel: ChannelRow): Promise<number | null> {
    const known = this.#known.get(channel.id);
    if (known && known.until > Date.now()) return known.minutes;
    const minutes = medianOf(await firstAnswers(scope, channel));
    this.#known.set(channel.id, { minutes, until: Date.now() + KEPT_MS });
    return minutes;
  }
}

/** @returns in minutes, the shortest first */
async function firstAnswers(scope: Scope, channel: ChannelRow): Promise<number[]> {
  const recent = scope.tx
    .select({
      id: conversations.id,
      channelId: conversations.channelId,
      createdAt: conversations.createdAt,
    })
    .from(conversations)
    .where(
      and(
        eq(conversations.workspaceId, scope.workspaceId),
        // By its id, which begins with the time: an index for the moment alone would be written at every message.
        gt(conversations.id, idAt(Date.now() - DAYS_BACK_MS)),
      ),
    )
    .orderBy(sql`${conversations.id} desc`)
    .limit(MOST_READ)
    .as('recent');
  const rows = await scope.tx
    .select({ begun: recent.createdAt, answered: FIRST_ANSWER })
    .from(recent)
    .where(eq(recent.channelId, channel.id));
  return rows
    .flatMap(({ begun, answered }) => {
      const counts = answered !== null && (!channel.hours || openAt(channel.hours, begun));
      return counts ? [(new Date(answered).getTime() - begun.getTime()) / 60_000] : [];
    })
    .sort((one, other) => one - other);
}

/** Null as well where we began the conversation. */
const FIRST_ANSWER = sql<string | null>`(
  select first_answer.created_at from messages as first_answer
  where first_answer.workspace_id = current_workspace() and first_answer.conversation_id = recent.id
    and first_answer.direction = 'out' and first_answer.agent_id is not null and first_answer.seq > 1
  order by first_answer.seq limit 1)`;

function medianOf(sorted: number[]): number | null {
  const median = sorted[Math.floor(sorted.length / 2)];
  return sorted.length < FEWEST || median === undefined ? null : Math.max(1, Math.round(median));
}
