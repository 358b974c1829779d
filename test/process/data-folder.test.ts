/** One folder, one process: who comes second is told so, who comes later finds everything as it was. */
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Agent } from '../../server/wire/people.ts';
import { isAlive, postgresProcesses } from '../support/postgres-processes.ts';
import { logInRemotely, Remote } from '../support/remote.ts';
import {
  ADMIN,
  adminSettings,
  makeDataDir,
  removeDataDir,
  type Said,
  type ServerProcess,
  startProgram,
  startServer,
  stop,
} from '../support/server-process.ts';
import { until } from '../support/until.ts';
import { root } from '../tools/tree.ts';

let dataDir: string;
let server: ServerProcess | undefined;

beforeAll(async () => {
  dataDir = await makeDataDir();
});

afterEach(async () => {
  if (server) await stop(server);
  server = undefined;
});

afterAll(() => removeDataDir(dataDir));

const start = async (more: Record<string, string> = {}): Promise<ServerProcess> => {
  server = await startServer({ DATA_DIR: dataDir, ...adminSettings, ...more });
  return server;
};

describe('a second process on the same folder', () => {
  it('says who has it, in one line, and leaves the first one alone', async () => {
    const { pid, url } = await start();
    const second = await startProgram({ DATA_DIR: dataDir, PORT: '0' }).ended;
    expect(second).toMatchObject({ code: 1, out: '' });
    expect(second.err).toMatch(/^[^\n]+\n$/);
    expect(second.err).toContain(`process ${pid}`);
    expect(second.err).toContain('DATA_DIR');
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  });
});

describe('ADMIN_EMAIL and ADMIN_PASSWORD', () => {
  it('make the first admin', async () => {
    const { url } = await start();
    const ana = await logInRemotely(url);
    const { data } = await ana.get<{ data: Agent[] }>('/api/v1/agents');
    expect(data).toMatchObject([{ email: ADMIN.email, role: 'admin' }]);
  });

  it('change nothing when there is one: neither a new person nor a new password', async () => {
    const other = { email: 'eve@example.com', password: 'another long and quiet river' };
    const newPassword = { ...ADMIN, password: other.password };
    const { url } = await start({ ADMIN_EMAIL: other.email, ADMIN_PASSWORD: other.password });
    const ana = await logInRemotely(url);
    expect((await ana.get<{ data: Agent[] }>('/api/v1/agents')).data).toHaveLength(1);
    await stop(server as ServerProcess);
    const again = await start({ ADMIN_PASSWORD: newPassword.password });
    await expect(logInRemotely(again.url)).resolves.toBeInstanceOf(Remote);
    await expect(logInRemotely(again.url, newPassword)).rejects.toThrow('401');
    await expect(logInRemotely(again.url, other)).rejects.toThrow('401');
  });
});

describe('npm run token', () => {
  const token = (email: string): Promise<Said> =>
    new Promise((resolve) => {
      const args = ['run', '--silent', 'token', '--', '--email', email];
      const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], DATA_DIR: dataDir };
      execFile('npm', args, { cwd: root, env }, (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
      });
    });
  const only = { code: 0, out: expect.stringMatching(/^itl_\S{20,}\n$/) };
  const works = async (url: string, printed: string) => {
    const program = new Remote(url, { authorization: `Bearer ${printed.trim()}` });
    const { data } = await program.get<{ data: Agent[] }>('/api/v1/agents');
    expect(data).toMatchObject([{ email: ADMIN.email }]);
  };

  it('prints a token and nothing else while the server runs', async () => {
    const { url } = await start();
    const said = await token(ADMIN.email);
    expect(said).toMatchObject(only);
    await works(url, said.out);
  });

  it('and when it does not, and leaves no database running', async () => {
    const said = await token(ADMIN.email);
    expect(said).toMatchObject(only);
    expect(postgresProcesses(dataDir)).toEqual([]);
    await works((await start()).url, said.out);
  });

  it('tells in one line on standard error that there is no such agent', async () => {
    const said = await token('nobody@example.com');
    expect(said).toMatchObject({ code: 1, out: '' });
    expect(said.err).toBe('No agent has this e-mail address.\n');
  });
});

describe('killed while it starts, at any moment', () => {
  it('even for the first time on a folder, the next start just works', async () => {
    const folder = await makeDataDir();
    const killedAfter: number[] = [];
    for (let ms = 250; ms < 4_000; ms += 375) {
      const program = startProgram({ DATA_DIR: folder, PORT: '0', ...adminSettings });
      await sleep(ms);
      if (program.out().includes('is ready')) ms = Number.POSITIVE_INFINITY;
      const found = postgresProcesses(folder);
      program.signal('SIGKILL');
      await program.ended;
      const left = [...found, ...postgresProcesses(folder)];
      killedAfter.push(ms);
      await until(() => !left.some(isAlive), 3_000);
    }
    expect(killedAfter.length).toBeGreaterThan(2);
    const last = await startServer({ DATA_DIR: folder, ...adminSettings });
    await expect(logInRemotely(last.url)).resolves.toBeInstanceOf(Remote);
    expect(await stop(last)).toMatchObject({ code: 0, err: '' });
    await removeDataDir(folder);
  });
});
