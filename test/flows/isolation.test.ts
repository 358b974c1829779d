/** The second lock: even a query that forgets its WHERE sees one workspace, because Postgres itself says no. */
import { sql } from 'drizzle-orm';
import type postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Transaction } from '../../server/database/database.ts';
import { isDatabaseError } from '../../server/database/errors.ts';
import { ownerOf } from '../support/database.ts';
import { DEAF_SERVER, startHub, type TestHub } from '../support/hub.ts';
import { foundAnother, foundAs } from '../support/people.ts';
import { until } from '../support/until.ts';
import { type Furnished, furnish } from '../support/workspace.ts';

/** Asked before a workspace is known: they hold ids and hashes, and nothing anybody wrote. */
const OUTSIDE = [
  'backups',
  'circuits',
  'directory',
  'jobs',
  'listeners',
  'login_failures',
  'processes',
  'stored_files',
];

/** Bound by the policy like the others, for every role but the one that owns it: `find_messages` looks past it. */
const UNFORCED = ['message_words'];

let hub: TestHub;
let owner: postgres.Sql;
let ours: Furnished;
let theirs: Furnished;
let here: string;
let there: string;
let guarded: string[];

beforeAll(async () => {
  hub = await startHub({ mail: DEAF_SERVER });
  owner = ownerOf(hub);
  ours = await furnish(hub, await foundAs(hub), 'OURS');
  theirs = await furnish(hub, await foundAnother(hub), 'FOREIGN');
  here = ours.ids.workspace;
  there = theirs.ids.workspace;
  // Words are written down some moments after what they are of.
  await until(async () => {
    const rows = await owner`
      select workspace_id from message_words union select workspace_id from contact_words`;
    return new Set(rows.map(({ workspace_id: id }) => id)).size === 2;
  }, 10_000);
  const tables = await owner<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and relrowsecurity and relforcerowsecurity order by relname`;
  guarded = tables.map(({ name }) => name);
}, 120_000);

afterAll(async () => {
  await owner.end();
  await hub.close();
});

/** The column that says whose row it is. */
const tenantOf = (table: string) => (table === 'workspaces' ? 'id' : 'workspace_id');

const inside = <Result>(work: (tx: Transaction) => Promise<Result>) =>
  hub.database.inWorkspace(here, work);

const rowsOf = async (tx: Pick<Transaction, 'execute'>, table: string): Promise<string[]> => {
  const rows = await tx.execute<{ tenant: string }>(
    sql`select ${sql.identifier(tenantOf(table))}::text as tenant from ${sql.identifier(table)}`,
  );
  return rows.map(({ tenant }) => tenant);
};

/** The SQLSTATE of what `work` fails with; null when it succeeds. */
async function failureOf(work: Promise<unknown>, ...known: string[]): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    return known.find((code) => isDatabaseError(error, code)) ?? String(error);
  }
}

/** Before and after every id. */
const [FIRST, LAST] = ['0', 'f'].map((digit) =>
  '00000000-0000-0000-0000-000000000000'.replaceAll('0', digit),
);

class Undo extends Error {}

/** Does something and takes it back. */
async function tried<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  let result: Result | undefined;
  await inside(async (tx) => {
    result = await work(tx);
    throw new Undo();
  }).catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
  return result as Result;
}

describe('O1: row-level security', () => {
  it('is forced on every table but those that are asked before a workspace is known', async () => {
    const unguarded = await owner<{ name: string; bound: boolean }[]>`
      select relname as name, relrowsecurity as bound from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm', 'v')
        and not (relrowsecurity and relforcerowsecurity) order by relname`;
    const names = (rows: { name: string }[]) => rows.map(({ name }) => name);
    expect(names(unguarded.filter(({ bound }) => !bound))).toEqual(OUTSIDE);
    expect(names(unguarded.filter(({ bound }) => bound))).toEqual(UNFORCED);
    expect(guarded.length).toBeGreaterThanOrEqual(20);
    const policies = await owner<{ table: string; check: string | null; using: string }[]>`
      select tablename as table, with_check as check, qual as using from pg_policies
      where schemaname = 'public'`;
    expect(policies.map(({ table }) => table).sort()).toEqual([...guarded, ...UNFORCED].sort());
    for (const { table, check, using } of policies) {
      expect([check, using]).toEqual(Array(2).fill(`(${tenantOf(table)} = current_workspace())`));
    }
  });

  it('binds the role that every request runs as', async () => {
    const [role] = await hub.database.outside.execute(sql`
      select rolname as name, rolsuper or rolbypassrls or rolcreaterole or rolcanlogin as mighty,
        (select count(*)::int from pg_class where relowner = r.oid) as owns
      from pg_roles r where rolname = current_user`);
    expect(role).toEqual({ name: 'interline_app', mighty: false, owns: 0 });
  });

  it('shows a query without any WHERE the rows of its own workspace, and no other', async () => {
    for (const table of guarded) {
      const [foreign] = await owner`
        select count(*)::int as count from ${owner(table)} where ${owner(tenantOf(table))} = ${there}`;
      expect(foreign?.['count'], `${table} has foreign rows to be hidden`).toBeGreaterThan(0);
      const seen = await inside((tx) => rowsOf(tx, table));
      expect(seen.length, `${table} has own rows`).toBeGreaterThan(0);
      expect(new Set(seen), table).toEqual(new Set([here]));
    }
  });

  it('shows nothing where no workspace is set, or one that is none', async () => {
    for (const table of guarded) {
      expect(await rowsOf(hub.database.outside, table), table).toEqual([]);
      const nowhere = crypto.randomUUID();
      expect(await hub.database.inWorkspace(nowhere, (tx) => rowsOf(tx, table))).toEqual([]);
    }
  });

  it('changes and deletes no foreign row, even without a WHERE', async () => {
    for (const table of guarded.filter((name) => name !== 'events')) {
      const [total] = await owner`
        select count(*)::int as count from ${owner(table)} where ${owner(tenantOf(table))} = ${here}`;
      const tenant = sql.identifier(tenantOf(table));
      const updated = await tried((tx) =>
        tx.execute(sql`update ${sql.identifier(table)} set ${tenant} = ${tenant} returning 1`),
      );
      expect(updated.length, table).toBe(total?.['count']);
    }
    // The one that nothing points to.
    const deleted = await tried((tx) => tx.execute(sql`delete from drafts returning workspace_id`));
    expect(deleted).toEqual([{ workspace_id: here }]);
  });

  it('takes no row for another workspace, new or moved', async () => {
    for (const table of guarded) {
      const tenant = tenantOf(table);
      const name = sql.identifier(table);
      const copied = inside((tx) =>
        tx.execute(sql`insert into ${name} overriding user value
          select (jsonb_populate_record(null::${name}, to_jsonb(original) || ${JSON.stringify({ [tenant]: there })}::jsonb)).*
          from ${name} original limit 1`),
      );
      expect(await failureOf(copied, '42501'), `insert into ${table}`).toBe('42501');
      const moved = inside((tx) =>
        tx.execute(sql`update ${name} set ${sql.identifier(tenant)} = ${there}`),
      );
      expect(await failureOf(moved, '42501'), `update ${table}`).toBe('42501');
    }
  });

  it('binds the one function that looks past it to the workspace, as it does every query', async () => {
    const found = (where: string, asked: string) =>
      hub.database.inWorkspace(where, async (tx) => {
        const rows = await tx.execute<{ id: string }>(sql`
          select id from find_messages(${asked}::tsquery, ${LAST}::uuid, ${FIRST}::uuid, 1000)`);
        return rows.length;
      });
    const words = async (where: string) =>
      (
        await owner<{ word: string }[]>`
          select distinct unnest(tsvector_to_array(words)) as word from message_words
          where workspace_id = ${where}`
      ).map(({ word }) => `'${word}'`);
    const [own, foreign] = [await words(here), await words(there)];
    expect(await found(there, foreign.join(' | '))).toBeGreaterThan(0);
    expect(await found(here, own.join(' | '))).toBeGreaterThan(0);
    const onlyTheirs = foreign.filter((word) => !own.includes(word));
    expect(onlyTheirs.length).toBeGreaterThan(0);
    expect(await found(here, onlyTheirs.join(' | '))).toBe(0);
    expect(await found(crypto.randomUUID(), foreign.join(' | '))).toBe(0);
    expect(new Set(await inside((tx) => rowsOf(tx, 'message_words')))).toEqual(new Set([here]));
    expect(await rowsOf(hub.database.outside, 'message_words')).toEqual([]);
  });

  it('forgets the workspace with its transaction: a shared pool leaks nothing', async () => {
    const pool = openDatabase(hub.connection, { restricted: true, max: 3 });
    const wrong: string[] = [];
    const visit = async (n: number) => {
      const workspace = n % 2 ? here : there;
      const fails = n % 7 === 0;
      await pool
        .inWorkspace(workspace, async (tx) => {
          const seen = await tx.execute<{ workspace_id: string }>(
            sql`select workspace_id from channels`,
          );
          const isOwn = seen.every((row) => row.workspace_id === workspace);
          if (seen.length === 0 || !isOwn) wrong.push(`${n}: inside`);
          if (fails) throw new Undo();
        })
        .catch((error: unknown) => {
          if (!(error instanceof Undo)) throw error;
        });
      if (n % 5) return;
      const outside = await pool.outside.execute(sql`select 1 from channels`);
      if (outside.length > 0) wrong.push(`${n}: outside`);
    };
    for (let n = 0; n < 2_000; n += 8) {
      await Promise.all(Array.from({ length: 8 }, (_, lane) => visit(n + lane)));
    }
    await pool.close();
    expect(wrong).toEqual([]);
  }, 60_000);
});

describe('O2: foreign keys', () => {
  type Key = { name: string; table: string; target: string; columns: string[]; targets: string[] };

  const keys = () => owner<Key[]>`
    select k.conname as name, k.conrelid::regclass::text as table, k.confrelid::regclass::text as target,
      array(select attname::text from unnest(k.conkey) with ordinality c(no, place)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = c.no order by place) as columns,
      array(select attname::text from unnest(k.confkey) with ordinality c(no, place)
        join pg_attribute a on a.attrelid = k.confrelid and a.attnum = c.no order by place) as targets
    from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace`;

  it('all carry the workspace on both sides', async () => {
    const all = await keys();
    expect(all.length).toBeGreaterThan(25);
    const bare = all.filter(
      ({ target, columns, targets }) =>
        columns[0] !== 'workspace_id' || targets[0] !== tenantOf(target),
    );
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  it('refuse a pointer into another workspace, even to a superuser', async () => {
    const composite = (await keys()).filter(({ columns }) => columns.length === 2);
    expect(composite.length).toBeGreaterThan(20);
    for (const { name, table, target, columns, targets } of composite) {
      const [column = '', targetColumn = ''] = [columns[1], targets[1]];
      const [pointed] = await owner`
        select ${owner(targetColumn)} as id from ${owner(target)} where workspace_id = ${there} limit 1`;
      expect(pointed, `${target} has a foreign row to point to`).toBeDefined();
      const crossing = owner`
        update ${owner(table)} set ${owner(column)} = ${pointed?.['id']}
        where ctid in (select ctid from ${owner(table)} where workspace_id = ${here} limit 1)
        returning 1`;
      expect(await failureOf(crossing, '23503'), name).toBe('23503');
    }
  });
});

describe('what is written once', () => {
  it('cannot be changed in the log of events, by nobody who serves requests', async () => {
    expect((await inside((tx) => rowsOf(tx, 'events'))).length).toBeGreaterThan(0);
    for (const statement of [
      "update events set kind = 'message'",
      'delete from events',
      'truncate events',
      'drop table events',
      'alter table events disable row level security',
    ]) {
      const attempt = inside((tx) => tx.execute(statement));
      expect(await failureOf(attempt, '42501'), statement).toBe('42501');
    }
  });
});

describe('the shape of the store', () => {
  it('lets the workspace lead every index of a guarded table', async () => {
    const indexes = await owner<{ name: string; first: string }[]>`
      select i.indexrelid::regclass::text as name, a.attname as first
      from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
      where i.indrelid::regclass::text in ${owner(guarded)}`;
    expect(indexes.length).toBeGreaterThan(guarded.length);
    const others = indexes.filter(({ first }) => first !== 'workspace_id');
    expect(others.map(({ name }) => name)).toEqual(['workspaces_pkey']);
  });

  it('keeps no secret in the clear where no workspace guards it', async () => {
    const listed = await owner<{ key: string }[]>`
      select key from directory where kind in ('session', 'token', 'invitation')`;
    expect(listed.length).toBeGreaterThan(3);
    expect(listed.filter(({ key }) => !/^[0-9a-f]{64}$/.test(key))).toEqual([]);
    const failed = await owner<{ subject: string }[]>`select subject from login_failures`;
    expect(failed.filter(({ subject }) => !/^[0-9a-f]{64}$/.test(subject))).toEqual([]);
  });
});
