/** The words a workspace puts on its conversations. Anybody may coin one; admins tidy up. `tagging.ts` puts them on. */
import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { tags } from '../database/schema/tags.ts';
import type { Actor } from '../events/actor.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { cleanName } from '../events/text.ts';
import { unlessTaken } from '../events/unless-taken.ts';
import { Refusal } from '../wire/problems.ts';
import type { Tag } from '../wire/tags.ts';

type Row = typeof tags.$inferSelect;

/** More than anybody could keep apart. */
const MOST = 500;

/** All of them by name, also those no longer offered: conversations may still have them. */
export async function listTags({ tx, workspaceId }: Scope): Promise<Tag[]> {
  const rows = await tx
    .select()
    .from(tags)
    .where(eq(tags.workspaceId, workspaceId))
    .orderBy(asc(sql`lower(${tags.name})`), asc(tags.id));
  return rows.map(present);
}

/** The tag of this name, made when there is none: two who coin the same word mean the same tag. */
export async function coinTag(scope: Scope, name: string): Promise<Tag> {
  const { tx, workspaceId } = scope;
  const called = cleanName(name);
  const [row] = await tx.execute<{ id: string }>(sql`
    insert into tags (workspace_id, id, name) values (${workspaceId}, ${newId()}, ${called})
    on conflict (workspace_id, lower(name)) do update set removed_at = null returning id`);
  await refuseTooMany(scope);
  const [tag] = await tx
    .select()
    .from(tags)
    .where(isIt(scope, row?.id ?? ''));
  return told(scope, tag);
}

/** Conversations that have it show the new name. @throws Refusal forbidden, not_found, conflict */
export async function renameTag(
  scope: Scope,
  actor: Actor,
  id: string,
  name: string,
): Promise<Tag> {
  refuseOthers(actor);
  const rename = ({ tx }: Scope) =>
    tx
      .update(tags)
      .set({ name: cleanName(name) })
      .where(isIt(scope, id))
      .returning();
  const [row] = await unlessTaken(scope, rename, TAKEN);
  return told(scope, row);
}

/** No longer offered. Conversations that have it keep it. @throws Refusal forbidden, not_found */
export async function removeTag(scope: Scope, actor: Actor, id: string): Promise<void> {
  refuseOthers(actor);
  const [row] = await scope.tx
    .update(tags)
    .set({ removedAt: sql`coalesce(removed_at, now())` })
    .where(isIt(scope, id))
    .returning();
  told(scope, row);
}

async function refuseTooMany({ tx, workspaceId }: Scope): Promise<void> {
  const offered = and(eq(tags.workspaceId, workspaceId), isNull(tags.removedAt));
  if ((await tx.$count(tags, offered)) <= MOST) return;
  throw new Refusal('invalid', `There are ${MOST} tags already: remove some first.`);
}

function refuseOthers(actor: Actor): void {
  if (actor.role === 'admin') return;
  throw new Refusal('forbidden', 'Only admins rename and remove tags.');
}

const TAKEN = 'There is a tag of this name already.';

function told(scope: Scope, row: Row | undefined): Tag {
  if (!row) throw new Refusal('not_found', 'There is no such tag.');
  scope.effects.push({ type: 'list-changed', what: 'tags' });
  return present(row);
}

const present = ({ id, name, removedAt }: Row): Tag => ({ id, name, offered: removedAt === null });

const isIt = ({ workspaceId }: Scope, id: string): SQL | undefined =>
  and(eq(tags.workspaceId, workspaceId), eq(tags.id, id));
