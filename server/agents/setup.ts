/** How workspaces and their first admins come to be. */
import { sql } from 'drizzle-orm';
import { workspaces } from '../database/schema/workspaces.ts';
import type { Actor } from '../events/actor.ts';
import { newId } from '../events/ids.ts';
import type { Scope, Store } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';
import { addAgent, cleanName, describeSession, EVERY_SCOPE, normaliseEmail } from './agents.ts';
import { isAnyoneListed } from './directory.ts';
import type { LoggedIn } from './log-in.ts';
import { hashNewPassword } from './passwords.ts';
import { startSession } from './sessions.ts';

export type Founder = { name: string; email: string; password: string };

/** What a new workspace gets to begin with, in the transaction that makes it. */
export type AfterSetup = (scope: Scope, actor: Actor) => Promise<void>;

/** Makers of workspaces go one after the other. */
const FOUNDING_LOCK = 4_915_263_842;

/** Has nobody an account yet, in the whole installation? */
export const isSetupNeeded = async ({ database }: Pick<Store, 'database'>): Promise<boolean> =>
  !(await isAnyoneListed(database.outside));

/** The first-run page: the first workspace, its admin, logged in. @throws Refusal already_set_up, invalid */
export async function setUp(
  store: Store,
  founder: Founder,
  afterSetup: AfterSetup,
): Promise<LoggedIn> {
  // Before the costly hash: this door stands open to strangers.
  if (!(await isSetupNeeded(store))) throw alreadySetUp();
  const passwordHash = await hashNewPassword(founder.password, founder.email);
  return store.in(newId(), async (scope) => {
    await waitForTurn(scope);
    if (await isAnyoneListed(scope.tx)) throw alreadySetUp();
    const actor = await found(scope, { ...founder, passwordHash, workspace: 'Interline' });
    await afterSetup(scope, actor);
    const cookie = await startSession(scope, actor.agentId);
    return { cookie, session: await describeSession(scope, actor.agentId) };
  });
}

/** Instead of the first-run page: makes the first admin when there is nobody yet, and else changes nothing. */
export async function ensureAdmin(
  store: Store,
  admin: { email: string; password: string },
  afterSetup: AfterSetup,
): Promise<void> {
  if (!(await isSetupNeeded(store))) return;
  const name = normaliseEmail(admin.email).split('@')[0] ?? '';
  const passwordHash = await hashNewPassword(admin.password, admin.email);
  await store.in(newId(), async (scope) => {
    await waitForTurn(scope);
    // Another process was quicker.
    if (await isAnyoneListed(scope.tx)) return;
    const founder = { name, email: admin.email, passwordHash, workspace: 'Interline' };
    await afterSetup(scope, await found(scope, founder));
  });
}

/** Another workspace beside those there are, with its admin. @returns its id @throws Refusal conflict, invalid */
export async function createWorkspace(
  store: Store,
  wanted: { name: string; admin: Founder },
  afterSetup?: AfterSetup,
): Promise<string> {
  const { name, email, password } = wanted.admin;
  const passwordHash = await hashNewPassword(password, email);
  return store.in(newId(), async (scope) => {
    await waitForTurn(scope);
    const workspace = cleanName(wanted.name);
    const actor = await found(scope, { name, email, passwordHash, workspace });
    await afterSetup?.(scope, actor);
    return scope.workspaceId;
  });
}

const alreadySetUp = () => new Refusal('already_set_up', 'Log in instead.');

const waitForTurn = (scope: Scope) =>
  scope.tx.execute(sql`select pg_advisory_xact_lock(${FOUNDING_LOCK}::bigint)`);

async function found(
  scope: Scope,
  founder: { name: string; email: string; passwordHash: string; workspace: string },
): Promise<Actor> {
  const { workspace, name, email, passwordHash } = founder;
  await scope.tx.insert(workspaces).values({ id: scope.workspaceId, name: workspace });
  const agent = await addAgent(scope, { name, email, passwordHash, role: 'admin' });
  return {
    workspaceId: scope.workspaceId,
    agentId: agent.id,
    name: agent.name,
    role: agent.role,
    locale: agent.locale,
    scopes: EVERY_SCOPE,
    credential: '',
  };
}
