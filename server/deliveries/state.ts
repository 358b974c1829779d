/** Moving an outbound message's state: forward only, logged, and told to every screen. */
import { and, eq, sql } from 'drizzle-orm';
import { change, hold, type Patch, type Step, SYSTEM } from '../conversations/change.ts';
import { changeMany, holdMany } from '../conversations/change-many.ts';
import { updateMany } from '../database/many.ts';
import { Columns, idsIn, preparedLists } from '../database/prepared.ts';
import { deliveries, messages } from '../database/schema/messages.ts';
import { together } from '../database/together.ts';
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
export type DeliveryRow = typeof deliveries.$inferSelect;

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
  const step = stepOf(current, move);
  if (step) await change(scope, held, patch, [step]);
}

/** A message and its delivery, and what shall become of them; null: nothing. */
export type Change = {
  message: Pick<MessageRow, 'id' | 'conversationId'>;
  decide(current: MessageRow, delivery: DeliveryRow): Move | null;
};

/** The same for many messages in one go. */
export async function moveMessages(scope: Scope, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const [held, found] = await together(
    holdMany(
      scope,
      changes.map(({ message }) => message.conversationId),
    ),
    selectCurrent(
      scope,
      changes.map(({ message }) => message.id),
    ),
  );
  const rows = new Map(held.map((row) => [row.conversation.id, { row, steps: [] as Step[] }]));
  const current = new Map(found.map((one) => [one.message.id, one]));
  const moved = changes.flatMap(({ message: { id }, decide }) => {
    const now = current.get(id);
    const move = now && decide(now.message, now.delivery);
    return now && move ? [{ message: now.message, move }] : [];
  });
  if (moved.length === 0) return;
  for (const { message, move } of moved) {
    const step = stepOf(message, move);
    if (step) rows.get(message.conversationId)?.steps.push(step);
  }
  await together(
    updateMany(
      scope,
      MESSAGE,
      moved.map(({ message, move }) => ({ ...message, ...columnsOf(message, move) })),
    ),
    updateMany(
      scope,
      DELIVERY,
      moved.map(({ message, move: { state, reason = null } }) => {
        return { messageId: message.id, state, reason };
      }),
    ),
  );
  await changeMany(scope, [...rows.values()]);
}

const MESSAGE = {
  table: messages,
  keys: ['id'],
  columns: ['state', 'reason', 'externalId', 'refused'],
} as const;

const DELIVERY = {
  table: deliveries,
  keys: ['messageId'],
  columns: ['state', 'reason'],
  also: 'updated_at = now()',
} as const;

function columnsOf({ externalId, refused }: MessageRow, move: Move) {
  return {
    state: move.state,
    reason: move.reason ?? null,
    externalId: move.externalId ?? externalId,
    refused: move.refused ?? refused,
  };
}

const COLUMNS = new Columns({ message: messages, delivery: deliveries });

const CURRENT = `
  select ${COLUMNS.list} from messages as message
  join deliveries as delivery on delivery.workspace_id = $1 and delivery.message_id = message.id
  where message.workspace_id = $1 and message.id = any($2::uuid[])`;

function selectCurrent({ tx, workspaceId }: Scope, ids: readonly string[]) {
  const statement = preparedLists(tx, CURRENT, [workspaceId, idsIn(ids)]);
  return { execute: async () => (await statement.execute()).map((one) => COLUMNS.read(one).row) };
}

/** What the log gets; null when there is nothing to tell. */
function stepOf(current: MessageRow, { state, reason = null, refused }: Move): Step | null {
  if (current.state === state && current.reason === reason && !refused?.length) return null;
  const told = { messageId: current.id, state, reason, ...(refused?.length && { refused }) };
  return { kind: 'message-state', actor: SYSTEM, data: told };
}

/** The state of an outbound message. */
export function stateOf({ state }: MessageRow): DeliveryState {
  if (state === 'received' || state === 'saved') throw new Error('only what goes out is delivered');
  return state;
}

const ofMessage = (scope: Scope, id: string) =>
  and(eq(messages.workspaceId, scope.workspaceId), eq(messages.id, id));
