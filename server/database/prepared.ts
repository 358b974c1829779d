/** Statements in our own words, for what is asked with every message: their text is made once, not for each time. */
import { Column, getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { PostgresJsSession } from 'drizzle-orm/postgres-js';
import type { Transaction } from './database.ts';

/** Not begun yet: see `together`. */
type Prepared<Row> = { execute(): Promise<readonly Row[]> };

/** Rows by the names of their columns, their values as Postgres writes them. */
export const prepared = <Row extends object>(
  tx: Transaction,
  text: string,
  values: unknown[],
): Prepared<Row> => ({
  execute: async () => (await sessionOf(tx).queryObjects(text, values)) as unknown as Row[],
});

/** Rows as lists, in the order their columns were asked for: `Columns` reads them. */
export const preparedLists = (
  tx: Transaction,
  text: string,
  values: unknown[],
): Prepared<readonly unknown[]> => ({
  execute: async () => (await sessionOf(tx).query(text, values)) as unknown as unknown[][],
});

type By<Table extends PgTable> = {
  table: Table;
  /** The column by which rows are asked for: an id. */
  by: string & keyof Table['$inferSelect'];
  /** What follows the where, such as an order or a lock. */
  also?: string;
};

/** The rows of a workspace that one of the ids leads to. The values go by an index whatever the planner knows of the table. */
export function selectBy<Table extends PgTable>(of: By<Table>) {
  const { table, by, also = '' } = of;
  const columns = new Columns({ row: table });
  const name = getTableColumns(table)[by]?.name;
  const text = `select ${columns.list} from "${getTableName(table)}" as "row"
    where "row".workspace_id = $1 and "row"."${name}" = any($2::uuid[]) ${also}`;
  return (tx: Transaction, workspaceId: string, ids: Iterable<string>) => {
    const statement = preparedLists(tx, text, [workspaceId, idsIn(ids)]);
    return {
      execute: async (): Promise<Table['$inferSelect'][]> =>
        (await statement.execute()).map((values) => columns.read(values).row.row),
    };
  };
}

/** The parameter for `any($n::uuid[])`: each id once. */
export const idsIn = (ids: Iterable<string>): string => `{${[...new Set(ids)].join(',')}}`;

/** The same for drizzle: however many ids there are, it is one and the same statement, whose plan is kept. */
export const among = (column: PgColumn, ids: Iterable<string>): SQL =>
  sql`${column} = any(${idsIn(ids)}::uuid[])`;

function sessionOf(tx: Transaction) {
  const { session } = tx._;
  if (session instanceof PostgresJsSession) return session;
  throw new Error('another driver is at work');
}

type Tables = Record<string, PgTable>;
type Row<Parts extends Tables> = { [Part in keyof Parts]: Parts[Part]['$inferSelect'] };

/** A column as it is called here, and how its values are read; null: as they came. */
type Reading = { key: string; read: ((value: unknown) => unknown) | null };

/** All columns of some tables, by the names that a statement gives those. */
export class Columns<Parts extends Tables> {
  /** As a select names them. */
  readonly list: string;
  readonly #parts: { part: string; columns: Reading[] }[];
  readonly #count: number;

  constructor(parts: Parts) {
    const tables = Object.entries(parts).map(([part, table]) => {
      return { part, columns: Object.entries(getTableColumns(table)) };
    });
    const names = tables.flatMap(({ part, columns }) =>
      columns.map(([, column]) => `"${part}"."${column.name}"`),
    );
    this.list = names.join(', ');
    this.#count = names.length;
    this.#parts = tables.map(({ part, columns }) => ({ part, columns: columns.map(readingOf) }));
  }

  /** What an answer says of each table, and what it says besides. */
  read(values: readonly unknown[]): { row: Row<Parts>; rest: readonly unknown[] } {
    const row: Record<string, Record<string, unknown>> = {};
    let index = 0;
    for (const { part, columns } of this.#parts) {
      const one: Record<string, unknown> = {};
      for (const { key, read } of columns) {
        const value = values[index++];
        one[key] = value === null || read === null ? value : read(value);
      }
      row[part] = one;
    }
    return { row: row as Row<Parts>, rest: values.slice(this.#count) };
  }
}

/** Most columns leave their values as they come: asked with every message, that is worth knowing beforehand. */
function readingOf([key, column]: [string, PgColumn]): Reading {
  const asTheyCome = column.mapFromDriverValue === Column.prototype.mapFromDriverValue;
  return { key, read: asTheyCome ? null : (value) => column.mapFromDriverValue(value) };
}
