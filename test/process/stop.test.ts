/** Stopping: in good order at the first signal, at once at the second, and never with a database left behind. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AGENT_NAMESPACE, VISITOR_NAMESPACE } from '../../server/wire/namespaces.ts';
import type { VisitorLine, VisitorMessage } from '../../server/wire/visitor.ts';
import { connectLive } from '../support/followers/live-socket.ts';
import { postgresProcesses } from '../support/postgres-processes.ts';
import {
  bearerOf,
  logInRemotely,
  programOf,
  Remote,
  visitAt,
  websiteAt,
} from '../support/remote.ts';
import {
  adminSettings,
  makeDataDir,
  removeDataDir,
  type ServerProcess,
  type Settings,
  startServer,
} from '../support/server-process.ts';
import { until } from '../support/until.ts';

let dataDir: string;
let settings: Settings;
let server: ServerProcess;
let ana: Remote;
let visitor: Remote;
let channelId: string;

beforeEach(async () => {
  dataDir = await makeDataDir();
  settings = { DATA_DIR: dataDir, ...adminSettings };
  server = await startServer(settings);
  ana = await logInRemotely(server.url);
  channelId = (await websiteAt(ana)).id;
  visitor = await visitAt(server.url, channelId);
});

afterEach(async () => {
  tell('SIGCONT');
  server.signal('SIGKILL');
  await server.ended;
  await removeDataDir(dataDir);
});

/** Longer than the worker waits between two looks for due work: then it, too, is waiting for the database. */
const SWEEP_MS = 2_500;

const says = (text: string) =>
  visitor.call<VisitorMessage>('POST', `/widget/v1/${channelId}/messages`, {
    key: `stop-${text.replaceAll(' ', '-')}`,
    text,
  });

/** The database stands still, so that whatever asks it stays under way for as long as a test needs. */
function tell(signal: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of postgresProcesses(dataDir)) process.kill(pid, signal);
}

/** The answer's status, 0 when there is none: asked a moment too early, it waits for the database. */
const readiness = (): Promise<number> =>
  new Remote(server.url).call('GET', '/health/ready', undefined, 500).then(
    ({ status }) => status,
    () => 0,
  );

describe('the first signal', () => {
  it('lets finish what is under way, takes in nothing new, and ends with 0', async () => {
    expect((await says('first words')).status).toBe(201);
    expect(await readiness()).toBe(200);
    tell('SIGSTOP');
    const underWay = says('last words').catch(() => null);
    await sleep(SWEEP_MS);
    server.signal('SIGTERM');
    await until(async () => (await readiness()) === 503);
    tell('SIGCONT');
    expect(await underWay).toMatchObject({ status: 201, body: { text: 'last words' } });
    // Long before the process would stop waiting: a line kept alive must not hold it up.
    const late = sleep(12_000, 'still running');
    expect(await Promise.race([server.ended, late])).toMatchObject({ code: 0, err: '' });
    expect(postgresProcesses(dataDir)).toEqual([]);

    server = await startServer(settings);
    const again = new Remote(server.url, visitor.headers);
    const line = await again.get<VisitorLine>(`/widget/v1/${channelId}/messages`);
    expect(line.data.map(({ text }) => text)).toEqual(['first words', 'last words']);
  });

  it('says goodbye to every screen before the line is cut', async () => {
    const token = bearerOf(await programOf(ana));
    const told: string[] = [];
    const agent = connectLive(server.url + AGENT_NAMESPACE, { token }, () => told.push('agent in'));
    const guest = connectLive(
      server.url + VISITOR_NAMESPACE,
      { channelId, token: bearerOf(visitor) },
      () => told.push('visitor in'),
    );
    agent.socket.on('goodbye', ({ within }) => told.push(`agent, within ${within}`));
    guest.socket.on('goodbye', ({ within }) => told.push(`visitor, within ${within}`));
    await until(() => told.length === 2);
    server.signal('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0 });
    agent.close();
    guest.close();
    expect(told.slice(2).sort()).toEqual(['agent, within 15000', 'visitor, within 15000']);
  });
});

describe('the second signal', () => {
  it('does not wait any longer, and the database still ends', async () => {
    tell('SIGSTOP');
    const underWay = says('never answered').catch(() => 'cut off');
    await sleep(SWEEP_MS);
    server.signal('SIGTERM');
    await until(async () => (await readiness()) === 503);
    server.signal('SIGTERM');
    expect((await server.ended).code).toBe(1);
    expect(await underWay).toBe('cut off');
    expect(postgresProcesses(dataDir).length).toBeGreaterThan(0);
    tell('SIGCONT');
    await until(() => postgresProcesses(dataDir).length === 0, 3_000);
  });
});

describe('a database that ends by itself', () => {
  it('is started again, while the server answers that it is away, and all is there', async () => {
    expect((await says('before')).status).toBe(201);
    const [postmaster = 0] = postgresProcesses(dataDir)
      .toSorted((a, b) => a - b)
      .slice(1);
    process.kill(postmaster, 'SIGKILL');
    await until(async () => (await readiness()) === 503, 5_000);
    await until(async () => (await readiness()) === 200, 20_000);
    expect((await says('after')).status).toBe(201);
    const { data } = await visitor.get<VisitorLine>(`/widget/v1/${channelId}/messages`);
    expect(data.map(({ text }) => text)).toEqual(['before', 'after']);
    expect(server.out()).toContain('the embedded database ended by itself');
    server.signal('SIGTERM');
    expect((await server.ended).code).toBe(0);
    expect(postgresProcesses(dataDir)).toEqual([]);
  });
});
