/** Moving an outbound message's state: forward only, logged, and told to every screen. */
import { and, eq, sql } from 'drizzle-orm';
import { change, hold, type Patch, SYSTEM } from '../conversations/change.ts';
import { deliveries, messages } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';
import type { MessageState } from '../wire/messages.ts';

export type DeliveryState = Exclude<MessageState, 'received' | 'saved'>;

/** How far along a state is. What has arrived can no longer fail; unknown may still turn out either way. */
const RANK: Record<DeliveryState, number> = {
  queued: 0,
  sending: 1,
  unknown: 2,
  failed: 2,
  cancelled: 2,
  accepted: 3,
  delivered: 4,
  read: 5,
};

/** May a receipt move a message from one state to the other? (trust rule P9) */
export function movesForward(from: MessageState, to: DeliveryState): boolean {
  if (from === 'received' || from === 'saved' || from === 'cancelled') return false;
  if (to === 'failed') return RANK[from] <= RANK.accepted && from !== 'failed';
  return RANK[to] > RANK[from];
}

export type Move = {
  state: DeliveryState;
  reason?: string | null;
  externalId?: string;
  refused?: { address: string; reason: string }[];
};
export type MessageRow = typeof messages.$inferSelect;

/**
 * Writes the new state to message, delivery and log. The conversation's lock orders it among all other changes;
 * the message is read again under that lock, so that a receipt and the send's own result never overwrite each other.
 */
export async function moveMessage(
  scope: Scope,
  found: Pick<MessageRow, 'id' | 'conversationId'>,
  decide: (current: MessageRow) => Move | null,
  patch: Patch = {},
): Promise<void> {
  const held = await hold(scope, found.conversationId);
  const [current] = await scope.tx.select().from(messages).where(ofMessage(scope, found.id));
  const move = current && decide(current);
  if (!current || !move) return;
  const reason = move.reason ?? null;
  await scope.tx
    .update(messages)
    .set({
      state: move.state,
      reason,
      ...(move.externalId && { externalId: move.externalId }),
      ...(move.refused && { refused: move.refused }),
    })
    .where(ofMessage(scope, current.id));
  await scope.tx
    .update(deliveries)
    .set({ state: move.state, reason, updatedAt: sql`now()` })
    .where(
      and(eq(deliveries.workspaceId, scope.workspaceId), eq(deliveries.messageId, current.id)),
    );
  if (current.state === move.state && current.reason === reason && !move.refused?.length) return;
  await change(scope, held, patch, [
    {
      kind: 'message-state',
      actor: SYSTEM,
      data: {
        messageId: current.id,
        state: move.state,
        reason,
        ...(move.refused?.length && { refused: move.refused }),
      },
    },
  ]);
}

/** The state of an outbound message. */
export function stateOf({ state }: MessageRow): DeliveryState {
  if (state === 'received' || state === 'saved') throw new Error('only what goes out is delivered');
  return state;
}

const ofMessage = (scope: Scope, id: string) =>
  and(eq(messages.workspaceId, scope.workspaceId), eq(messages.id, id));
