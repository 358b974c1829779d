/** A whole server as an operator runs it: a process of its own, on a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../tools/tree.ts';

export type Settings = Record<string, string>;
export type Said = { code: number | null; out: string; err: string };

/** A program that was started; it may end at once. */
export type Program = {
  pid: number;
  out(): string;
  err(): string;
  signal(name: NodeJS.Signals): void;
  /** Resolves when the process is gone. `code` is null when a signal ended it. */
  ended: Promise<Said>;
};

export type ServerProcess = Program & {
  url: string;
  /** From the start of the process to its ready line. */
  readyMs: number;
};

export const ADMIN = { email: 'ana@example.com', password: 'a long and quiet river' };
export const adminSettings = { ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password };

const START_PATIENCE_MS = 150_000;
const READY = /Interline is ready: (\S+)/;

/** Whatever a test leaves behind goes with it. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** What this version is started from. */
export const START = 'server/start.mjs';

/** `npm start`, or a command such as `['token', '--email', E]`, with these settings and no others. */
export function startProgram(
  settings: Settings,
  args: readonly string[] = [],
  script = START,
): Program {
  const { PATH, HOME, TMPDIR } = process.env;
  const inherited = { PATH, HOME, ...(TMPDIR && { TMPDIR }) };
  const child = spawn(process.execPath, [path.resolve(root, script), ...args], {
    env: { ...inherited, LOG_LEVEL: 'warn', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = once(child, 'close').then(([code]): Said => {
    running.delete(child);
    return { code, out, err };
  });
  return {
    pid: child.pid ?? 0,
    out: () => out,
    err: () => err,
    signal: (name) => void child.kill(name),
    ended,
  };
}

/** Starts the server and resolves when it says that it is ready. @throws with what it said instead */
export async function startServer(
  settings: Settings,
  script?: string,
  args: readonly string[] = [],
): Promise<ServerProcess> {
  const started = performance.now();
  const program = startProgram({ PORT: '0', ...settings }, args, script);
  let said: Said | undefined;
  void program.ended.then((last) => {
    said = last;
  });
  while (!READY.test(program.out())) {
    if (said) throw new Error(`the server ended with ${said.code}: ${said.err}${said.out}`);
    if (performance.now() - started > START_PATIENCE_MS) {
      program.signal('SIGKILL');
      throw new Error(`the server did not get ready: ${program.err()}${program.out()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const [, url = ''] = READY.exec(program.out()) ?? [];
  return { ...program, url, readyMs: performance.now() - started };
}

/** Asks a program to end, and insists when it does not. */
export async function stop(program: Program): Promise<Said> {
  program.signal('SIGTERM');
  const insist = setTimeout(() => program.signal('SIGKILL'), 30_000);
  const said = await program.ended;
  clearTimeout(insist);
  return said;
}

export async function makeDataDir(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), 'interline-data-'));
}

/** The database of a server that was killed ends a moment after it, and may still write until then. */
export const removeDataDir = (dataDir: string): Promise<void> =>
  rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });

/** A port that is free now, for servers that must come back at the same address. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
