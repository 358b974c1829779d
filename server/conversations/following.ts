/** Who takes part in a conversation, and hears of it: whoever writes in it, is called by a note, or chooses to. */
import type { ConversationChange } from '../wire/conversations.ts';
import { Refusal } from '../wire/problems.ts';
import type { PersonReference } from '../wire/shapes.ts';
import type { HeldConversation, Patch, Step, StepActor } from './change.ts';

/** As many as can still be seen at once; whoever comes later can choose to follow when somebody has left. */
const MOST_FOLLOWERS = 50;

type Following = Extract<Step, { kind: 'followed' }>;
type Followed = Pick<HeldConversation, 'followerIds'>;
type FindColleague = { colleague: (id: string) => Promise<PersonReference> };

/** What it takes for these to take part as well; nothing where all of them do. */
export function joinedBy({ followerIds }: Followed, agentIds: Iterable<string>): Patch {
  const added = [...new Set(agentIds)].filter((id) => !followerIds.includes(id));
  const next = [...followerIds, ...added].slice(0, MOST_FOLLOWERS);
  return next.length > followerIds.length ? { followerIds: next } : {};
}

/** Who takes part only because of this change. */
export const broughtBy = ({ followerIds }: Followed, { followerIds: next = [] }: Patch): string[] =>
  next.filter((id) => !followerIds.includes(id));

/**
 * Who begins to follow and who no longer does, as far as it changes anything.
 * @throws Refusal not_found, invalid
 */
export async function followStep(
  { followerIds }: Followed,
  { addFollowerIds = [], removeFollowerIds = [] }: ConversationChange,
  actor: StepActor,
  { colleague }: FindColleague,
): Promise<Following[]> {
  const added = [...new Set(addFollowerIds)].filter((id) => !followerIds.includes(id));
  const removed = followerIds.filter(
    (id) => removeFollowerIds.includes(id) && !addFollowerIds.includes(id),
  );
  if (added.length + removed.length === 0) return [];
  if (followerIds.length + added.length - removed.length > MOST_FOLLOWERS) {
    const most = `a conversation has ${MOST_FOLLOWERS} followers at most.`;
    throw new Refusal('invalid', `addFollowerIds: ${most}`);
  }
  const people = await Promise.all(added.map(colleague));
  // Ids alone: who has left the workspace can be taken off all the same.
  return [{ kind: 'followed', actor, data: { added: people, removed } }];
}

/** In the order in which they came. */
export function followerIdsAfter(
  { followerIds }: Followed,
  { data: { added, removed } }: Following,
): string[] {
  return [...followerIds.filter((id) => !removed.includes(id)), ...added.map(({ id }) => id)];
}
