import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Identity } from './identity.ts';
import { environment } from './run.ts';

export type GuardedProcess = {
  /** Resolves with the exit code when the program has ended. */
  ended: Promise<number | undefined>;
  isRunning(): boolean;
  /** The last lines the program wrote to its error output. */
  log(): string;
  /** Asks the program to end. */
  cut(): void;
};

const LOG_LENGTH = 8000;

// Descriptor 3 is this process's lifeline: it closes when the process dies, however it dies, and
// then the program is asked to end (again and again: at its very start it may not be listening).
// Descriptor 4 is the kernel lock, which only the program itself goes on holding.
const WATCH = `
trap '' HUP INT TERM
"$@" </dev/null 3<&- & program=$!
( read -r _ <&3; while kill -INT $program; do sleep 1; done ) 2>/dev/null 4<&- & watcher=$!
wait $program; code=$?
kill -KILL $watcher; wait $watcher
exit $code
`;

/** Runs a Postgres program that ends when this process does, even when it is killed. */
export function spawnGuarded(
  identity: Identity,
  command: readonly string[],
  kernelLock: number,
): GuardedProcess {
  const args = ['-c', WATCH, 'interline-postgres', ...identity.prefix, ...command];
  const child = spawn('/bin/sh', args, {
    ...identity.user,
    env: environment,
    cwd: '/',
    detached: true, // Ctrl-C is for this process, which still needs the database to finish its work
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', kernelLock],
  });
  const readLog = keepLog(child.stdio[2]);
  const lifeline = child.stdio[3];
  lifeline?.on('error', () => undefined); // the far end may go first
  let isRunning = true;
  const ended = new Promise<number | undefined>((resolve) => {
    const finish = (code?: number | null) => {
      isRunning = false;
      lifeline?.destroy();
      resolve(code ?? undefined);
    };
    child.once('error', () => finish());
    child.once('exit', finish);
  });
  return {
    ended,
    isRunning: () => isRunning,
    log: readLog,
    cut: () => lifeline?.destroy(),
  };
}

function keepLog(stream: Readable | null): () => string {
  let log = '';
  stream?.setEncoding('utf8').on('data', (chunk) => {
    log = `${log}${chunk}`.slice(-LOG_LENGTH);
  });
  return () => log.trim();
}
