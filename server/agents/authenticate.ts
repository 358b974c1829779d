/** Who is asking. Read from the database for every request: rights that end, end at once. */
import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import { agents, sessions, tokens } from '../database/schema/agents.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope, Store } from '../events/scope.ts';
import { EVERY_SCOPE, scopesOf } from './agents.ts';
import { fingerprint } from './credentials.ts';
import { findHome } from './directory.ts';
import { isLive } from './sessions.ts';
import { isTokenShaped } from './tokens.ts';

export type Presented = {
  /** The session cookie's value, from `readSessionCookie`. */
  cookie?: string | undefined;
  /** What stood behind "Authorization: Bearer". When it is there, the cookie counts for nothing. */
  bearer?: string | undefined;
};

/** The agent behind a cookie or an API token; null for strangers and for everyone whose access has ended. */
export async function authenticate(store: Store, presented: Presented): Promise<Actor | null> {
  const { cookie, bearer } = presented;
  if (bearer !== undefined) return isTokenShaped(bearer) ? byToken(store, bearer) : null;
  return cookie === undefined ? null : bySession(store, cookie);
}

async function bySession(store: Store, secret: string): Promise<Actor | null> {
  const credential = fingerprint(secret);
  const home = await knownHome(store, 'session', credential);
  if (!home) return null;
  return store.in(home, async (scope) => {
    const [row] = await scope.tx
      .select({ ...known, seenAt: sessions.seenAt })
      .from(sessions)
      .innerJoin(agents, ownerOf(sessions))
      .where(
        and(
          eq(sessions.workspaceId, scope.workspaceId),
          eq(sessions.tokenHash, credential),
          isNull(agents.removedAt),
          isLive,
        ),
      );
    if (!row) return null;
    const { seenAt, ...agent } = row;
    if (isMinuteOld(seenAt)) await markSessionSeen(scope, credential);
    return { workspaceId: home, ...agent, scopes: EVERY_SCOPE, credential };
  });
}

async function byToken(store: Store, secret: string): Promise<Actor | null> {
  const credential = fingerprint(secret);
  const home = await knownHome(store, 'token', credential);
  if (!home) return null;
  return store.in(home, async (scope) => {
    const [row] = await scope.tx
      .select({
        ...known,
        ...{ scopes: tokens.scopes, usedAt: tokens.usedAt },
      })
      .from(tokens)
      .innerJoin(agents, ownerOf(tokens))
      .where(
        and(
          eq(tokens.workspaceId, scope.workspaceId),
          eq(tokens.tokenHash, credential),
          isNull(agents.removedAt),
          or(isNull(tokens.expiresAt), sql`${tokens.expiresAt} > now()`),
        ),
      );
    if (!row) return null;
    const { scopes, usedAt, ...agent } = row;
    if (!usedAt || isMinuteOld(usedAt)) await markTokenUsed(scope, credential);
    // A token never allows more than its owner may do now, whatever it was made with.
    const allowed = scopesOf(agent.role).filter((known) => scopes.includes(known));
    return { workspaceId: home, ...agent, scopes: allowed, credential };
  });
}

const MOST_HOMES = 10_000;
const homes = new WeakMap<Store, Map<string, string>>();

/** A secret never moves to another workspace, so where it was found once is known. Whether it still counts is read there. */
async function knownHome(store: Store, kind: 'session' | 'token', credential: string) {
  const found = homes.get(store) ?? new Map<string, string>();
  homes.set(store, found);
  const home = found.get(credential) ?? (await findHome(store, kind, credential));
  if (!home) return null;
  found.set(credential, home);
  const [oldest] = found.keys();
  if (found.size > MOST_HOMES && oldest) found.delete(oldest);
  return home;
}

/** What an actor says about the agent behind it. */
const known = {
  agentId: agents.id,
  name: agents.name,
  role: agents.role,
  locale: agents.locale,
};

const ownerOf = (credential: typeof sessions | typeof tokens) =>
  and(eq(agents.workspaceId, credential.workspaceId), eq(agents.id, credential.agentId));

const isMinuteOld = (moment: Date): boolean => Date.now() - moment.getTime() > 60_000;

async function markSessionSeen(scope: Scope, tokenHash: string): Promise<void> {
  await scope.tx
    .update(sessions)
    .set({ seenAt: sql`now()` })
    .where(
      and(
        eq(sessions.workspaceId, scope.workspaceId),
        eq(sessions.tokenHash, tokenHash),
        // Of many requests at once, the first one writes.
        lt(sessions.seenAt, sql`now() - interval '1 minute'`),
      ),
    );
}

async function markTokenUsed(scope: Scope, tokenHash: string): Promise<void> {
  await scope.tx
    .update(tokens)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(tokens.workspaceId, scope.workspaceId),
        eq(tokens.tokenHash, tokenHash),
        or(isNull(tokens.usedAt), lt(tokens.usedAt, sql`now() - interval '1 minute'`)),
      ),
    );
}
