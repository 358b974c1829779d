/** The counts after very many random deeds at once, held against the rows themselves. */
import { createHmac } from 'node:crypto';
import postgres from 'postgres';
import { connectOptions } from '../../server/database/connection.ts';
import { findRunning } from '../../server/database/embedded/running.ts';
import { embeddedConnection } from '../../server/database/start.ts';
import type { Session } from '../../server/wire/people.ts';
import { driftOf, stir } from '../../test/support/counts-audit.ts';
import { connectEchoAt, type Remote } from '../../test/support/remote.ts';
import type { Figure } from '../report.ts';

const SECRET = 'the secret of the audited channel';
const OPERATIONS = 100_000;
const PEOPLE = 500;

export async function auditCounts(ana: Remote, dataDir: string): Promise<Figure[]> {
  const channel = await connectEchoAt(ana, SECRET);
  const { agent, workspace } = await ana.get<Session>('/api/v1/session');
  let written = 0;
  const write = async (person: number) => {
    written += 1;
    const body = JSON.stringify({
      id: `audit-${written}`,
      from: `auditor ${person}`,
      text: 'Said',
    });
    const signature = createHmac('sha256', SECRET).update(body).digest('hex');
    const headers = {
      'content-type': 'application/json',
      'x-echo-signature': `sha256=${signature}`,
    };
    const url = `${ana.url}/channels/${channel.id}/webhook`;
    const { status } = await fetch(url, { method: 'POST', headers, body });
    if (status !== 200) throw new Error(`writing answered ${status}`);
  };
  const agents = [{ id: agent.id, caller: ana }];
  const done = await stir({ agents, write }, { operations: OPERATIONS, people: PEOPLE, seed: 5 });
  const deeds = [...done.values()].reduce((sum, count) => sum + count, 0);
  return [
    { name: 'random deeds before the audit', value: deeds, unit: '' },
    {
      name: '  kinds of conversations counted wrong',
      value: await audit(dataDir, workspace.id),
      unit: '',
      target: '0',
    },
  ];
}

async function audit(dataDir: string, workspaceId: string): Promise<number> {
  const socketPath = await findRunning(dataDir);
  if (!socketPath) throw new Error('the embedded database does not run');
  const owner = postgres({ ...connectOptions(embeddedConnection(socketPath)), max: 1 });
  const drift = await driftOf(owner, workspaceId);
  await owner.end();
  return drift.length;
}
