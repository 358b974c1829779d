/**
 * Statements over any number of rows. The rows travel as one JSON text, so that the statement stays the same: it is
 * prepared once, and neither built nor analysed anew for each number of rows.
 */
import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Transaction } from './database.ts';

/** Columns by the names they have in code. */
type Rows<Table extends PgTable> = readonly Partial<Table['$inferSelect']>[];
type Key<Table extends PgTable> = string & keyof Table['$inferSelect'];

/** Where rows go: the columns that are named, the others are left to their defaults. */
type Into<Table extends PgTable> = {
  table: Table;
  columns: readonly Key<Table>[];
  /** What becomes of rows whose keys are taken, and what is returned. Left out, such a row fails. */
  otherwise?: SQL;
};

export function insertMany<
  Table extends PgTable,
  Returned extends Record<string, unknown> = Record<string, never>,
>(tx: Transaction, { table, columns, otherwise = sql`` }: Into<Table>, rows: Rows<Table>) {
  const names = list(columns.map((column) => sql.identifier(nameOf(table, column))));
  return tx.execute<Returned>(
    sql`insert into ${table} (${names}) select ${names} from ${recordset(table, columns, rows)} as rows ${otherwise}`,
  );
}

type Of<Table extends PgTable> = {
  table: Table;
  keys: readonly Key<Table>[];
  columns: readonly Key<Table>[];
  /** What else is set, the same for all. */
  also?: SQL;
};

/** Sets `columns` of the rows found by `keys`; rows that are not there are left out. */
export function updateMany<Table extends PgTable>(
  tx: Transaction,
  { table, keys, columns, also }: Of<Table>,
  rows: Rows<Table>,
) {
  const set = columns.map((column) => {
    const name = sql.identifier(nameOf(table, column));
    return sql`${name} = rows.${name}`;
  });
  const where = keys.map((key) => {
    const name = sql.identifier(nameOf(table, key));
    return sql`${table}.${name} = rows.${name}`;
  });
  return tx.execute(
    sql`update ${table} set ${list(also ? [...set, also] : set)} from ${recordset(table, [...keys, ...columns], rows)} as rows
      where ${sql.join(where, sql` and `)}`,
  );
}

/** For a where: the values of `columns` are those of one of the rows. */
export function oneOf<Table extends PgTable>(
  table: Table,
  columns: readonly Key<Table>[],
  rows: Rows<Table>,
): SQL {
  const names = columns.map((column) => sql.identifier(nameOf(table, column)));
  const own = names.map((name) => sql`${table}.${name}`);
  return sql`(${list(own)}) in (select ${list(names)} from ${recordset(table, columns, rows)})`;
}

/** Rows of the table's own type, made of JSON: https://www.postgresql.org/docs/current/functions-json.html */
function recordset<Table extends PgTable>(
  table: Table,
  columns: readonly Key<Table>[],
  rows: Rows<Table>,
): SQL {
  const named = columns.map((column) => [nameOf(table, column), column] as const);
  const plain = rows.map((row) =>
    Object.fromEntries(named.map(([name, column]) => [name, inJson(row[column])])),
  );
  return sql`json_populate_recordset(null::${table}, ${JSON.stringify(plain)}::json)`;
}

const inJson = (value: unknown): unknown =>
  value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : value;

function nameOf(table: PgTable, column: string): string {
  const known = getTableColumns(table)[column];
  if (!known) throw new Error(`there is no column ${column}`);
  return known.name;
}

const list = (parts: SQL[] | ReturnType<typeof sql.identifier>[]): SQL => sql.join(parts, sql`, `);
