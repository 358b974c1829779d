/** Programs of this folder that are asked and answer in JSON, each in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { root } from '../../test/tools/tree.ts';

/** @param program such as `bullmq.mjs` */
export async function ask<Answer>(program: string, asked: object): Promise<Answer> {
  const file = path.join(root, 'bench/load', program);
  const child = spawn(process.execPath, [file], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(asked));
  return (await json(child.stdout)) as Answer;
}

/** A platform on loopback. */
export async function startProvider(): Promise<{ url: string; stop(): void }> {
  const file = path.join(root, 'bench/load/provider.mjs');
  const child = spawn(process.execPath, [file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [port] = await once(child.stdout, 'data');
  return {
    url: `http://127.0.0.1:${String(port).trim()}/`,
    stop: () => void child.stdin.end(),
  };
}
