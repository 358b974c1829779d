/** The way into a workspace: a link, for one address, for three days, once. */
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { agents, invitations } from '../database/schema/agents.ts';
import { workspaces } from '../database/schema/workspaces.ts';
import type { Actor } from '../events/actor.ts';
import { newId } from '../events/ids.ts';
import type { Scope, Store } from '../events/scope.ts';
import type { Invitation, IssuedInvitation, Role } from '../wire/people.ts';
import { Refusal } from '../wire/problems.ts';
import { addAgent, describeSession, normaliseEmail } from './agents.ts';
import { fingerprint, newSecret } from './credentials.ts';
import { findHome, list, unlist } from './directory.ts';
import type { LoggedIn } from './log-in.ts';
import { lockAdmins } from './members.ts';
import { hashNewPassword } from './passwords.ts';
import { endSession, startSession } from './sessions.ts';

type InvitationRow = typeof invitations.$inferSelect;

/** 256 bits in base64url: the empty string and other garbage match nothing. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/**
 * Invites an address; an earlier invitation of the same address ends. The link is in the answer and nowhere else.
 * @throws Refusal forbidden, conflict when the address belongs to an agent
 */
export async function invite(
  scope: Scope,
  actor: Actor,
  wanted: { email: string; role: Role; publicUrl: string },
): Promise<IssuedInvitation> {
  // Under the lock, so that an admin who is being removed cannot leave a link behind.
  await lockAdmins(scope, actor);
  const email = normaliseEmail(wanted.email);
  if (await isMember(scope, email)) {
    throw new Refusal('conflict', 'This address belongs to an agent already.');
  }
  await withdraw(scope, eq(invitations.email, email));
  const secret = newSecret(32);
  const [row] = await scope.tx
    .insert(invitations)
    .values({
      workspaceId: scope.workspaceId,
      id: newId(),
      email,
      role: wanted.role,
      tokenHash: fingerprint(secret),
      invitedBy: actor.agentId,
      expiresAt: sql`now() + interval '72 hours'`,
    })
    .returning();
  if (!row) throw new Error('the invitation was not stored');
  await list(scope, 'invitation', row.tokenHash);
  return { ...present(row), url: `${wanted.publicUrl}/invitation/${secret}` };
}

/** The invitations that can still be accepted, oldest first. */
export async function listInvitations(scope: Scope): Promise<Invitation[]> {
  const rows = await scope.tx
    .select()
    .from(invitations)
    .where(
      and(
        eq(invitations.workspaceId, scope.workspaceId),
        isNull(invitations.acceptedAt),
        sql`${invitations.expiresAt} > now()`,
      ),
    )
    .orderBy(asc(invitations.createdAt), asc(invitations.id));
  return rows.map(present);
}

/** @throws Refusal forbidden, not_found */
export async function withdrawInvitation(scope: Scope, actor: Actor, id: string): Promise<void> {
  await lockAdmins(scope, actor);
  const withdrawn = await withdraw(scope, eq(invitations.id, id));
  if (withdrawn === 0) throw new Refusal('not_found', 'There is no such invitation.');
}

/** What a stranger with the link may see. @throws Refusal not_found, gone */
export async function previewInvitation(
  store: Store,
  secret: string,
): Promise<{ email: string; workspace: string }> {
  return store.in(await homeOf(store, secret), async (scope) => {
    const { email } = await openInvitation(scope, secret);
    const [workspace] = await scope.tx
      .select({ name: workspaces.name })
      .from(workspaces)
      .where(eq(workspaces.id, scope.workspaceId));
    return { email, workspace: workspace?.name ?? '' };
  });
}

/** Makes the invited person an agent and logs them in. @throws Refusal not_found, gone, conflict, invalid */
export async function acceptInvitation(
  store: Store,
  secret: string,
  person: { name: string; password: string; presented: string | undefined },
): Promise<LoggedIn> {
  // Also checks the link before the costly hash: this door stands open to strangers.
  const { email } = await previewInvitation(store, secret);
  const passwordHash = await hashNewPassword(person.password, email);
  const accepted = await store.in(await homeOf(store, secret), async (scope) => {
    const invitation = await openInvitation(scope, secret);
    await scope.tx
      .update(invitations)
      .set({ acceptedAt: sql`now()` })
      .where(
        and(eq(invitations.workspaceId, scope.workspaceId), eq(invitations.id, invitation.id)),
      );
    const { role } = invitation;
    const agent = await addAgent(scope, { email, name: person.name, role, passwordHash });
    const cookie = await startSession(scope, agent.id);
    return { cookie, session: await describeSession(scope, agent.id) };
  });
  if (person.presented) await endSession(store, person.presented);
  return accepted;
}

async function isMember(scope: Scope, email: string): Promise<boolean> {
  const rows = await scope.tx
    .select({ id: agents.id })
    .from(agents)
    .where(
      and(
        eq(agents.workspaceId, scope.workspaceId),
        eq(agents.email, email),
        isNull(agents.removedAt),
      ),
    );
  return rows.length > 0;
}

async function withdraw(scope: Scope, which: ReturnType<typeof eq>): Promise<number> {
  const rows = await scope.tx
    .delete(invitations)
    .where(
      and(eq(invitations.workspaceId, scope.workspaceId), isNull(invitations.acceptedAt), which),
    )
    .returning({ tokenHash: invitations.tokenHash });
  await unlist(
    scope,
    'invitation',
    rows.map(({ tokenHash }) => tokenHash),
  );
  return rows.length;
}

const unknownLink = () => new Refusal('not_found', 'There is no such invitation.');

async function homeOf(store: Store, secret: string): Promise<string> {
  if (!SECRET.test(secret)) throw unknownLink();
  const home = await findHome(store, 'invitation', fingerprint(secret));
  if (!home) throw unknownLink();
  return home;
}

/** Locked: of two who accept at once, the second finds it used. */
async function openInvitation(scope: Scope, secret: string): Promise<InvitationRow> {
  const [row] = await scope.tx
    .select()
    .from(invitations)
    .where(
      and(
        eq(invitations.workspaceId, scope.workspaceId),
        eq(invitations.tokenHash, fingerprint(secret)),
      ),
    )
    .for('update');
  if (!row) throw unknownLink();
  if (!row.acceptedAt && row.expiresAt.getTime() > Date.now()) return row;
  throw new Refusal('gone', 'This invitation was used or has expired. Ask for a new one.');
}

function present(row: InvitationRow): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    expiresAt: row.expiresAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
  };
}
