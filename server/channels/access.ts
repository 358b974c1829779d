/** The only way to a channel's row, and what is written down about its health. */
import { and, eq, isNull, sql } from 'drizzle-orm';
import { Columns, preparedLists } from '../database/prepared.ts';
import { channels } from '../database/schema/channels.ts';
import type { Scope } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';

export type ChannelRow = typeof channels.$inferSelect;

const COLUMNS = new Columns({ channel: channels });
// Asked with every message.
const BY_ID = `select ${COLUMNS.list} from channels as channel where workspace_id = $1 and id = $2`;

/** Any channel of the workspace, removed ones too: history still points to them. @throws Refusal not_found */
export async function accessChannel(scope: Scope, id: string): Promise<ChannelRow> {
  const [found] = await preparedLists(scope.tx, BY_ID, [scope.workspaceId, id]).execute();
  if (!found) throw new Refusal('not_found', 'There is no such channel.');
  return COLUMNS.read(found).row.channel;
}

/** A channel that still takes messages. @throws Refusal not_found */
export async function accessOpenChannel(scope: Scope, id: string): Promise<ChannelRow> {
  const row = await accessChannel(scope, id);
  if (row.removedAt) throw new Refusal('not_found', 'There is no such channel.');
  return row;
}

/**
 * An open channel whose settings are about to change: until the commit nobody else changes them, so that none of two
 * changes is lost. @throws Refusal not_found
 */
export async function lockOpenChannel(scope: Scope, id: string): Promise<ChannelRow> {
  const { tx } = scope;
  await tx
    .select({ id: channels.id })
    .from(channels)
    .where(ofChannel(scope, id))
    .for('no key update');
  return accessOpenChannel(scope, id);
}

/** Sending fails for a reason only a person can mend. Receiving goes on regardless. */
export async function markFailing(scope: Scope, id: string, reason: string): Promise<void> {
  await scope.tx
    .update(channels)
    .set({ failingReason: reason, failingSince: sql`coalesce(failing_since, now())` })
    .where(ofChannel(scope, id));
  scope.effects.push({ type: 'list-changed', what: 'channels' });
}

export async function markWorking(scope: Scope, id: string): Promise<void> {
  await scope.tx
    .update(channels)
    .set({ failingReason: null, failingSince: null })
    .where(ofChannel(scope, id));
  scope.effects.push({ type: 'list-changed', what: 'channels' });
}

/** Something came in: for the "waiting for the first message" check. At most one write a minute. */
export async function markSeen(scope: Scope, channel: ChannelRow, origin: string | null) {
  const fresh = channel.seenAt && Date.now() - channel.seenAt.getTime() < 60_000;
  if (fresh) return;
  const first = await scope.tx
    .update(channels)
    .set({
      firstSeenAt: sql`coalesce(first_seen_at, now())`,
      seenAt: sql`now()`,
      ...(origin && { seenOrigin: origin.slice(0, 200) }),
    })
    .where(and(ofChannel(scope, channel.id), isNull(channels.removedAt)))
    .returning({ id: channels.id });
  if (first.length > 0 && !channel.firstSeenAt) {
    scope.effects.push({ type: 'list-changed', what: 'channels' });
  }
}

export const ofChannel = (scope: Scope, id: string) =>
  and(eq(channels.workspaceId, scope.workspaceId), eq(channels.id, id));
