/** API tokens: a part of their owner's rights, for programs. */
import { and, desc, eq } from 'drizzle-orm';
import { agents, tokens } from '../database/schema/agents.ts';
import type { Actor } from '../events/actor.ts';
import { newId } from '../events/ids.ts';
import type { Scope, Store } from '../events/scope.ts';
import type { IssuedToken, Role, Token, Scope as TokenScope } from '../wire/people.ts';
import { Refusal } from '../wire/problems.ts';
import { cleanName, EVERY_SCOPE, lockAgent, normaliseEmail, scopesOf } from './agents.ts';
import { fingerprint, newSecret } from './credentials.ts';
import { findHome, list, unlist } from './directory.ts';

/** A prefix that scanners for leaked secrets can find, and 160 random bits. */
const PREFIX = 'itl_';
const SHAPE = /^itl_[A-Za-z0-9_-]{27}$/;

type TokenRow = typeof tokens.$inferSelect;
export type TokenInput = { name: string; scopes: readonly TokenScope[]; expiresAt?: string };

/** Could this be one of ours? Anything else never reaches the database. */
export const isTokenShaped = (text: string): boolean => SHAPE.test(text);

/** The actor's own tokens, newest first, without their secrets. */
export async function listTokens(scope: Scope, actor: Actor): Promise<Token[]> {
  const rows = await scope.tx
    .select()
    .from(tokens)
    .where(ownTokens(scope, actor))
    .orderBy(desc(tokens.createdAt), desc(tokens.id));
  return rows.map(present);
}

/** Makes a token; its secret is in the answer and nowhere else. @throws Refusal forbidden, invalid */
export async function issueToken(
  scope: Scope,
  actor: Actor,
  input: TokenInput,
): Promise<IssuedToken> {
  refuseLesserTokens(actor);
  const owner = await lockAgent(scope, actor.agentId);
  if (!owner) throw new Refusal('not_logged_in', 'Your access has ended.');
  return insertToken(scope, { agentId: owner.id, role: owner.role }, input);
}

/** Ends a token and the sockets opened with it. @throws Refusal not_found, also for other people's tokens */
export async function revokeToken(scope: Scope, actor: Actor, id: string): Promise<void> {
  refuseLesserTokens(actor);
  const [ended] = await scope.tx
    .delete(tokens)
    .where(and(ownTokens(scope, actor), eq(tokens.id, id)))
    .returning({ tokenHash: tokens.tokenHash });
  if (!ended) throw new Refusal('not_found', 'There is no such token.');
  await unlist(scope, 'token', [ended.tokenHash]);
  scope.effects.push({
    type: 'access-ended',
    agentId: actor.agentId,
    credential: ended.tokenHash,
  });
}

/**
 * For the operator on the command line: a token for any agent. Without `scopes` it may do whatever the agent may.
 * @throws Refusal not_found, forbidden
 */
export async function issueTokenFor(
  store: Store,
  email: string,
  input: { name: string; scopes?: readonly TokenScope[] },
): Promise<string> {
  const address = normaliseEmail(email);
  const missing = new Refusal('not_found', 'No agent has this e-mail address.');
  const home = await findHome(store, 'login', address);
  if (!home) throw missing;
  return store.in(home, async (scope) => {
    const [known] = await scope.tx
      .select({ id: agents.id })
      .from(agents)
      .where(and(eq(agents.workspaceId, scope.workspaceId), eq(agents.email, address)));
    const owner = known && (await lockAgent(scope, known.id));
    if (!owner) throw missing;
    const scopes = input.scopes ?? scopesOf(owner.role);
    const holder = { agentId: owner.id, role: owner.role };
    const { token } = await insertToken(scope, holder, { name: input.name, scopes });
    return token;
  });
}

async function insertToken(
  scope: Scope,
  holder: { agentId: string; role: Role },
  input: TokenInput,
): Promise<IssuedToken> {
  if (!input.scopes.every((wanted) => scopesOf(holder.role).includes(wanted))) {
    throw new Refusal('forbidden', 'scopes: only admins can have a token with the scope "admin".');
  }
  const secret = PREFIX + newSecret(20);
  const [row] = await scope.tx
    .insert(tokens)
    .values({
      workspaceId: scope.workspaceId,
      id: newId(),
      agentId: holder.agentId,
      name: cleanName(input.name),
      tokenHash: fingerprint(secret),
      ending: secret.slice(-4),
      scopes: EVERY_SCOPE.filter((known) => input.scopes.includes(known)),
      expiresAt: input.expiresAt === undefined ? null : futureMoment(input.expiresAt),
    })
    .returning();
  if (!row) throw new Error('the token was not stored');
  await list(scope, 'token', row.tokenHash);
  return { ...present(row), token: secret };
}

/**
 * A token that could make tokens would outlive its own end. Admin tokens may: they can invite admins anyway.
 * Sessions carry every scope.
 */
function refuseLesserTokens(actor: Actor): void {
  if (actor.scopes.includes('admin')) return;
  throw new Refusal('forbidden', 'Log in to manage tokens; this token may not.');
}

function futureMoment(text: string): Date {
  const moment = new Date(text);
  if (moment.getTime() > Date.now()) return moment;
  throw new Refusal('invalid', 'expiresAt: choose a moment in the future.');
}

const ownTokens = (scope: Scope, actor: Actor) =>
  and(eq(tokens.workspaceId, scope.workspaceId), eq(tokens.agentId, actor.agentId));

function present(row: TokenRow): Token {
  return {
    id: row.id,
    name: row.name,
    ending: row.ending,
    scopes: EVERY_SCOPE.filter((known) => row.scopes.includes(known)),
    createdAt: row.createdAt.toISOString(),
    usedAt: row.usedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  };
}
