/** The work of `work.ts` on many conversations at once: what an agent does to a selection, and the way back. */
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import type { Conversation, ConversationChange } from '../wire/conversations.ts';
import { Refusal } from '../wire/problems.ts';
import { accessConversations } from './access.ts';
import { changeMany, type Happened, holdMany } from './change-many.ts';
import { presentConversation, type SummaryRow } from './present.ts';
import { findTag } from './tagging.ts';
import { unansweredSince } from './waiting.ts';
import { comesBack, findColleague, patchOf, setAlarms, stepsOf } from './work.ts';

export type ChangeOf = ConversationChange & { id: string };
type Decided = Happened | Refusal;
export type Outcome = { id: string; conversation: Conversation } | { id: string; refusal: Refusal };

/**
 * Applies to each conversation its own change; what cannot be done to one of them spoils nothing for the others.
 * One transaction: everything is decided on locked rows before the first is written, so that none has to be taken back,
 * and the locks, taken in the order of ids, last for a few statements however many they are.
 * @throws Refusal invalid when a conversation is named twice
 */
export async function changeManyByAgent(
  scope: Scope,
  actor: Actor,
  wanted: readonly ChangeOf[],
): Promise<Outcome[]> {
  const asked = wanted.map(({ id }) => id);
  if (new Set(asked).size < asked.length) {
    throw new Refusal('invalid', 'changes: name each conversation once.');
  }
  const ids = await accessConversations(scope, actor, asked, 'write');
  const held = await holdMany(scope, ids).execute();
  const decide = decider(scope, actor, held);
  const decided = new Map<string, Decided>();
  for (const change of wanted) decided.set(change.id, await decide(change));
  const happened = [...decided.values()].flatMap((one) => (one instanceof Refusal ? [] : [one]));
  await restorePlaces(scope, happened);
  const changed = await changeMany(scope, happened);
  await setAlarms(scope, changed.filter(isOf(happened, 'status')));
  const now = new Map(changed.map((conversation) => [conversation.id, conversation]));
  return [...decided].map(([id, one]) => {
    if (one instanceof Refusal) return { id, refusal: one };
    return { id, conversation: now.get(id) ?? presentConversation(scope, one.row) };
  });
}

/** Says what happens to one of the conversations that are held, or why nothing can. */
function decider(scope: Scope, actor: Actor, held: readonly SummaryRow[]) {
  const rows = new Map(held.map((row) => [row.conversation.id, row]));
  const by = { kind: 'agent', id: actor.agentId, name: actor.name } as const;
  const find = {
    colleague: once((id) => findColleague(scope, id)),
    tag: once((id) => findTag(scope, id)),
  };
  return async ({ id, ...change }: ChangeOf): Promise<Decided> => {
    const row = rows.get(id);
    if (!row) return new Refusal('not_found', 'There is no such conversation.');
    try {
      const steps = await stepsOf({ ...row.conversation, held: true }, change, by, find);
      const assigned = steps.find((step) => step.kind === 'assigned');
      const patch = patchOf(steps, row.conversation);
      if (!assigned) return { row, steps, patch };
      const assigneeName = assigned.data.assignee?.name ?? null;
      return { row: { ...row, assigneeName }, steps, patch };
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  };
}

/** Most of a selection goes to the same colleague, and gets the same tag. */
function once<Found>(find: (id: string) => Promise<Found>): (id: string) => Promise<Found> {
  const found = new Map<string, Promise<Found>>();
  return (id) => {
    const known = found.get(id) ?? find(id);
    found.set(id, known);
    return known;
  };
}

/** Closing by mistake must not cost anybody their place. */
async function restorePlaces(scope: Scope, happened: readonly Happened[]): Promise<void> {
  const reopened = happened.filter(({ row, patch = {} }) => comesBack(row.conversation, patch));
  await Promise.all(
    reopened.map(async ({ row, patch = {} }) => {
      patch.waitingSince = await unansweredSince(scope, row.conversation);
    }),
  );
}

function isOf(happened: readonly Happened[], kind: 'status') {
  const ids = happened.flatMap(({ row, steps }) => {
    return steps.some((step) => step.kind === kind) ? [row.conversation.id] : [];
  });
  const among = new Set(ids);
  return ({ id }: Conversation) => among.has(id);
}
