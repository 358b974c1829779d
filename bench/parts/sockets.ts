/** Live connections: what each one costs at rest, how ten thousand come back, and what those cost who do not read. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  bearerOf,
  logInRemotely,
  programOf,
  type Remote,
  visitAt,
  websiteAt,
} from '../../test/support/remote.ts';
import {
  adminSettings,
  freePort,
  makeDataDir,
  removeDataDir,
  type ServerProcess,
  type Settings,
  startServer,
  stop,
} from '../../test/support/server-process.ts';
import { Crowd, type CrowdPlan, collecting, startBare } from '../load/crowd.ts';
import type { Figure } from '../report.ts';

const FIRST = 300;
const IDLE = 3_000;
const PER_SECOND = 400;
const STORM = 9_500;

type Place = { server: ServerProcess; ana: Remote; website: string; token: string };

export async function measureSockets(): Promise<Figure[]> {
  return [...(await measureMemory()), ...(await measureStorm()), ...(await measureSlowReaders())];
}

export async function measureMemory(): Promise<Figure[]> {
  const bare = await kilobytesAtBare();
  const visitors = await atPlace(({ server, website }) =>
    kilobytesPerSocket(server.pid, {
      url: server.url,
      namespace: '/visitor',
      visitorsOf: website,
      query: '&for=visitor',
    }),
  );
  const agents = await atPlace(({ server, token }) =>
    kilobytesPerSocket(server.pid, { url: server.url, namespace: '/agent', auths: [{ token }] }),
  );
  const unit = 'KB';
  return [
    { name: 'memory of an idle socket, bare Socket.IO', value: bare, unit },
    { name: 'memory of an idle visitor', value: visitors, unit },
    { name: '  ratio', value: visitors / bare, unit: '×', target: '≤ 0.6 ×' },
    { name: 'memory of an idle agent', value: agents, unit },
    { name: '  ratio', value: agents / bare, unit: '×', target: '≤ 1.3 ×' },
  ];
}

export const measureSlowReaders = (): Promise<Figure[]> => atPlace(measureDeaf);

async function atPlace<Result>(
  work: (place: Place) => Promise<Result>,
  settings: Settings = {},
): Promise<Result> {
  const dataDir = await makeDataDir();
  const server = await startServer({
    DATA_DIR: dataDir,
    ...adminSettings,
    ...collecting,
    ...settings,
  });
  try {
    const ana = await logInRemotely(server.url);
    const website = (await websiteAt(ana)).id;
    const token = bearerOf(await programOf(ana));
    return await work({ server, ana, website, token });
  } finally {
    await stop(server);
    await removeDataDir(dataDir);
  }
}

async function kilobytesAtBare(): Promise<number> {
  const bare = await startBare();
  try {
    const plan = { url: bare.url, namespace: '/visitor', auths: [{}] } as const;
    return await kilobytesPerSocket(bare.pid, plan);
  } finally {
    await bare.end();
  }
}

type Plan = CrowdPlan extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'count' | 'perSecond'>
    : never
  : never;

/** What a process grew by while so many came, rubbish not counted. Those who came first have warmed it up. */
async function kilobytesPerSocket(pid: number, plan: Plan): Promise<number> {
  const first = new Crowd({ ...plan, count: FIRST, perSecond: PER_SECOND } as CrowdPlan);
  await first.gathered(FIRST);
  const before = await restingKilobytes(pid);
  const crowd = new Crowd({ ...plan, count: IDLE, perSecond: PER_SECOND } as CrowdPlan);
  await crowd.gathered(IDLE);
  crowd.send(IDLE, ['beat']);
  const after = await restingKilobytes(pid);
  await Promise.all([first.end(), crowd.end()]);
  return (after - before) / IDLE;
}

async function restingKilobytes(pid: number): Promise<number> {
  await sleep(4_000);
  process.kill(pid, 'SIGUSR2');
  await sleep(2_000);
  return residentKilobytes(pid);
}

