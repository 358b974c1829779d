/** A server under load that is killed again and again, and what is left of it afterwards. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConversations } from '../../fault/load/fresh-views.ts';
import { type Entry, Ledger } from '../../fault/load/ledger.ts';
import { type Random, seeded } from '../../fault/load/seeded.ts';
import {
  agentWriter,
  echoWriter,
  visitorWriter,
  type Writer,
  write,
} from '../../fault/load/writers.ts';
import { AgentFollower } from '../../support/followers/agent-follower.ts';
import { VisitorFollower } from '../../support/followers/visitor-follower.ts';
import { isAlive, postgresProcesses } from '../../support/postgres-processes.ts';
import {
  connectEchoAt,
  logInRemotely,
  programOf,
  type Remote,
  visitAt,
  websiteAt,
} from '../../support/remote.ts';
import { type ServerProcess, type Settings, startServer } from '../../support/server-process.ts';
import { until } from '../../support/until.ts';

const VISITORS = ['visitor-a', 'visitor-b', 'visitor-c', 'visitor-d'];
const AGENTS = ['agent-a', 'agent-b'];
const PLATFORMS = ['echo-a', 'echo-b'];
const SECRET = 'echo secret of the siege';

/** Before a kill, on average. */
const ACKNOWLEDGED_EACH = 25;
const WORK_PATIENCE_MS = 30_000;
const ORPHAN_PATIENCE_MS = 3_000;
/** A job that a killed process had claimed falls due again when its lease ends. */
const LEASE_PATIENCE_MS = 35_000;

export type Kill = { readyMs: number; processes: number; orphans: number[] };
export type Screen = { name: string; visitor: Remote; follower: VisitorFollower };
export type People = {
  program: Remote;
  channelId: string;
  webhook: URL;
  agent: AgentFollower;
  screens: Screen[];
};

export type Outcome = {
  server: ServerProcess;
  people: People;
  kills: Kill[];
  entries: Entry[];
  /** Answers that a server should not give, however often it dies. */
  faults: string[];
  /** What the servers logged as a warning or worse. */
  complaints: string[];
};

/** Starts a server, sets writers and watchers on it, kills and starts it `times` times, and waits for the last word. */
export async function besiege(settings: Settings, seed: number, times: number): Promise<Outcome> {
  const random = seeded(seed);
  let server = await startServer(settings);
  const people = await gather(server);
  const ledger = new Ledger(path.join(settings['DATA_DIR'] ?? '', 'ledger.jsonl'));
  const kills: Kill[] = [];
  const faults: string[] = [];
  const complaints: string[] = [];
  const run = { ledger, random, faults, isOver: () => kills.length === times };
  const writing = writersOf(people, random).map((writer) => write(writer, run));
  while (kills.length < times) {
    // From the moment it is ready, and on a slow machine until there was work to be hit.
    await sleep(random.between(1_200, 3_200));
    const wanted = ACKNOWLEDGED_EACH * (kills.length + 1);
    await until(() => ledger.times.length >= wanted, WORK_PATIENCE_MS);
    const killed = await killAndStart(server, settings);
    server = killed.server;
    complaints.push(...killed.complaints);
    kills.push(killed.kill);
  }
  await Promise.all(writing);
  await deliveriesEnd(people.program);
  return { server, people, kills, entries: ledger.close(), faults, complaints };
}

async function gather(server: ServerProcess): Promise<People> {
  const ana = await logInRemotely(server.url);
  const program = await programOf(ana);
  const channelId = (await websiteAt(ana)).id;
  const echo = await connectEchoAt(ana, SECRET);
  const screens: Screen[] = [];
  for (const name of VISITORS) {
    const visitor = await visitAt(server.url, channelId);
    screens.push({ name, visitor, follower: new VisitorFollower(visitor, channelId) });
  }
  const webhook = new URL(`/channels/${echo.id}/webhook`, server.url);
  return { program, channelId, webhook, agent: new AgentFollower(program), screens };
}

function writersOf(
  { screens, program, channelId, webhook, agent }: People,
  random: Random,
): Writer[] {
  const anywhere = () => (agent.rows.size > 0 ? random.pick([...agent.rows.values()]) : null);
  return [
    ...screens.map(({ name, visitor }) => visitorWriter(name, visitor, channelId)),
    ...AGENTS.map((name) => agentWriter(name, program, anywhere)),
    ...PLATFORMS.map((name) => echoWriter(name, webhook, SECRET)),
  ];
}

async function killAndStart(server: ServerProcess, settings: Settings) {
  const dataDir = settings['DATA_DIR'] ?? '';
  const before = postgresProcesses(dataDir);
  server.signal('SIGKILL');
  const { out, err } = await server.ended;
  // With those that were forked in the last instant: all of them have to go.
  const left = [...new Set([...before, ...postgresProcesses(dataDir)])];
  const gone = until(() => !left.some(isAlive), ORPHAN_PATIENCE_MS).catch(() => undefined);
  const next = await startServer(settings);
  await gone;
  const kill = {
    readyMs: next.readyMs,
    processes: before.length,
    orphans: left.filter(isAlive),
  };
  return { server: next, kill, complaints: [...complaintsIn(out), err].filter(Boolean) };
}

const complaintsIn = (out: string): string[] =>
  out.split('\n').filter((line) => line.startsWith('{"level"'));

/** Waits until no outbound message is on its way any more. */
async function deliveriesEnd(program: Remote): Promise<void> {
  const done = async () => {
    const all = (await readConversations(program)).flatMap(({ messages }) => messages);
    return all.every(({ state }) => state !== 'queued' && state !== 'sending');
  };
  await until(done, LEASE_PATIENCE_MS);
}
