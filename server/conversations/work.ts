/** What agents do with a conversation: assign, tag, set its priority, close, reopen, snooze, put away as spam. */
import { and, asc, eq, isNull, ne } from 'drizzle-orm';
import { agents } from '../database/schema/agents.ts';
import { conversations } from '../database/schema/conversations.ts';
import { jobs } from '../database/schema/workspaces.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import type { Conversation, ConversationChange, Status } from '../wire/conversations.ts';
import { Refusal } from '../wire/problems.ts';
import type { PersonReference, TagReference } from '../wire/shapes.ts';
import { accessConversation, refuseMerged } from './access.ts';
import { change, type HeldConversation, hold, type Patch, type Step, SYSTEM } from './change.ts';
import { followerIdsAfter, followStep } from './following.ts';
import { loadConversation } from './present.ts';
import { findTag, tagIdsAfter, tagStep } from './tagging.ts';
import { isOver, unansweredSince } from './waiting.ts';

/**
 * Applies an agent's change. What is so already is no change and leaves no trace in the log.
 * @throws Refusal not_found, invalid
 */
export async function changeByAgent(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  wanted: ConversationChange,
): Promise<Conversation> {
  const { id } = await accessConversation(scope, actor, conversationId, 'write');
  const held = await hold(scope, id);
  const by = { kind: 'agent', id: actor.agentId, name: actor.name } as const;
  const steps = await stepsOf(held, wanted, by, {
    colleague: (id) => findColleague(scope, id),
    tag: (id) => findTag(scope, id),
  });
  if (steps.length === 0) return loadConversation(scope, id);
  const patch = patchOf(steps, held);
  // Closing by mistake must not cost them their place.
  if (comesBack(held, patch)) patch.waitingSince = await unansweredSince(scope, held);
  const conversation = await change(scope, held, patch, steps);
  if (patch.status !== undefined) await setAlarms(scope, [conversation]);
  return conversation;
}

/** It was over, and no longer is. */
export const comesBack = ({ status }: Pick<HeldConversation, 'status'>, patch: Patch): boolean =>
  isOver(status) && patch.status !== undefined && !isOver(patch.status);

/** Wakes a snoozed conversation whose time has come; anything else in the meantime has settled it already. */
export async function wake(scope: Scope, conversationId: string): Promise<void> {
  const held = await hold(scope, conversationId);
  if (held.status !== 'snoozed' || !held.snoozedUntil || held.snoozedUntil > new Date()) return;
  const data = { status: 'open', snoozedUntil: null, cause: 'timer' } as const;
  const step: Step = { kind: 'status', actor: SYSTEM, data };
  await change(
    scope,
    held,
    { ...patchOf([step], held), waitingSince: held.waitingSince ?? new Date() },
    [step],
  );
}

/** What lay with somebody who left goes back to everyone. In the order of ids, so that two removals lock alike. */
export async function putBackWorkOf(scope: Scope, agentId: string): Promise<void> {
  const rows = await scope.tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(
      and(
        eq(conversations.workspaceId, scope.workspaceId),
        eq(conversations.assigneeId, agentId),
        ne(conversations.status, 'done'),
      ),
    )
    .orderBy(asc(conversations.id));
  for (const { id } of rows) {
    const held = await hold(scope, id);
    const step = { kind: 'assigned', actor: SYSTEM, data: { assignee: null } } as const;
    await change(scope, held, patchOf([step], held), [step]);
  }
}

type By = Step['actor'];
/** What a change names. @throws Refusal not_found */
export type Find = {
  colleague: (id: string) => Promise<PersonReference>;
  tag: (id: string) => Promise<TagReference>;
};

/**
 * What an agent's change makes happen; nothing where it is so already.
 * @throws Refusal not_found, invalid, conflict when it goes on elsewhere
 */
export async function stepsOf(
  held: HeldConversation,
  wanted: ConversationChange,
  by: By,
  find: Find,
): Promise<Step[]> {
  refuseMerged(held);
  const status = statusStep(held, wanted, by);
  const assigned = await assignStep(held, wanted, by, find);
  const tagged = await tagStep(held, wanted, by, find);
  const followed = await followStep(held, wanted, by, find);
  return [...assigned, ...tagged, ...followed, ...priorityStep(held, wanted, by), ...status];
}

