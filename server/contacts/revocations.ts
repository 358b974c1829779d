/** Credentials of outside people that were handed back. They stay known for ever, so they are never valid again. */
import { and, eq, inArray } from 'drizzle-orm';
import { revocations } from '../database/schema/channels.ts';
import type { Scope } from '../events/scope.ts';

/** @param credentials SHA-256 of a token, or `jti:<id>` of the JWT it came from */
export async function revoke(
  scope: Scope,
  channelId: string,
  credentials: string[],
): Promise<void> {
  await scope.tx
    .insert(revocations)
    .values(
      credentials.map((credential) => ({ workspaceId: scope.workspaceId, channelId, credential })),
    )
    .onConflictDoNothing();
}

export async function isRevoked(
  scope: Scope,
  channelId: string,
  credentials: readonly string[],
): Promise<boolean> {
  const found = await scope.tx
    .select({ credential: revocations.credential })
    .from(revocations)
    .where(
      and(
        eq(revocations.workspaceId, scope.workspaceId),
        eq(revocations.channelId, channelId),
        inArray(revocations.credential, [...credentials]),
      ),
    )
    .limit(1);
  return found.length > 0;
}
