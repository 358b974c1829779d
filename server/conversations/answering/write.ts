/** Answers that were thought through, written in one go with their way out, and told after commit. */
import { and, eq } from 'drizzle-orm';
import { insertMany, oneOf, updateMany } from '../../database/many.ts';
import { threads } from '../../database/schema/conversations.ts';
import { drafts, readMarkers } from '../../database/schema/events.ts';
import { messages } from '../../database/schema/messages.ts';
import { together } from '../../database/together.ts';
import { queueDeliveries } from '../../deliveries/queue-delivery.ts';
import type { Scope } from '../../events/scope.ts';
import { changeMany } from '../change-many.ts';
import { presentLineMessage } from '../line.ts';
import type { Known } from './known.ts';
import type { Answer, Talk } from './row.ts';

type Said = { answers: readonly Answer[]; talks: ReadonlyMap<string, Talk> };

export async function write(scope: Scope, known: Known, { answers, talks }: Said): Promise<void> {
  if (answers.length === 0) return;
  const lines = new Map(answers.map(({ thread }) => [thread.id, thread]));
  const marks = marksOf(scope, answers);
  const [, , , dropped] = await together(
    insertMany(
      scope,
      MESSAGE,
      answers.map(({ row }) => row),
    ),
    updateMany(scope, THREAD, [...lines.values()]),
    insertMany(scope, MARK, marks),
    dropDrafts(scope, marks),
  );
  await changeMany(scope, [...talks.values()]);
  for (const { agentId, conversationId, seq } of marks) {
    scope.effects.push({ type: 'own-read', agentId, conversationId, seq });
  }
  for (const { agentId, conversationId } of dropped) {
    const draft = { type: 'own-draft', agentId, conversationId, kind: 'reply', text: '' } as const;
    scope.effects.push(draft);
  }
  await queueDeliveries(
    scope,
    answers.map(({ ask, thread, row }) => {
      const bulk = ask.input.bulk ?? false;
      return { messageId: row.id, thread, dueAt: known.moment, inTurn: true, bulk };
    }),
  );
  for (const answer of answers) tellLine(scope, answer);
}

const MESSAGE = {
  table: messages,
  columns: [
    'id',
    'conversationId',
    'seq',
    'threadId',
    'threadSeq',
    'channelId',
    'direction',
    'key',
    'agentId',
    'text',
    'state',
    'createdAt',
  ],
} as const;

const THREAD = {
  table: threads,
  keys: ['id'],
  columns: ['seq', 'answers'],
} as const;

const MARK = {
  table: readMarkers,
  columns: ['agentId', 'conversationId', 'seq'],
  otherwise:
    'on conflict (workspace_id, agent_id, conversation_id) do update set seq = excluded.seq',
} as const;

/** Whoever answers has read all before. */
function marksOf({ workspaceId }: Scope, answers: readonly Answer[]) {
  const marks = new Map<string, Omit<typeof readMarkers.$inferSelect, 'xid'>>();
  for (const { ask, row } of answers) {
    const { agentId } = ask.actor;
    const { conversationId, seq } = row;
    marks.set(`${agentId} ${conversationId}`, { workspaceId, agentId, conversationId, seq });
  }
  return [...marks.values()];
}

function dropDrafts(scope: Scope, whose: readonly { agentId: string; conversationId: string }[]) {
  return scope.tx
    .delete(drafts)
    .where(
      and(
        eq(drafts.workspaceId, scope.workspaceId),
        oneOf(drafts, ['agentId', 'conversationId'], whose),
        eq(drafts.kind, 'reply'),
      ),
    )
    .returning({ agentId: drafts.agentId, conversationId: drafts.conversationId });
}

function tellLine(scope: Scope, { thread, message }: Answer): void {
  scope.effects.push({
    type: 'line-message',
    line: { channelId: thread.channelId, threadKey: thread.key },
    message: presentLineMessage(message, thread.seq, null),
  });
}
