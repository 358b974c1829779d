/** A mail leaves: put into words in one transaction, sent outside any, and settled by what came back. */
import { and, eq, isNull, sql } from 'drizzle-orm';
import { fingerprint, newSecret } from '../agents/credentials.ts';
import { list, unlist } from '../agents/directory.ts';
import { agents } from '../database/schema/agents.ts';
import { mails } from '../database/schema/mails.ts';
import { workspaces } from '../database/schema/workspaces.ts';
import type { Outcome } from '../deliveries/jobs.ts';
import { backoff } from '../deliveries/sender.ts';
import type { Scope } from '../events/scope.ts';
import { compose } from './compose.ts';
import { composeDigest } from './digest.ts';
import { MailError, type SystemMail } from './mailer.ts';
import type { Postman, Writing } from './postman.ts';
import { type MailRow, ofMail } from './queue.ts';
import { mailWords } from './words.ts';

type Words = Omit<SystemMail, 'id' | 'to'>;

/** Later nobody waits for it any more: the link is dead, the digest old. */
const TRIED_FOR_MS = { invitation: 24 * 3_600_000, reset: 3_600_000, digest: 3_600_000 };
const LONGEST_WAIT_MS = 10 * 60_000;

/** Sends one mail, or decides when to try again. */
export async function sendMail(
  postman: Postman,
  workspaceId: string,
  id: string,
  attempt: number,
): Promise<Outcome> {
  const { store, mailer } = postman;
  const mail = mailer && (await store.in(workspaceId, (scope) => prepare(scope, postman, id)));
  if (!mailer || !mail) return { done: true };
  const { at, ...words } = mail;
  try {
    await mailer.send({ ...words, id });
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    if (!error.isFinal) {
      await store.in(workspaceId, (scope) => note(scope, id, error.message));
      return { done: false, againInMs: Math.min(backoff(attempt), LONGEST_WAIT_MS) };
    }
    await store.in(workspaceId, (scope) => settle(scope, id, { problem: error.message }));
    return { done: true };
  }
  await store.in(workspaceId, (scope) => settle(scope, id, { sentAt: at }));
  return { done: true };
}

async function prepare(
  scope: Scope,
  postman: Postman,
  id: string,
): Promise<(Omit<SystemMail, 'id'> & { at: Date }) | null> {
  const [found] = await scope.tx
    .select({ row: mails, agent: agents, workspace: workspaces.name, at: sql<string>`now()` })
    .from(mails)
    .innerJoin(agents, and(eq(agents.workspaceId, mails.workspaceId), eq(agents.id, mails.agentId)))
    .innerJoin(workspaces, eq(workspaces.id, mails.workspaceId))
    .where(and(ofMail(scope, id), isNull(mails.sentAt), isNull(agents.removedAt)))
    .for('update', { of: mails });
  if (!found) return null;
  const late = Date.now() - found.row.createdAt.getTime() > TRIED_FOR_MS[found.row.kind];
  const words = late ? null : await wordsOf(scope, postman, found);
  // What is said after this moment is told of by the next digest, and what was said before by this one.
  if (words) return { ...words, to: found.row.address, at: new Date(found.at) };
  await settle(scope, id, late ? { problem: 'It was too late.' } : { sentAt: null });
  return null;
}

/** null: there is nothing to say any more. */
async function wordsOf(scope: Scope, postman: Postman, found: Writing): Promise<Words | null> {
  const { row, agent, workspace } = found;
  const { locale } = agent;
  const said = mailWords(locale);
  const { vault } = postman;
  switch (row.kind) {
    case 'invitation': {
      if (!row.sealed) return null;
      const place = { workspaceId: scope.workspaceId, of: 'mail' } as const;
      const { url = '' } = vault.open(row.sealed, place);
      return compose({ ...said.invitation(workspace, agent.name), locale, url });
    }
    case 'reset': {
      const url = `${vault.publicUrl}/reset/${await newLink(scope, row)}`;
      return compose({ ...said.reset(agent.name), locale, url });
    }
    case 'digest':
      return composeDigest(scope, postman, found);
  }
}

/** Made when the mail is: nothing that opens an account lies anywhere before. A second try has another one. */
async function newLink(scope: Scope, { id, tokenHash }: MailRow): Promise<string> {
  if (tokenHash) await unlist(scope, 'reset', [tokenHash]);
  const secret = newSecret(32);
  const fresh = fingerprint(secret);
  await scope.tx.update(mails).set({ tokenHash: fresh }).where(ofMail(scope, id));
  await list(scope, 'reset', fresh);
  return secret;
}

/** Why it is late, for whoever looks. */
async function note(scope: Scope, id: string, problem: string): Promise<void> {
  await scope.tx.update(mails).set({ problem }).where(ofMail(scope, id));
}

type Settled = { sentAt?: Date | null; problem?: string };

async function settle(scope: Scope, id: string, settled: Settled): Promise<void> {
  const problem = settled.problem ?? sql`null`;
  await scope.tx
    .update(mails)
    .set({ ...settled, sealed: null, problem })
    .where(ofMail(scope, id));
}