function priorityStep(held: HeldConversation, { priority }: ConversationChange, by: By): Step[] {
  if (priority === undefined || priority === held.priority) return [];
  return [{ kind: 'priority', actor: by, data: { priority } }];
}

function statusStep(held: HeldConversation, wanted: ConversationChange, by: By): Step[] {
  const until = wanted.snoozedUntil ? new Date(wanted.snoozedUntil) : null;
  const status = wanted.status ?? (until ? 'snoozed' : undefined);
  if (!status) return [];
  refuseOddMoment(status, until);
  const snoozedUntil = until?.toISOString() ?? null;
  const before = held.snoozedUntil?.toISOString() ?? null;
  if (held.status === status && before === snoozedUntil) return [];
  return [{ kind: 'status', actor: by, data: { status, snoozedUntil, cause: 'agent' } }];
}

function refuseOddMoment(status: Status, until: Date | null): void {
  const future = until !== null && until > new Date();
  if (status === 'snoozed' && !future) {
    throw new Refusal('invalid', 'snoozedUntil: name a moment in the future.');
  }
  if (status !== 'snoozed' && until) {
    throw new Refusal('invalid', 'snoozedUntil goes with the status "snoozed" only.');
  }
}

async function assignStep(
  held: HeldConversation,
  wanted: ConversationChange,
  by: By,
  { colleague }: Find,
): Promise<Step[]> {
  const { assigneeId } = wanted;
  if (assigneeId === undefined || assigneeId === held.assigneeId) return [];
  const assignee = assigneeId === null ? null : await colleague(assigneeId);
  return [{ kind: 'assigned', actor: by, data: { assignee } }];
}

/** Somebody of this workspace who is still there. @throws Refusal not_found */
export async function findColleague(scope: Scope, id: string): Promise<PersonReference> {
  const [row] = await scope.tx
    .select({ id: agents.id, name: agents.name })
    .from(agents)
    .where(
      and(eq(agents.workspaceId, scope.workspaceId), eq(agents.id, id), isNull(agents.removedAt)),
    );
  if (!row) throw new Refusal('not_found', 'assigneeId: there is no such colleague.');
  return row;
}

/** What the steps change of the conversation's row. */
export function patchOf(
  steps: readonly Step[],
  held: Pick<HeldConversation, 'tagIds' | 'followerIds'>,
): Patch {
  const patches = steps.map((step): Patch => {
    if (step.kind === 'tagged') return { tagIds: tagIdsAfter(held, step) };
    if (step.kind === 'followed') return { followerIds: followerIdsAfter(held, step) };
    if (step.kind === 'assigned') return { assigneeId: step.data.assignee?.id ?? null };
    if (step.kind === 'priority') return { priority: step.data.priority };
    return step.kind === 'status' ? statusPatch(step) : {};
  });
  return Object.assign({}, ...patches);
}

function statusPatch({ data: { status, snoozedUntil } }: Extract<Step, { kind: 'status' }>): Patch {
  return {
    status,
    snoozedUntil: snoozedUntil ? new Date(snoozedUntil) : null,
    // Closing is an answer too: whoever writes afterwards waits from then on.
    ...(isOver(status) && { waitingSince: null }),
  };
}

/** The alarm clocks of those that are snoozed: jobs in the same transaction. */
export async function setAlarms(scope: Scope, changed: readonly Conversation[]): Promise<void> {
  const { workspaceId } = scope;
  const alarms = changed.flatMap(({ id, status, snoozedUntil }) => {
    if (status !== 'snoozed' || !snoozedUntil) return [];
    const dueAt = new Date(snoozedUntil);
    return [{ workspaceId, kind: 'wake' as const, subjectId: id, lane: id, dueAt }];
  });
  if (alarms.length === 0) return;
  await scope.tx.insert(jobs).values(alarms);
  for (const { dueAt } of alarms) scope.effects.push({ type: 'due', at: dueAt });
}
