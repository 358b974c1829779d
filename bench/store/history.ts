/**
 * A server beside a history of a given size, made first or found where it was kept. That takes its time, so it is done only
 * when asked for: `BENCH_CONVERSATIONS` says how large the history is (ten messages each), and `BENCH_STORE` names a folder
 * that keeps what was made for the next time.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import postgres from 'postgres';
import { findRunning } from '../../server/database/embedded/running.ts';
import { newId } from '../../server/events/ids.ts';
import type { CreatedChannel } from '../../server/wire/channels.ts';
import type { Session } from '../../server/wire/people.ts';
import type { Tag } from '../../server/wire/tags.ts';
import { logInRemotely, type Remote } from '../../test/support/remote.ts';
import {
  adminSettings,
  makeDataDir,
  removeDataDir,
  startServer,
  stop,
} from '../../test/support/server-process.ts';
import { fill } from './fill.ts';

const CHANNELS = 12;
const AGENTS = 50;
const TAGS = 12;

export type History = {
  conversations: number;
  /** A folder that keeps what was made for the next time. */
  kept?: string | undefined;
};

/** null: none was asked for. */
export function askedHistory(): History | null {
  const conversations = Number(process.env['BENCH_CONVERSATIONS'] ?? 0);
  return conversations > 0 ? { conversations, kept: process.env['BENCH_STORE'] } : null;
}

/** @param work is given an admin of the workspace the history is in */
export async function withHistory<Result>(
  { conversations, kept }: History,
  work: (ana: Remote) => Promise<Result>,
): Promise<Result> {
  const dataDir = kept ? path.join(kept, String(conversations)) : await makeDataDir();
  // Written when all of it is there: half a history measures nothing.
  const seal = path.join(dataDir, 'history-is-whole');
  const made = existsSync(seal);
  if (!made) await removeDataDir(dataDir);
  const server = await startServer({ DATA_DIR: dataDir, ...adminSettings });
  try {
    const ana = await logInRemotely(server.url);
    if (!made) await furnish(ana, dataDir, conversations);
    await writeFile(seal, '');
    return await work(ana);
  } finally {
    await stop(server);
    if (!kept) await removeDataDir(dataDir);
  }
}

async function furnish(ana: Remote, dataDir: string, conversations: number): Promise<void> {
  const socketPath = await findRunning(dataDir);
  if (!socketPath) throw new Error('the embedded database does not run');
  const sql = postgres({
    path: socketPath,
    user: 'postgres',
    database: 'interline',
    max: 1,
    onnotice: () => {},
  });
  const { agent, workspace } = await ana.get<Session>('/api/v1/session');
  const channelIds: string[] = [];
  for (let n = 0; n < CHANNELS; n++) {
    const settings = { secret: 'a secret of no channel in use' };
    const wanted = { adapter: 'echo', name: `Channel ${n}`, settings };
    channelIds.push((await ana.expect<CreatedChannel>('POST', '/api/v1/channels', wanted)).id);
  }
  const tagIds: string[] = [];
  for (let n = 0; n < TAGS; n++) {
    tagIds.push((await ana.expect<Tag>('POST', '/api/v1/tags', { name: `Tag ${n}` })).id);
  }
  const agentIds = [agent.id];
  while (agentIds.length < AGENTS) {
    const id = newId();
    await sql`insert into agents (workspace_id, id, email, name, role, password_hash)
      values (${workspace.id}, ${id}, ${`${id}@example.com`}, ${`Agent ${agentIds.length}`}, 'agent', '')`;
    agentIds.push(id);
  }
  await sql.unsafe("set maintenance_work_mem = '1GB'; set statement_timeout = 0");
  await fill(sql, { workspaceId: workspace.id, channelIds, agentIds, tagIds }, conversations);
  await sql.end();
}
