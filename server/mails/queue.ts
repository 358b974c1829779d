/** Mails of the installation wait in Postgres like everything else that goes out. */
import { and, eq, lt, sql } from 'drizzle-orm';
import { unlist } from '../agents/directory.ts';
import { mails } from '../database/schema/mails.ts';
import { jobs, MAIL_QUEUE } from '../database/schema/workspaces.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';

export type MailRow = typeof mails.$inferSelect;
type NewMail = Pick<MailRow, 'kind' | 'address' | 'agentId'> & {
  period?: string;
  sealed?: Uint8Array;
};

/** @returns its id; null: there is one of this period already */
export async function queueMail(scope: Scope, mail: NewMail): Promise<string | null> {
  const { tx, workspaceId } = scope;
  const id = newId();
  const [row] = await tx
    .insert(mails)
    .values({ workspaceId, id, ...mail })
    .onConflictDoNothing()
    .returning({ id: mails.id });
  if (!row) return null;
  const waiting = { queue: MAIL_QUEUE, bulk: mail.kind === 'digest' };
  await tx.insert(jobs).values({ workspaceId, kind: 'mail', subjectId: id, lane: id, ...waiting });
  scope.effects.push({ type: 'due', at: new Date() });
  return id;
}

export const ofMail = ({ workspaceId }: Scope, id: string) =>
  and(eq(mails.workspaceId, workspaceId), eq(mails.id, id));

/** What has been sent long ago; for so long a digest of the same period is not made again. */
export async function forgetMails(scope: Scope): Promise<{ count: number; more: boolean }> {
  const gone = await scope.tx
    .delete(mails)
    .where(
      and(
        eq(mails.workspaceId, scope.workspaceId),
        lt(mails.createdAt, sql`now() - interval '8 days'`),
      ),
    )
    .returning({ tokenHash: mails.tokenHash });
  await unlist(
    scope,
    'reset',
    gone.flatMap(({ tokenHash }) => tokenHash ?? []),
  );
  return { count: gone.length, more: false };
}
