/** Log-ins: when they begin and how they end. Only fingerprints of their secrets are stored. */
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { sessions, tokens } from '../database/schema/agents.ts';
import type { Scope, Store } from '../events/scope.ts';
import { fingerprint, newSecret } from './credentials.ts';
import { findHome, list, unlist } from './directory.ts';

/** A session nobody uses for 12 hours has ended, and any session 14 days after the log-in. */
export const isLive: SQL = sql`(${sessions.seenAt} > now() - interval '12 hours'
  and ${sessions.createdAt} > now() - interval '14 days')`;

/** @returns the secret for the cookie: 256 random bits, never one that came from outside */
export async function startSession(scope: Scope, agentId: string): Promise<string> {
  await deleteSessions(scope, and(eq(sessions.agentId, agentId), sql`not ${isLive}`));
  const secret = newSecret(32);
  const tokenHash = fingerprint(secret);
  await scope.tx.insert(sessions).values({ workspaceId: scope.workspaceId, tokenHash, agentId });
  await list(scope, 'session', tokenHash);
  return secret;
}

/** Ends one log-in, wherever it belongs; nothing happens when there is none. @param secret the cookie's value */
export async function endSession(store: Store, secret: string): Promise<void> {
  const tokenHash = fingerprint(secret);
  const home = await findHome(store, 'session', tokenHash);
  if (!home) return;
  await store.in(home, async (scope) => {
    const ended = await deleteSessions(scope, eq(sessions.tokenHash, tokenHash));
    for (const { agentId } of ended) {
      scope.effects.push({ type: 'access-ended', agentId, credential: tokenHash });
    }
  });
}

/** Ends every session and token of an agent; their sockets are cut after the commit. */
export async function endAllAccess(scope: Scope, agentId: string): Promise<void> {
  await deleteSessions(scope, eq(sessions.agentId, agentId));
  const ended = await scope.tx
    .delete(tokens)
    .where(and(eq(tokens.workspaceId, scope.workspaceId), eq(tokens.agentId, agentId)))
    .returning({ tokenHash: tokens.tokenHash });
  await unlist(
    scope,
    'token',
    ended.map(({ tokenHash }) => tokenHash),
  );
  scope.effects.push({ type: 'access-ended', agentId, credential: null });
}

/** Those that ended by themselves; whoever never logs in again would leave theirs for ever. */
export async function forgetSessions(scope: Scope): Promise<{ count: number; more: boolean }> {
  const { length: count } = await deleteSessions(scope, sql`not ${isLive}`);
  return { count, more: false };
}

async function deleteSessions(scope: Scope, which: SQL | undefined) {
  const ended = await scope.tx
    .delete(sessions)
    .where(and(eq(sessions.workspaceId, scope.workspaceId), which))
    .returning({ tokenHash: sessions.tokenHash, agentId: sessions.agentId });
  await unlist(
    scope,
    'session',
    ended.map(({ tokenHash }) => tokenHash),
  );
  return ended;
}
