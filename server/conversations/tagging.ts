/** Tags are put on a conversation and taken off. */
import { and, eq, inArray } from 'drizzle-orm';
import { tags } from '../database/schema/tags.ts';
import type { Scope } from '../events/scope.ts';
import type { ConversationChange } from '../wire/conversations.ts';
import { Refusal } from '../wire/problems.ts';
import type { HeldConversation, Step, StepActor } from './change.ts';

/** As many as can still be seen at once. */
const MOST = 20;

type Tagging = Extract<Step, { kind: 'tagged' }>;

/**
 * What is put on and taken off, as far as it changes anything: two agents who tag at once both get what they wanted.
 * @throws Refusal not_found, invalid
 */
export async function tagStep(
  scope: Scope,
  held: HeldConversation,
  { addTagIds = [], removeTagIds = [] }: ConversationChange,
  actor: StepActor,
): Promise<Tagging[]> {
  const added = addTagIds.filter((id) => !held.tagIds.includes(id));
  const removed = held.tagIds.filter((id) => removeTagIds.includes(id) && !addTagIds.includes(id));
  if (added.length + removed.length === 0) return [];
  if (held.tagIds.length + added.length - removed.length > MOST) {
    throw new Refusal('invalid', `addTagIds: a conversation has ${MOST} tags at most.`);
  }
  const named = await namesOf(scope, [...added, ...removed]);
  const data = { added: named(added), removed: named(removed) };
  return [{ kind: 'tagged', actor, data }];
}

/** In the order in which they came. */
export function tagIdsAfter(held: HeldConversation, { data }: Tagging): string[] {
  const gone = new Set(data.removed.map(({ id }) => id));
  return [...held.tagIds.filter((id) => !gone.has(id)), ...data.added.map(({ id }) => id)];
}

async function namesOf({ tx, workspaceId }: Scope, ids: string[]) {
  const rows = await tx
    .select({ id: tags.id, name: tags.name })
    .from(tags)
    .where(and(eq(tags.workspaceId, workspaceId), inArray(tags.id, ids)));
  return (wanted: readonly string[]) =>
    [...new Set(wanted)].map((id) => {
      const found = rows.find((row) => row.id === id);
      if (!found) throw new Refusal('not_found', 'addTagIds: there is no such tag.');
      return found;
    });
}