const residentKilobytes = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

/** The server is killed under all of them and started again. */
export async function measureStorm(): Promise<Figure[]> {
  const dataDir = await makeDataDir();
  const settings = { DATA_DIR: dataDir, ...adminSettings, PORT: String(await freePort()) };
  const killed = await startServer(settings);
  const website = (await websiteAt(await logInRemotely(killed.url))).id;
  const crowd = new Crowd({
    ...{ url: killed.url, namespace: '/visitor', visitorsOf: website, query: '&for=visitor' },
    ...{ count: STORM, perSecond: 1_000 },
  });
  await crowd.gathered(STORM);
  killed.signal('SIGKILL');
  await killed.ended;
  const server = await startServer(settings);
  const ready = performance.now();
  try {
    await crowd.gathered(STORM * 0.99);
    const seconds = (performance.now() - ready) / 1000;
    const lag = await longestLag(server.url);
    await crowd.gathered(STORM);
    return [
      {
        name: `${STORM} sockets after a crash: 99 % are back after`,
        value: seconds,
        unit: 's',
        target: '< 30 s',
      },
      { name: '  longest lag of the loop', value: lag * 1000, unit: 'ms', target: '< 1,000 ms' },
    ];
  } finally {
    await crowd.end();
    await stop(server);
    await removeDataDir(dataDir);
  }
}

async function longestLag(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text)?.[1]);
}

const DEAF = 50;
const AMONG = 1_000;
const NOTES = 200;

/**
 * Forty megabytes are said to each of a hundred of a thousand, once while all of them read, which takes memory as well, and
 * once while fifty do not.
 */
async function measureDeaf({ server, ana, token }: Place): Promise<Figure[]> {
  const crowd = new Crowd({
    ...{ url: server.url, namespace: '/agent', auths: [{ token }] },
    ...{ count: AMONG, perSecond: PER_SECOND },
  });
  await crowd.gathered(AMONG);
  const talk = await aConversation(ana);
  crowd.send(2 * DEAF, ['open', { conversationId: talk }]);
  await sleep(2_000);
  const reading = await growth(server.pid, () => sayMuch(ana, talk, 'read'));
  crowd.pause(DEAF);
  const deaf = await growth(server.pid, () => sayMuch(ana, talk, 'unread'));
  await crowd.end();
  return [
    { name: `${AMONG} sockets read: memory grows by`, value: reading, unit: 'MB' },
    {
      name: `  ${DEAF} of them stop reading: by so much more`,
      value: Math.max(0, deaf - reading),
      unit: 'MB',
      target: '< 60 MB',
    },
  ];
}

async function* sayMuch(ana: Remote, talk: string, how: string): AsyncGenerator<void> {
  for (let n = 0; n < NOTES; n++) {
    const note = {
      key: `${how}-${n}-of-many`,
      kind: 'note',
      text: `${n}`.padEnd(200_000, ' word'),
    };
    await ana.expect('POST', `/api/v1/conversations/${talk}/messages`, note);
    yield;
  }
}

/** In MB: from rest to the most it is meanwhile. */
async function growth(pid: number, work: () => AsyncIterable<void>): Promise<number> {
  const before = await restingKilobytes(pid);
  let peak = before;
  for await (const _ of work()) peak = Math.max(peak, residentKilobytes(pid));
  return (peak - before) / 1024;
}

async function aConversation(ana: Remote): Promise<string> {
  const website = await websiteAt(ana);
  const visitor = await visitAt(ana.url, website.id);
  await visitor.expect('POST', `/widget/v1/${website.id}/messages`, {
    key: 'the-first-of-many',
    text: 'Is anybody there?',
  });
  const { data } = await ana.get<{ data: { id: string }[] }>('/api/v1/conversations?view=all');
  const [first] = data;
  if (!first) throw new Error('the conversation is not in the inbox');
  return first.id;
}
