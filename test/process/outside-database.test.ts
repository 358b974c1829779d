/** DATABASE_URL: any Postgres that can be trusted with messages, and no other. */
import path from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../server/database/embedded/embedded-postgres.ts';
import { postgresProcesses } from '../support/postgres-processes.ts';
import { type Pretence, pretendPostgres } from '../support/pretend-postgres.ts';
import { logInRemotely, visitAt, websiteAt } from '../support/remote.ts';
import {
  adminSettings,
  makeDataDir,
  removeDataDir,
  type Said,
  startProgram,
  startServer,
  stop,
} from '../support/server-process.ts';

/** A Postgres of its own, as a system administrator would run it; ours only knows the address. */
let outside: EmbeddedPostgres;
let superuser: postgres.Sql;
let folders: { outside: string; data: string };

beforeAll(async () => {
  folders = { outside: await makeDataDir(), data: await makeDataDir() };
  outside = await startEmbeddedPostgres(folders.outside);
  superuser = postgres({ path: outside.socketPath, user: outside.superuser, database: 'postgres' });
  await superuser`create role interline login createrole`;
  await superuser`create role plain login`;
  await superuser`create role hasty login`;
  await superuser`create role mighty login bypassrls`;
  await superuser`alter role hasty set synchronous_commit = off`;
  await superuser`create database interline owner interline`;
  await superuser`create database plain owner plain`;
});

afterAll(async () => {
  await superuser.end();
  await outside.stop();
  await removeDataDir(folders.outside);
  await removeDataDir(folders.data);
});

function address(role: string, database = role): string {
  const folder = encodeURIComponent(path.dirname(outside.socketPath));
  return `postgres://${role}@localhost/${database}?host=${folder}`;
}

const startOn = (url: string): Promise<Said> =>
  startProgram({ DATA_DIR: folders.data, PORT: '0', DATABASE_URL: url }).ended;

describe('a Postgres with a role and a database for us', () => {
  it.each([
    ['interline', 'may create roles'],
    ['plain', 'may not: then it says how to do better, and row-level security still binds it'],
  ])('as %s, which %s', async (role) => {
    const settings = { DATA_DIR: folders.data, DATABASE_URL: address(role), ...adminSettings };
    const server = await startServer(settings);
    const ana = await logInRemotely(server.url);
    const channelId = (await websiteAt(ana)).id;
    const visitor = await visitAt(server.url, channelId);
    const words = { key: 'outside-key-1', text: 'Stored elsewhere' };
    expect((await visitor.call('POST', `/widget/v1/${channelId}/messages`, words)).status).toBe(
      201,
    );
    const said = await stop(server);
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out.includes('CREATE ROLE')).toBe(role === 'plain');
    expect(postgresProcesses(folders.data)).toEqual([]);
    expect(await textsIn(role)).toEqual(['Stored elsewhere']);
  });

  it('keeps what it holds when the next start finds it migrated already', async () => {
    const settings = { DATA_DIR: folders.data, DATABASE_URL: address('interline') };
    const server = await startServer({ ...settings, ...adminSettings });
    await logInRemotely(server.url);
    await stop(server);
    expect(await textsIn('interline')).toEqual(['Stored elsewhere']);
  });
});

async function textsIn(database: string): Promise<string[]> {
  const look = postgres({ path: outside.socketPath, user: outside.superuser, database, max: 1 });
  const rows = await look<{ text: string }[]>`select text from messages`;
  await look.end();
  return rows.map(({ text }) => text);
}

describe('refused with one line', () => {
  const expectLine = (said: Said, ...words: string[]) => {
    expect(said).toMatchObject({ code: 1, out: '' });
    expect(said.err).toMatch(/^[^\n]+\n$/);
    for (const word of words) expect(said.err).toContain(word);
  };

  it('a superuser, with the commands that make a role', async () => {
    const said = await startOn(address(outside.superuser, 'interline'));
    expectLine(said, 'DATABASE_URL', 'superuser', 'CREATE ROLE interline LOGIN');
  });

  it('a role that bypasses row-level security', async () => {
    expectLine(await startOn(address('mighty', 'interline')), 'DATABASE_URL', '"mighty"');
  });

  it('a role that does not wait for the disk', async () => {
    expectLine(await startOn(address('hasty', 'interline')), 'synchronous_commit = off');
  });

  it('a database that is not there', async () => {
    expectLine(await startOn(address('interline', 'nowhere')), 'DATABASE_URL', 'nowhere');
  });

  const soundReport = {
    version: 150_000,
    version_text: '15.0',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    unbound: false,
    login: 'interline',
    clock: () => Date.now() / 1000,
  };

  it.each([
    ['older than 15', { version: 140_012, version_text: '14.12' }, ['14.12', '15']],
    ['with fsync off', { fsync: 'off' }, ['fsync = off', 'lose']],
    ['with full_page_writes off', { full_page_writes: 'off' }, ['full_page_writes = off']],
    ['in another time', { clock: () => Date.now() / 1000 - 3_600 }, ['clock', '3600 s', 'NTP']],
  ])('a Postgres %s', async (_what, change, words) => {
    const pretence: Pretence = await pretendPostgres({ ...soundReport, ...change });
    try {
      expectLine(
        await startOn(`postgres://interline@127.0.0.1:${pretence.port}/interline`),
        ...words,
      );
    } finally {
      await pretence.close();
    }
  });

  it('but not one that is sound: the same pretence is taken for a Postgres until it is put to use', async () => {
    const pretence = await pretendPostgres(soundReport);
    const said = await startOn(`postgres://interline@127.0.0.1:${pretence.port}/interline`);
    await pretence.close();
    // Asked for the types of its arrays, as every connection that is put to use begins.
    expect(pretence.asked()).toContain('pg_type');
    expect(said.err).toContain('not answered here');
  });
});
