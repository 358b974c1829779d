/** What agents keep for being used again: an agent's own, which nobody else sees, and everybody's, which admins look after. */
import { and, eq, isNull, or, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import { Refusal } from '../wire/problems.ts';

/** `agentId` null: everybody's. */
type Kept = Record<'workspaceId' | 'id' | 'agentId', PgColumn>;

export const isIt = (kept: Kept, { workspaceId }: Scope, id: string): SQL | undefined =>
  and(eq(kept.workspaceId, workspaceId), eq(kept.id, id));

export const usableBy = (kept: Kept, { workspaceId }: Scope, actor: Actor): SQL | undefined =>
  and(eq(kept.workspaceId, workspaceId), or(isNull(kept.agentId), eq(kept.agentId, actor.agentId)));

/** @throws Refusal forbidden unless an admin changes what everybody uses */
export function refuseSharing({ role }: Actor): void {
  if (role === 'admin') return;
  throw new Refusal('forbidden', 'Only admins change what everybody uses; keep one of your own.');
}

/** A text as it is kept: what is left of it may be nothing. @throws Refusal invalid */
export function filled(text: string): string {
  const cleaned = clean(text);
  if (cleaned.trim() === '') throw new Refusal('invalid', 'text: write something.');
  return cleaned;
}
