/**
 * A channel whose platform fails is given a rest: nothing is sent for a while, then one message, to see. Each pause in a
 * row is longer. What waits loses no attempt meanwhile, and other channels do not notice.
 */
import { eq, sql } from 'drizzle-orm';
import { ChannelError } from '../../adapters/errors.ts';
import { markFailing, markWorking } from '../channels/access.ts';
import { circuits } from '../database/schema/workspaces.ts';
import type { Scope, Store } from '../events/scope.ts';
import type { Circuit, Result, Sent } from './parcel.ts';
import { spread } from './sender.ts';

/** So many failures in a row are no accident. */
const MOST_FAILURES = 5;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

export function circuitOf(row: { pausedUntil: Date | null } | null | undefined): Circuit {
  if (!row) return 'closed';
  return row.pausedUntil ? 'open' : 'doubtful';
}

/** Learns from how sends of one channel went. Whatever the platform had to say of a message itself, it was there to say it. */
export async function learn(scope: Scope, sent: readonly Sent[]): Promise<void> {
  const channels = new Map<string, Sent[]>();
  for (const one of sent) {
    const { id } = one.parcel.channel;
    channels.set(id, [...(channels.get(id) ?? []), one]);
  }
  // In one order, so that no two wait crosswise.
  for (const [channelId, those] of [...channels].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const works = those.some(({ result }) => !isTrouble(result));
    await (works ? recover(scope, channelId, those) : suffer(scope, channelId, those));
  }
}

const isTrouble = (result: Result): result is ChannelError =>
  result instanceof ChannelError && (result.kind === 'retry' || result.kind === 'unauthorized');

async function recover(scope: Scope, channelId: string, sent: readonly Sent[]): Promise<void> {
  const was = sent.some(({ parcel }) => parcel.circuit !== 'closed');
  if (was) await scope.tx.delete(circuits).where(eq(circuits.channelId, channelId));
  if (sent.some(({ parcel }) => parcel.channel.failingSince)) await markWorking(scope, channelId);
  // What waited while it was paused may go.
  if (was) scope.effects.push({ type: 'due', at: new Date() });
}

async function suffer(scope: Scope, channelId: string, sent: readonly Sent[]): Promise<void> {
  const { workspaceId } = scope;
  const errors = sent.flatMap(({ result }) => (isTrouble(result) ? [result] : []));
  const locked = errors.find(({ kind }) => kind === 'unauthorized');
  const failures = locked ? MOST_FAILURES : errors.length;
  const tried = sent.some(({ parcel }) => parcel.circuit === 'open');
  const [row] = await scope.tx
    .insert(circuits)
    .values({ channelId, workspaceId, failures })
    .onConflictDoUpdate({
      target: circuits.channelId,
      set: { failures: sql`${circuits.failures} + ${failures}` },
    })
    .returning();
  // What had been begun before the pause tells nothing new.
  if (!row || (row.pausedUntil && !tried) || row.failures < MOST_FAILURES) return;
  const pauses = row.pauses + 1;
  const asked = Math.max(0, ...errors.map(({ retryAfterMs }) => retryAfterMs ?? 0));
  const growing = spread(FIRST_PAUSE_MS * 2 ** Math.min(row.pauses, 10));
  const pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(asked, growing));
  await scope.tx
    .update(circuits)
    .set({ pauses, pausedUntil: sql`now() + ${pauseMs} * interval '1 millisecond'` })
    .where(eq(circuits.channelId, channelId));
  const reason = (locked ?? errors[0])?.reason ?? '';
  await markFailing(scope, channelId, reason);
  scope.effects.push({ type: 'due', at: new Date(Date.now() + pauseMs) });
}

/** Somebody has done something about it: what waits is tried now. */
export async function tryAgain(scope: Scope, channelId: string): Promise<void> {
  await scope.tx.delete(circuits).where(eq(circuits.channelId, channelId));
  scope.effects.push({ type: 'due', at: new Date() });
}

/** The workspace's channels that are paused, and until when. */
export async function pausesOf(scope: Scope): Promise<Map<string, Date>> {
  const rows = await scope.tx
    .select()
    .from(circuits)
    .where(eq(circuits.workspaceId, scope.workspaceId));
  return new Map(
    rows.flatMap(({ channelId, pausedUntil }) =>
      pausedUntil ? [[channelId, pausedUntil] as const] : [],
    ),
  );
}

/** How many channels are paused, in the whole installation. */
export async function countPaused(store: Store): Promise<number> {
  const [row] = await store.database.outside.execute<{ count: string }>(
    sql`select count(*) as count from circuits where paused_until is not null`,
  );
  return Number(row?.count ?? 0);
}
