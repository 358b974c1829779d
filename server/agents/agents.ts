/** The people who answer: their rows, and the only way to one of them. */
import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm';
import { agents } from '../database/schema/agents.ts';
import { workspaces } from '../database/schema/workspaces.ts';
import type { Actor } from '../events/actor.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import type { Agent, Role, Session, Scope as TokenScope } from '../wire/people.ts';
import { Refusal } from '../wire/problems.ts';
import { isListed, list } from './directory.ts';

export type AgentRow = typeof agents.$inferSelect;

/** What a session may do; a token may be given less. */
export const EVERY_SCOPE = ['read', 'write', 'admin'] as const;

/** What tokens of someone in this role may do at most. */
export const scopesOf = (role: Role): readonly TokenScope[] =>
  EVERY_SCOPE.filter((scope) => scope !== 'admin' || role === 'admin');

/** One person, one spelling. */
export const normaliseEmail = (email: string): string => clean(email).trim().toLowerCase();

/** A name as it is stored. @throws Refusal invalid when nothing that can be shown is left of it */
export function cleanName(name: string): string {
  const cleaned = clean(name).trim();
  if (cleaned) return cleaned;
  throw new Refusal('invalid', 'name: write something that can be read.');
}

/**
 * Makes someone an agent. Who was removed earlier comes back as the same person, history included.
 * @throws Refusal conflict when the address is in use, here or in another workspace; invalid
 */
export async function addAgent(
  scope: Scope,
  person: { email: string; name: string; role: Role; passwordHash: string },
): Promise<AgentRow> {
  const email = normaliseEmail(person.email);
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw new Refusal('invalid', 'email: not an address.');
  const taken = new Refusal('conflict', 'This e-mail address has an account already.');
  if (!(await list(scope, 'login', email))) throw taken;
  const fields = { ...person, email, name: cleanName(person.name) };
  const [row] = await scope.tx
    .insert(agents)
    .values({ workspaceId: scope.workspaceId, id: newId(), ...fields })
    .onConflictDoUpdate({
      target: [agents.workspaceId, agents.email],
      set: { ...fields, removedAt: null },
      setWhere: isNotNull(agents.removedAt),
    })
    .returning();
  if (!row) throw taken;
  scope.effects.push({ type: 'list-changed', what: 'agents' });
  return row;
}

/** Everyone who is or was an agent, by name: history names those who left, too. */
export async function listAgents(scope: Scope): Promise<Agent[]> {
  const rows = await scope.tx
    .select()
    .from(agents)
    .where(eq(agents.workspaceId, scope.workspaceId))
    .orderBy(asc(agents.name), asc(agents.id));
  return rows.map(presentAgent);
}

/**
 * Someone who is an agent now; the row stays locked until the transaction ends.
 * @throws Refusal not_found, also for people of other workspaces and people who left
 */
export async function accessAgent(scope: Scope, actor: Actor, id: string): Promise<AgentRow> {
  const missing = new Refusal('not_found', 'There is no such agent.');
  if (actor.workspaceId !== scope.workspaceId) throw missing;
  const row = await lockAgent(scope, id);
  if (!row) throw missing;
  return row;
}

/** `no key update`: writing a message that points to the agent does not have to wait. */
export async function lockAgent(scope: Scope, id: string): Promise<AgentRow | null> {
  const [row] = await scope.tx
    .select()
    .from(agents)
    .where(
      and(eq(agents.workspaceId, scope.workspaceId), eq(agents.id, id), isNull(agents.removedAt)),
    )
    .for('no key update');
  return row ?? null;
}

/** What an agent's own screens need to know first. @throws Refusal not_logged_in when access ended meanwhile */
export async function describeSession(scope: Scope, agentId: string): Promise<Session> {
  const [row] = await scope.tx
    .select({ agent: agents, workspace: { id: workspaces.id, name: workspaces.name } })
    .from(agents)
    .innerJoin(workspaces, eq(workspaces.id, agents.workspaceId))
    .where(
      and(
        eq(agents.workspaceId, scope.workspaceId),
        eq(agents.id, agentId),
        isNull(agents.removedAt),
      ),
    );
  if (!row) throw new Refusal('not_logged_in', 'Your access has ended.');
  const { locale, preferences } = row.agent;
  const agent = { ...presentAgent(row.agent), locale, preferences };
  return { agent, workspace: row.workspace, demo: await isListed(scope.tx, 'demo') };
}

export function presentAgent(row: AgentRow): Agent {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    removedAt: row.removedAt?.toISOString() ?? null,
  };
}
