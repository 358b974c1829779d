/** Column shapes that every table shares. */
import { bigint, customType, timestamp, uuid } from 'drizzle-orm/pg-core';

export const workspaceId = () => uuid('workspace_id').notNull();

export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const createdAt = () => moment('created_at').notNull().defaultNow();

/** A gapless counter. */
export const sequence = (name: string) => bigint(name, { mode: 'number' }).notNull().default(0);

export const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (value) => Buffer.from(value),
  fromDriver: (value) => new Uint8Array(value),
});

/** A transaction id that never wraps (`xid8`), as decimal text. */
export const transactionId = customType<{ data: string; driverData: string }>({
  dataType: () => 'xid8',
});

/** Words as Postgres searches them, written as `'word' 'word'`. */
export const words = customType<{ data: string; driverData: string }>({
  dataType: () => 'tsvector',
});
