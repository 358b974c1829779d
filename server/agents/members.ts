/** Who belongs to the workspace and as what. */
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { agents, invitations } from '../database/schema/agents.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import type { Agent, Role } from '../wire/people.ts';
import { Refusal } from '../wire/problems.ts';
import { type AgentRow, accessAgent, presentAgent } from './agents.ts';
import { unlist } from './directory.ts';
import { endAllAccess } from './sessions.ts';

/**
 * Gives someone another role. Who loses rights is logged out everywhere, tokens included.
 * @throws Refusal forbidden, not_found, last_admin
 */
export async function changeRole(
  scope: Scope,
  actor: Actor,
  id: string,
  role: Role,
): Promise<Agent> {
  const admins = await lockAdmins(scope, actor);
  const agent = await accessAgent(scope, actor, id);
  if (agent.role === role) return presentAgent(agent);
  if (agent.role === 'admin') {
    refuseLastAdmin(admins, id);
    await endAdminAccess(scope, id);
  }
  const changed = { ...agent, role };
  await scope.tx.update(agents).set({ role }).where(oneAgent(scope, id));
  scope.effects.push({ type: 'own-profile', agentId: id });
  scope.effects.push({ type: 'list-changed', what: 'agents' });
  return presentAgent(changed);
}

/**
 * Ends someone's membership and all their access. The row stays: history goes on naming them.
 * @throws Refusal forbidden, not_found, last_admin
 */
export async function removeMember(scope: Scope, actor: Actor, id: string): Promise<void> {
  const admins = await lockAdmins(scope, actor);
  const agent = await accessAgent(scope, actor, id);
  if (agent.role === 'admin') refuseLastAdmin(admins, id);
  await endAdminAccess(scope, id);
  await unlist(scope, 'login', [agent.email]);
  await scope.tx.update(agents).set({ removedAt: sql`now()` }).where(oneAgent(scope, id));
  scope.effects.push({ type: 'list-changed', what: 'agents' });
}

/**
 * The present admins, locked until the transaction ends: two admins who remove each other go one after the other,
 * and the second is no admin any more. The actor's own rights are checked under the same lock.
 * @throws Refusal forbidden
 */
export async function lockAdmins(scope: Scope, actor: Actor): Promise<AgentRow[]> {
  const admins = await scope.tx
    .select()
    .from(agents)
    .where(
      and(
        eq(agents.workspaceId, scope.workspaceId),
        eq(agents.role, 'admin'),
        isNull(agents.removedAt),
      ),
    )
    .orderBy(asc(agents.id))
    .for('no key update');
  const isAdmin = admins.some(({ id }) => id === actor.agentId);
  if (isAdmin && actor.scopes.includes('admin')) return admins;
  throw new Refusal('forbidden', 'Only admins may do this.');
}

function refuseLastAdmin(admins: AgentRow[], id: string): void {
  if (admins.some((admin) => admin.id !== id)) return;
  throw new Refusal('last_admin', 'Make somebody else an admin first.');
}

/** Log-ins, tokens, and the invitations not yet used: a link kept back would be a way in again. */
async function endAdminAccess(scope: Scope, id: string): Promise<void> {
  await endAllAccess(scope, id);
  const withdrawn = await scope.tx
    .delete(invitations)
    .where(
      and(
        eq(invitations.workspaceId, scope.workspaceId),
        eq(invitations.invitedBy, id),
        isNull(invitations.acceptedAt),
      ),
    )
    .returning({ tokenHash: invitations.tokenHash });
  await unlist(
    scope,
    'invitation',
    withdrawn.map(({ tokenHash }) => tokenHash),
  );
}

const oneAgent = (scope: Scope, id: string) =>
  and(eq(agents.workspaceId, scope.workspaceId), eq(agents.id, id));
