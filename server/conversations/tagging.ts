/** Tags are put on a conversation and taken off. */
import { and, eq } from 'drizzle-orm';
import { tags } from '../database/schema/tags.ts';
import type { Scope } from '../events/scope.ts';
import type { ConversationChange } from '../wire/conversations.ts';
import { Refusal } from '../wire/problems.ts';
import type { TagReference } from '../wire/shapes.ts';
import type { HeldConversation, Step, StepActor } from './change.ts';

/** As many as can still be seen at once. */
export const MOST_TAGS = 20;

type Tagging = Extract<Step, { kind: 'tagged' }>;
type FindTag = { tag: (id: string) => Promise<TagReference> };

/**
 * What is put on and taken off, as far as it changes anything: two agents who tag at once both get what they wanted.
 * @throws Refusal not_found, invalid
 */
export async function tagStep(
  held: HeldConversation,
  { addTagIds = [], removeTagIds = [] }: ConversationChange,
  actor: StepActor,
  { tag }: FindTag,
): Promise<Tagging[]> {
  const added = [...new Set(addTagIds)].filter((id) => !held.tagIds.includes(id));
  const removed = held.tagIds.filter((id) => removeTagIds.includes(id) && !addTagIds.includes(id));
  if (added.length + removed.length === 0) return [];
  if (held.tagIds.length + added.length - removed.length > MOST_TAGS) {
    throw new Refusal('invalid', `addTagIds: a conversation has ${MOST_TAGS} tags at most.`);
  }
  const data = { added: await allOf(added, tag), removed: await allOf(removed, tag) };
  return [{ kind: 'tagged', actor, data }];
}

const allOf = (ids: readonly string[], tag: FindTag['tag']): Promise<TagReference[]> =>
  Promise.all(ids.map(tag));

/** In the order in which they came. */
export function tagIdsAfter(
  { tagIds }: Pick<HeldConversation, 'tagIds'>,
  { data: { added, removed } }: Tagging,
): string[] {
  const gone = new Set(removed.map(({ id }) => id));
  return [...tagIds.filter((id) => !gone.has(id)), ...added.map(({ id }) => id)];
}

/** A tag of this workspace, offered or not. @throws Refusal not_found */
export async function findTag({ tx, workspaceId }: Scope, id: string): Promise<TagReference> {
  const [row] = await tx
    .select({ id: tags.id, name: tags.name })
    .from(tags)
    .where(and(eq(tags.workspaceId, workspaceId), eq(tags.id, id)));
  if (!row) throw new Refusal('not_found', 'addTagIds: there is no such tag.');
  return row;
}
