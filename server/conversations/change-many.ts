/** Several conversations change in one go, where nothing but what happened in them is new. */
import { insertMany, updateMany } from '../database/many.ts';
import { idsIn, preparedLists } from '../database/prepared.ts';
import { conversations } from '../database/schema/conversations.ts';
import { events } from '../database/schema/events.ts';
import { together } from '../database/together.ts';
import type { Scope } from '../events/scope.ts';
import type { Conversation } from '../wire/conversations.ts';
import type { ConversationEvent } from '../wire/events.ts';
import { LOGGED, logged, type Patch, rankOf, type Step } from './change.ts';
import { type ConversationRow, presentConversation, type SummaryRow } from './present.ts';
import { CONVERSATION, NAMES, NAMES_JOINED, summaryOf } from './summary.ts';

const HELD = `
  select ${CONVERSATION.list}, ${NAMES} from conversations as conversation ${NAMES_JOINED}
  where conversation.workspace_id = $1 and conversation.id = any($2::uuid[])
  order by conversation.id for update of conversation`;

/** Locks conversations for the rest of the transaction, in one order, so that no two wait crosswise. */
export function holdMany({ tx, workspaceId }: Scope, ids: readonly string[]) {
  const statement = preparedLists(tx, HELD, [workspaceId, idsIn(ids)]);
  return {
    execute: async () => {
      const rows = (await statement.execute()).map((values) => CONVERSATION.read(values));
      return rows.map(({ row, rest }) => summaryOf(row.conversation, rest));
    },
  };
}

/** A conversation that is held, what has happened in it, in order, and what else it changes of it. */
export type Happened = { row: SummaryRow; steps: readonly Step[]; patch?: Patch };

/**
 * Numbers what happened and writes it to the log. After commit the effects tell every screen of the workspace.
 * @returns those in which something happened, as they are now
 */
export async function changeMany(
  scope: Scope,
  happened: readonly Happened[],
): Promise<Conversation[]> {
  const moved = happened.filter(({ steps }) => steps.length > 0).map(movedBy);
  if (moved.length === 0) return [];
  const [written] = await together(
    insertMany<typeof events, EventRow>(scope, EVENT, moved.flatMap(entriesOf(scope))),
    updateMany(
      scope,
      changeOf(happened),
      moved.map(({ next }) => next),
    ),
  );
  const [log] = written;
  if (!log) throw new Error('nothing was logged');
  const when = { at: new Date(Number(log.at_ms)), xid: log.xid };
  return moved.map((one) => tell(scope, one, when));
}

type Moved = { row: SummaryRow; steps: readonly Step[]; next: ConversationRow };

function movedBy({ row, steps, patch = {} }: Happened): Moved {
  const before = row.conversation;
  const next = { ...before, ...patch, seq: before.seq + steps.length };
  return { row, steps, next: { ...next, rank: rankOf(next) } };
}

/** By the columns that change: so few sets of them occur that each is put into words once. */
const changes = new Map<string, typeof CHANGED & { columns: (keyof ConversationRow)[] }>();

/** No more than has changed: a row whose indexed columns stay as they were is written for less. */
function changeOf(happened: readonly Happened[]) {
  const patched = happened.flatMap(({ patch = {} }) => Object.keys(patch) as (keyof Patch)[]);
  const columns = [...new Set(patched)].sort();
  const name = columns.join();
  const known = changes.get(name);
  if (known) return known;
  const made = { ...CHANGED, columns: ['seq' as const, ...rankedBy(columns)] };
  changes.set(name, made);
  return made;
}

const rankedBy = (columns: (keyof Patch)[]): (keyof ConversationRow)[] =>
  columns.length === 0 ? [] : ['rank', ...columns];

type EventRow = { at_ms: string; xid: string };

const EVENT = {
  table: events,
  columns: LOGGED,
  otherwise: 'returning extract(epoch from at) * 1000 as at_ms, xid::text',
} as const;

const CHANGED = {
  table: conversations,
  keys: ['id'],
  also: 'updated_at = now()',
} as const;

const entriesOf =
  (scope: Scope) =>
  ({ row: { conversation }, steps }: Moved) =>
    steps.map((step, index) => logged(scope, conversation.id, conversation.seq + 1 + index, step));

function tell(
  scope: Scope,
  { row, steps, next }: Moved,
  { at, xid }: { at: Date; xid: string },
): Conversation {
  const { id, seq } = row.conversation;
  const conversation = presentConversation(scope, {
    ...row,
    conversation: { ...next, updatedAt: at },
  });
  const events = steps.map((step, index) => ({
    ...step,
    conversationId: id,
    seq: seq + 1 + index,
    at: at.toISOString(),
  })) as ConversationEvent[];
  scope.effects.push({ type: 'conversation', conversation, events, xid });
  return conversation;
}
