/** Load from a process of its own, so that its work is not the server's: see `sender.mjs`. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../test/tools/tree.ts';

export type Load = {
  /** An echo channel's webhook, and its secret. */
  url: string;
  secret: string;
  connections: number;
  /** How many people write, in turn. */
  people: number;
  forMs: number;
  /** What is offered, whatever the answers take; null: each connection as fast as it is answered. */
  perSecond: number | null;
  /** What each text begins with, before its message's id; left out: one text for all. */
  text?: string;
};

export type Answers = {
  statuses: Record<string, number>;
  /** External ids of the messages that were answered 200. */
  accepted: string[];
  /** Of those, in ms. */
  times: number[];
  unanswered: number;
};

let runs = 0;

/** Sends signed messages, no two with the same id, and tells how they were answered. */
export async function send(load: Load): Promise<Answers> {
  const asked = { ...load, prefix: `load-${process.pid}-${++runs}` };
  const sender = path.join(root, 'bench/load/sender.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [sender, JSON.stringify(asked)], {
    maxBuffer: 512 * 1024 * 1024,
  });
  return JSON.parse(stdout) as Answers;
}
