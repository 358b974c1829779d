/** Statements in our own words, for what is asked with every message: their text is made once, not for each time. */
import { getTableColumns, getTableName } from 'drizzle-orm';
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

function sessionOf(tx: Transaction) {
  const { session } = tx._;
  if (session instanceof PostgresJsSession) return session;
  throw new Error('another driver is at work');
}

type Tables = Record<string, PgTable>;
type Row<Parts extends Tables> = { [Part in keyof Parts]: Parts[Part]['$inferSelect'] };

/** All columns of some tables, by the names that a statement gives those. */
export class Columns<Parts extends Tables> {
  readonly #columns: { part: string; key: string; column: PgColumn }[];

  constructor(parts: Parts) {
    this.#columns = Object.entries(parts).flatMap(([part, table]) =>
      Object.entries(getTableColumns(table)).map(([key, column]) => ({ part, key, column })),
    );
  }

  /** As a select names them. */
  get list(): string {
    return this.#columns.map(({ part, column }) => `"${part}"."${column.name}"`).join(', ');
  }

  /** What an answer says of each table, and what it says besides. */
  read(values: readonly unknown[]): { row: Row<Parts>; rest: readonly unknown[] } {
    const row: Record<string, Record<string, unknown>> = {};
    for (const [index, { part, key, column }] of this.#columns.entries()) {
      const value = values[index];
      row[part] ??= {};
      row[part][key] = value === null ? null : column.mapFromDriverValue(value);
    }
    return { row: row as Row<Parts>, rest: values.slice(this.#columns.length) };
  }
}
