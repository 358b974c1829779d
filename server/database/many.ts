/**
 * Statements over any number of rows. The rows travel as one array for each column, so that the statement stays the
 * same: its text is made once, and Postgres reads and plans it once for each connection.
 */
import { getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Transaction } from './database.ts';
import { prepared } from './prepared.ts';

/** All rows are of the workspace the transaction is in: it travels once, beside them. */
type Here = { tx: Transaction; workspaceId: string };

/** Columns by the names they have in code. */
type Rows<Table extends PgTable> = readonly Partial<Table['$inferSelect']>[];
type Key<Table extends PgTable> = string & keyof Table['$inferSelect'];

/** Where rows go: the columns that are named, and the workspace; the others are left to their defaults. */
type Into<Table extends PgTable> = {
  table: Table;
  columns: readonly Key<Table>[];
  /** What becomes of rows whose keys are taken, and what is returned. Left out, such a row fails. */
  otherwise?: string;
};

export function insertMany<
  Table extends PgTable,
  Returned extends Record<string, unknown> = Record<string, never>,
>({ tx, workspaceId }: Here, into: Into<Table>, rows: Rows<Table>) {
  const text = once(into, ({ table, columns, otherwise = '' }) => {
    const names = ['workspace_id', ...namesOf(table, columns)].join(', ');
    return `insert into ${nameOf(table)} (${names}) select $1::uuid, * from ${unnested(table, columns)} ${otherwise}`;
  });
  return prepared<Returned>(tx, text, [workspaceId, ...valuesOf(into.table, into.columns, rows)]);
}

type Of<Table extends PgTable> = {
  table: Table;
  /** By which they are found, in the workspace. */
  keys: readonly Key<Table>[];
  columns: readonly Key<Table>[];
  /** What else is set, the same for all. */
  also?: string;
};

/** Sets `columns` of the rows found by `keys`; rows that are not there are left out. */
export function updateMany<Table extends PgTable>(
  { tx, workspaceId }: Here,
  of: Of<Table>,
  rows: Rows<Table>,
) {
  const all = [...of.keys, ...of.columns];
  const text = once(of, ({ table, keys, columns, also }) => {
    const set = columns.map((column) => {
      const name = nameOfColumn(table, column);
      return `${name} = rows.${name}${castOf(table, column)}`;
    });
    const own = nameOf(table);
    const found = namesOf(table, keys).map((name) => `${own}.${name} = rows.${name}`);
    return `update ${own} set ${[...set, ...(also ? [also] : [])].join(', ')}
      from ${unnested(table, all)} as rows (${namesOf(table, all).join(', ')})
      where ${[`${own}.workspace_id = $1`, ...found].join(' and ')}`;
  });
  return prepared(tx, text, [workspaceId, ...valuesOf(of.table, all, rows)]);
}

/** For a where: the values of `columns` are those of one of the rows. */
export function oneOf<Table extends PgTable>(
  table: Table,
  columns: readonly Key<Table>[],
  rows: Rows<Table>,
): SQL {
  const own = namesOf(table, columns).map((name) => sql`${table}.${sql.raw(name)}`);
  const types = typesOf(table, columns);
  const arrays = arraysOf(columns, rows).map(
    (array, n) => sql`${array}::${sql.raw(types[n] ?? '')}`,
  );
  return sql`(${sql.join(own, sql`, `)}) in (select * from unnest(${sql.join(arrays, sql`, `)}))`;
}

/** The parameters that `unnest` takes: for each column the values of all rows. */
export const arraysOf = (columns: readonly string[], rows: readonly object[]): string[] =>
  columns.map((column) => {
    const values = rows.map((row) => literal((row as Record<string, unknown>)[column]));
    return `{${values.join(',')}}`;
  });

/** The same, written as the columns' types allow, and where one of them holds lists: `unnest` would take those apart. */
const valuesOf = <Table extends PgTable>(
  table: Table,
  columns: readonly Key<Table>[],
  rows: Rows<Table>,
): string[] =>
  columns.map((column) => {
    const write = writerOf(typeOf(table, column));
    return `{${rows.map((row) => write(row[column])).join(',')}}`;
  });

type Write = (value: unknown) => string;

/** In these nothing ever needs quotes. */
const BARE = new Set(['uuid', 'bigint', 'integer', 'boolean']);

function writerOf(type: string): Write {
  if (BARE.has(type)) return bare;
  return type.endsWith('[]') ? list : literal;
}

const bare: Write = (value) => (value === null || value === undefined ? 'NULL' : String(value));

/** Each travels as its own text. */
const list: Write = (value) =>
  literal(`{${Array.isArray(value) ? value.map(literal).join(',') : ''}}`);

/** One value in the text of an array: https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `"\\\\x${Buffer.from(value).toString('hex')}"`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`;
}

/** Several arrays side by side are rows: https://www.postgresql.org/docs/current/functions-array.html */
function unnested(table: PgTable, columns: readonly string[]): string {
  const arrays = typesOf(table, columns).map((type, index) => `$${index + 2}::${type}`);
  return `unnest(${arrays.join(', ')})`;
}

const texts = new WeakMap<object, string>();

function once<About extends object>(about: About, make: (about: About) => string): string {
  const text = texts.get(about) ?? make(about);
  texts.set(about, text);
  return text;
}

const namesOf = (table: PgTable, columns: readonly string[]): string[] =>
  columns.map((column) => nameOfColumn(table, column));

const nameOfColumn = (table: PgTable, column: string): string =>
  `"${columnOf(table, column).name}"`;

const typesOf = (table: PgTable, columns: readonly string[]): string[] =>
  columns.map((column) => (isList(table, column) ? 'text[]' : `${typeOf(table, column)}[]`));

const typeOf = (table: PgTable, column: string): string => columnOf(table, column).getSQLType();

const isList = (table: PgTable, column: string): boolean => typeOf(table, column).endsWith('[]');

const castOf = (table: PgTable, column: string): string =>
  isList(table, column) ? `::${typeOf(table, column)}` : '';

const nameOf = (table: PgTable): string => `"${getTableName(table)}"`;

function columnOf(table: PgTable, column: string) {
  const known = getTableColumns(table)[column];
  if (!known) throw new Error(`there is no column ${column}`);
  return known;
}
