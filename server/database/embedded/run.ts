import { spawn } from 'node:child_process';

/** The unprivileged user a program runs as; undefined means the user of this process. */
export type User = { uid: number; gid: number } | undefined;

type Finished = {
  /** Undefined when the program could not be run at all. */
  code: number | undefined;
  output: string;
};

// Postgres needs a valid UTF-8 locale; macOS has no C.UTF-8.
export const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';

// A fixed environment: nothing of the application's (PGDATA, LD_PRELOAD, secrets) leaks in. TZ
// spares initdb a search through all time zones.
export const environment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: locale,
  TZ: 'UTC',
};

/** Runs a short program to its end. `file` is handed to it as descriptor 3. */
export function run(
  command: readonly string[],
  options: { user?: User; file?: number } = {},
): Promise<Finished> {
  const [program = '', ...args] = command;
  return new Promise<Finished>((resolve, reject) => {
    const child = spawn(program, args, {
      ...options.user,
      env: environment,
      cwd: '/', // the caller's folder may be closed to the other user
      stdio: ['ignore', 'pipe', 'ignore', options.file ?? 'ignore'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? undefined, output }));
  }).catch(() => ({ code: undefined, output: '' })); // no such program, or no such user here
}

/** Whether a program ends with success. */
export async function succeeds(command: readonly string[], user?: User): Promise<boolean> {
  return (await run(command, { user })).code === 0;
}
