/** Runs a command line tool of our development packages and keeps what it says. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { read, root } from '../../tools/tree.ts';

export type Outcome = { code: number | null; said: string; complained: string };

export const runTool = (tool: string, args: readonly string[], cwd = root): Promise<Outcome> =>
  run([programOf(tool), ...args], cwd);

/** Runs a script of ours, named from the root, in a folder. */
export const runScript = (file: string, cwd: string): Promise<Outcome> => run([root + file], cwd);

async function run(args: readonly string[], cwd: string): Promise<Outcome> {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
  const child = spawn(process.execPath, [...args], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  const [said, complained, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    closed,
  ]);
  return { code, said, complained };
}

/** The file behind the first program that the package brings; ours have their own name first. */
function programOf(tool: string): string {
  const { bin }: { bin: string | Record<string, string> } = JSON.parse(
    read(`node_modules/${tool}/package.json`),
  );
  const file = typeof bin === 'string' ? bin : Object.values(bin)[0];
  return `${root}node_modules/${tool}/${file}`;
}
