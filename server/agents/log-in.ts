/** E-mail and password become a session. */
import { and, eq, isNull } from 'drizzle-orm';
import { agents } from '../database/schema/agents.ts';
import type { Scope, Store } from '../events/scope.ts';
import type { Session } from '../wire/people.ts';
import { Refusal } from '../wire/problems.ts';
import { type AgentRow, describeSession, lockAgent, normaliseEmail } from './agents.ts';
import { findHome } from './directory.ts';
import { isPassword, renewHash } from './passwords.ts';
import { endSession, startSession } from './sessions.ts';
import { admitGuess } from './throttle.ts';

export type LogInAttempt = {
  email: string;
  password: string;
  /** Where the request comes from. */
  address: string;
  /** The session the browser had so far; it ends. */
  presented: string | undefined;
};

/** `cookie` is the secret of the new session, for the browser alone. */
export type LoggedIn = { cookie: string; session: Session };

/** No workspace has it: strangers cost the same queries as agents. */
const NOWHERE = '00000000-0000-0000-0000-000000000000';

/** @throws Refusal wrong_credentials, the same for a wrong password and an unknown address; slow_down */
export async function logIn(store: Store, attempt: LogInAttempt): Promise<LoggedIn> {
  const email = normaliseEmail(attempt.email);
  const guess = await admitGuess(store.database, { email, address: attempt.address });
  const home = (await findHome(store, 'login', email)) ?? NOWHERE;
  const agent = await store.in(home, (scope) => findAgent(scope, email));
  const matches = await isPassword(agent?.passwordHash ?? null, attempt.password);
  if (!agent || !matches) throw wrongCredentials();
  const renewed = await renewHash(agent.passwordHash, attempt.password);
  // A session from before the log-in may be one that somebody else planted (fixation).
  if (attempt.presented) await endSession(store, attempt.presented);
  const loggedIn = await store.in(home, (scope) => begin(scope, agent, renewed));
  await guess.succeeded();
  return loggedIn;
}

const wrongCredentials = () =>
  new Refusal('wrong_credentials', 'The e-mail address or the password is wrong.');

async function findAgent(scope: Scope, email: string): Promise<AgentRow | null> {
  const [row] = await scope.tx
    .select()
    .from(agents)
    .where(
      and(
        eq(agents.workspaceId, scope.workspaceId),
        eq(agents.email, email),
        isNull(agents.removedAt),
      ),
    );
  return row ?? null;
}

async function begin(scope: Scope, seen: AgentRow, renewed: string | null): Promise<LoggedIn> {
  const agent = await lockAgent(scope, seen.id);
  // Removed, or the password was changed, while this one was being checked: a late session would survive that.
  if (!agent || agent.passwordHash !== seen.passwordHash) throw wrongCredentials();
  if (renewed) {
    await scope.tx
      .update(agents)
      .set({ passwordHash: renewed })
      .where(and(eq(agents.workspaceId, scope.workspaceId), eq(agents.id, agent.id)));
  }
  const cookie = await startSession(scope, agent.id);
  return { cookie, session: await describeSession(scope, agent.id) };
}
