/** Where a page of a list ends: a moment to the microsecond, and an id for those of the same one. */
import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';

/** Microseconds since the epoch, as text: more than a JavaScript date knows. */
export type Place = { at: string; id: string };

export const placeOf = (at: PgColumn, id: PgColumn) => ({
  at: sql<string>`((extract(epoch from ${at}) * 1000000)::bigint)::text`,
  id: sql<string>`${id}::text`,
});

/** For a where, of a list that has the newest first. */
export const beforePlace = (
  at: PgColumn,
  id: PgColumn,
  place: Place | undefined,
): SQL | undefined =>
  place &&
  sql`(${at}, ${id}) < (timestamptz 'epoch' + ${place.at}::bigint * interval '1 microsecond', ${place.id}::uuid)`;

export const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' &&
  value !== null &&
  'at' in value &&
  'id' in value &&
  /^\d{1,17}$/.test(String(value.at)) &&
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(value.id));

/** For sorting: the newest first. */
export const newestFirst = (one: Place, other: Place): number =>
  Number(other.at) - Number(one.at) || (one.id < other.id ? 1 : -1);
