/** A new password for whoever can read the mail of an account: a link, for an hour, once. */
import { and, eq, isNull, sql } from 'drizzle-orm';
import { agents } from '../database/schema/agents.ts';
import { mails } from '../database/schema/mails.ts';
import type { Scope, Store } from '../events/scope.ts';
import { queueMail } from '../mails/queue.ts';
import { Refusal } from '../wire/problems.ts';
import { describeSession, normaliseEmail } from './agents.ts';
import { fingerprint } from './credentials.ts';
import { findHome, unlist } from './directory.ts';
import type { LoggedIn } from './log-in.ts';
import { hashNewPassword } from './passwords.ts';
import { endAllAccess, endSession, startSession } from './sessions.ts';
import { admitAsking } from './throttle.ts';

/** 256 bits in base64url: garbage matches nothing. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;
/** No workspace has it: strangers cost the same queries as agents. */
const NOWHERE = '00000000-0000-0000-0000-000000000000';

/**
 * Has a link sent, where the address has an account. Whether it has is not told, neither by the answer nor by who may
 * ask how often.
 * @throws Refusal slow_down
 */
export async function askReset(store: Store, asked: { email: string; address: string }) {
  const email = normaliseEmail(asked.email);
  await admitAsking(store.database, { email, address: asked.address });
  const home = (await findHome(store, 'login', email)) ?? NOWHERE;
  await store.in(home, async (scope) => {
    const [agent] = await scope.tx
      .select({ id: agents.id })
      .from(agents)
      .where(
        and(
          eq(agents.workspaceId, scope.workspaceId),
          eq(agents.email, email),
          isNull(agents.removedAt),
        ),
      );
    if (agent) await queueMail(scope, { kind: 'reset', address: email, agentId: agent.id });
  });
}

/** Whose password it is. @throws Refusal not_found, gone */
export async function previewReset(store: Store, secret: string): Promise<{ email: string }> {
  return store.in(await homeOf(store, secret), async (scope) => {
    const { agent } = await openReset(scope, secret);
    return { email: agent.email };
  });
}

/** Every log-in, token and link of before ends; a new session begins. @throws Refusal not_found, gone, invalid */
export async function resetPassword(
  store: Store,
  secret: string,
  { password, presented }: { password: string; presented: string | undefined },
): Promise<LoggedIn> {
  // Also checks the link before the costly hash: this door stands open to strangers.
  const { email } = await previewReset(store, secret);
  const passwordHash = await hashNewPassword(password, email);
  const begun = await store.in(await homeOf(store, secret), async (scope) => {
    const { agent } = await openReset(scope, secret);
    await scope.tx
      .update(agents)
      .set({ passwordHash })
      .where(and(eq(agents.workspaceId, scope.workspaceId), eq(agents.id, agent.id)));
    await endAllAccess(scope, agent.id);
    await endResets(scope, agent.id);
    const cookie = await startSession(scope, agent.id);
    return { cookie, session: await describeSession(scope, agent.id) };
  });
  if (presented) await endSession(store, presented);
  return begun;
}

async function homeOf(store: Store, secret: string): Promise<string> {
  const home = SECRET.test(secret) ? await findHome(store, 'reset', fingerprint(secret)) : null;
  if (home) return home;
  throw new Refusal('not_found', 'There is no such link.');
}

/** Locked, so that of two who come with the same link one is too late. */
async function openReset(scope: Scope, secret: string) {
  const [found] = await scope.tx
    .select({ agent: agents, fresh: sql<boolean>`${mails.createdAt} > now() - interval '1 hour'` })
    .from(mails)
    .innerJoin(agents, and(eq(agents.workspaceId, mails.workspaceId), eq(agents.id, mails.agentId)))
    .where(
      and(
        eq(mails.workspaceId, scope.workspaceId),
        eq(mails.tokenHash, fingerprint(secret)),
        isNull(agents.removedAt),
      ),
    )
    .for('update');
  if (!found) throw new Refusal('not_found', 'There is no such link.');
  if (!found.fresh) throw new Refusal('gone', 'This link is older than an hour.');
  return found;
}

async function endResets(scope: Scope, agentId: string): Promise<void> {
  const ended = await scope.tx
    .delete(mails)
    .where(
      and(
        eq(mails.workspaceId, scope.workspaceId),
        eq(mails.agentId, agentId),
        eq(mails.kind, 'reset'),
      ),
    )
    .returning({ tokenHash: mails.tokenHash });
  await unlist(
    scope,
    'reset',
    ended.flatMap(({ tokenHash }) => tokenHash ?? []),
  );
}
