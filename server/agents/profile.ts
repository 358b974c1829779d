/** What agents change about themselves. */
import { and, eq, sql } from 'drizzle-orm';
import { agents, sessions } from '../database/schema/agents.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope, Store } from '../events/scope.ts';
import type { ProfileChange, Session } from '../wire/people.ts';
import { Refusal } from '../wire/problems.ts';
import { type AgentRow, cleanName, describeSession, lockAgent } from './agents.ts';
import { hashNewPassword, isPassword } from './passwords.ts';
import { endAllAccess, startSession } from './sessions.ts';
import { admitGuess } from './throttle.ts';

/** `cookie` is set when the session got a new secret. */
export type ProfileChanged = { session: Session; cookie: string | null };

const MAX_PREFERENCES = 16_384;
/** What JSON can write and Postgres cannot hold: NUL and halves of surrogate pairs. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i;

/**
 * Changes the actor's own profile; preferences that are not named stay. A new password ends every session and token,
 * and the session it was changed in goes on under a new secret.
 * @param address where the request comes from
 * @throws Refusal wrong_credentials, slow_down, invalid
 */
export async function changeProfile(
  store: Store,
  actor: Actor,
  change: ProfileChange,
  address: string,
): Promise<ProfileChanged> {
  const { password } = change;
  const next = password ? await prepare(store, actor, { ...password, address }) : null;
  return store.in(actor.workspaceId, async (scope) => {
    const agent = await stillAgent(scope, actor);
    // Changed in another place while this one was being checked.
    if (next && next.checked !== agent.passwordHash) throw wrongPassword();
    await update(scope, agent, change, next?.hash);
    const cookie = next ? await renewAccess(scope, actor) : null;
    return { session: await describeSession(scope, agent.id), cookie };
  });
}

async function stillAgent(scope: Scope, actor: Actor): Promise<AgentRow> {
  const agent = await lockAgent(scope, actor.agentId);
  if (agent) return agent;
  throw new Refusal('not_logged_in', 'Your access has ended.');
}

const wrongPassword = () => new Refusal('wrong_credentials', 'The current password is wrong.');

/** Guesses at the current password count like failed log-ins: a borrowed session must not find it out. */
async function prepare(
  store: Store,
  actor: Actor,
  password: { current: string; next: string; address: string },
): Promise<{ checked: string; hash: string }> {
  const agent = await store.in(actor.workspaceId, (scope) => stillAgent(scope, actor));
  const { email, passwordHash } = agent;
  const guess = await admitGuess(store.database, { email, address: password.address });
  if (!(await isPassword(passwordHash, password.current))) throw wrongPassword();
  await guess.succeeded();
  return { checked: passwordHash, hash: await hashNewPassword(password.next, email) };
}

async function update(
  scope: Scope,
  agent: AgentRow,
  change: ProfileChange,
  passwordHash: string | undefined,
): Promise<void> {
  const { name, locale, preferences } = change;
  const fields = {
    ...(name !== undefined && { name: cleanName(name) }),
    ...(locale && { locale }),
    ...(preferences && { preferences: merged(preferences) }),
    ...(passwordHash && { passwordHash }),
  };
  if (Object.keys(fields).length === 0) return;
  const [row] = await scope.tx
    .update(agents)
    .set(fields)
    .where(and(eq(agents.workspaceId, scope.workspaceId), eq(agents.id, agent.id)))
    .returning({ size: sql<number>`octet_length(${agents.preferences}::text)` });
  if (row && row.size > MAX_PREFERENCES) {
    throw new Refusal('invalid', `preferences: together they may have ${MAX_PREFERENCES} bytes.`);
  }
  scope.effects.push({ type: 'own-profile', agentId: agent.id });
  if (fields.name !== undefined) scope.effects.push({ type: 'list-changed', what: 'agents' });
}

/** Merged in the database: two tabs that change different choices do not undo each other. */
function merged(preferences: Record<string, unknown>) {
  const json = JSON.stringify(preferences);
  if (json.length > MAX_PREFERENCES || UNSTORABLE.test(json)) {
    throw new Refusal('invalid', 'preferences: too long, or with characters that cannot be kept.');
  }
  return sql`${agents.preferences} || ${json}::jsonb`;
}

/** @returns the secret of the session that goes on; null when it was done with a token, which has ended */
async function renewAccess(scope: Scope, actor: Actor): Promise<string | null> {
  const [session] = await scope.tx
    .select({ agentId: sessions.agentId })
    .from(sessions)
    .where(
      and(eq(sessions.workspaceId, scope.workspaceId), eq(sessions.tokenHash, actor.credential)),
    );
  await endAllAccess(scope, actor.agentId);
  return session ? startSession(scope, actor.agentId) : null;
}
