/** Answers from the API to the platform and back to a stored state, beside BullMQ doing the same with a row and a job each. */
import { signedHeaders } from '../../adapters/api/signing.ts';
import { connectOptions } from '../../server/database/connection.ts';
import { findRunning } from '../../server/database/embedded/running.ts';
import { embeddedConnection } from '../../server/database/start.ts';
import { Redis } from '../../test/support/redis.ts';
import {
  bearerOf,
  connectAt,
  logInRemotely,
  programOf,
  Remote,
} from '../../test/support/remote.ts';
import {
  adminSettings,
  makeDataDir,
  removeDataDir,
  startServer,
  stop,
} from '../../test/support/server-process.ts';
import { until } from '../../test/support/until.ts';
import { connectTo } from '../database.ts';
import { ask, startProvider } from '../load/run.ts';
import { type Figure, percentile } from '../report.ts';

const SECRET = 'the-secret-of-a-platform-built-outside';
const PEOPLE = 500;
const COUNT = 5_000;
const WARM_UP = 1_000;
const CONNECTIONS = 50;
const PAIRS = 3;
const PATIENCE_MS = 120_000;

type Round = { perSecond: number; times: number[] };

/** Interleaved pairs in one run, on one database and one platform: the machine's mood is in both. */
export async function measureReplies(): Promise<Figure[]> {
  const dataDir = await makeDataDir();
  const server = await startServer({
    ...{ DATA_DIR: dataDir, ...adminSettings },
    ALLOWED_NETWORKS: '127.0.0.0/8',
  });
  const provider = await startProvider();
  const redis = await Redis.start();
  try {
    const where = connectOptions(embeddedConnection((await findRunning(dataDir)) ?? ''));
    const ours = await prepareOurs(server.url, provider.url, dataDir);
    const theirs = (count: number) =>
      ask<Round>('bullmq.mjs', {
        ...{ redis: redis.url, database: where, provider: provider.url },
        ...{ count, connections: CONNECTIONS },
      });
    await ours.round(WARM_UP);
    await theirs(WARM_UP);
    const pairs: { ours: Round; theirs: Round }[] = [];
    for (let pair = 0; pair < PAIRS; pair++) {
      pairs.push({ ours: await ours.round(COUNT), theirs: await theirs(COUNT) });
    }
    await ours.close();
    return figuresOf(pairs);
  } finally {
    provider.stop();
    await redis.stop();
    await stop(server);
    await removeDataDir(dataDir);
  }
}

/** People who have written on a channel whose platform is the provider; a round answers them in turn. */
async function prepareOurs(url: string, provider: string, dataDir: string) {
  const ana = await logInRemotely(url);
  const settings = { url: provider, secret: SECRET };
  const channel = await connectAt(ana, { adapter: 'api', name: 'Load', settings });
  const events = Array.from({ length: PEOPLE }, (_, n) => ({
    ...{ type: 'message', id: `hello-${n}`, text: `I am number ${n}` },
    from: { id: `person-${n}`, name: `Person ${n}` },
  }));
  await hear(new Remote(url), channel.id, events);
  const database = await connectTo(dataDir);
  const program = await programOf(ana);
  const rows = await database<{ id: string }[]>`
    select id from conversations where channel_id = ${channel.id}`;
  const conversations = rows.map(({ id }) => id);
  if (conversations.length !== PEOPLE) throw new Error(`${conversations.length} have written`);
  let rounds = 0;
  return {
    close: () => database.end(),
    async round(count: number): Promise<Round> {
      const prefix = `round-${++rounds}`;
      const like = `${prefix}-%`;
      const began = performance.now();
      const { statuses } = await ask<{ statuses: Record<string, number> }>('replier.mjs', {
        ...{ url, token: bearerOf(program), conversations, connections: CONNECTIONS },
        ...{ count, prefix },
      });
      if (statuses['201'] !== count) throw new Error(`answered ${JSON.stringify(statuses)}`);
      await until(async () => {
        const [left] = await database`
          select 1 from jobs where kind = 'deliver' limit 1`;
        return left === undefined;
      }, PATIENCE_MS);
      const perSecond = count / ((performance.now() - began) / 1000);
      const times = await database<{ ms: string; state: string }[]>`
        select extract(epoch from deliveries.updated_at - deliveries.created_at) * 1000 as ms, messages.state
        from deliveries join messages on messages.id = deliveries.message_id where messages.key like ${like}`;
      const accepted = times.filter(({ state }) => state === 'accepted');
      if (accepted.length !== count) throw new Error(`${accepted.length} of ${count} accepted`);
      return { perSecond, times: accepted.map(({ ms }) => Number(ms)) };
    },
  };
}

async function hear(door: Remote, channelId: string, events: object[]): Promise<void> {
  for (let n = 0; n < events.length; n += 100) {
    const at = new Date();
    const body = JSON.stringify({ events: events.slice(n, n + 100) });
    const id = `hello-${n}`;
    const headers = signedHeaders({ id, body, at }, { secret: SECRET, channelId });
    const path = `${door.url}/channels/${channelId}/webhook`;
    const answer = await fetch(path, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`the webhook answered ${answer.status}`);
  }
}

function figuresOf(pairs: { ours: Round; theirs: Round }[]): Figure[] {
  const middle = (of: (pair: { ours: Round; theirs: Round }) => number) =>
    percentile(pairs.map(of), 0.5);
  const slow = (of: (pair: { ours: Round; theirs: Round }) => Round) =>
    percentile(
      pairs.flatMap((pair) => of(pair).times),
      0.99,
    );
  return [
    {
      name: 'answers by the API, sent, status stored',
      value: middle(({ ours }) => ours.perSecond),
      unit: '/s',
    },
    {
      name: '  their p99, from stored to status stored',
      value: slow(({ ours }) => ours),
      unit: 'ms',
    },
    {
      name: 'BullMQ with a row, a job and an update each',
      value: middle(({ theirs }) => theirs.perSecond),
      unit: '/s',
    },
    { name: '  their p99', value: slow(({ theirs }) => theirs), unit: 'ms' },
    {
      name: '  ratio',
      value: middle(({ ours, theirs }) => ours.perSecond / theirs.perSecond),
      unit: '×',
      target: '≥ 2.5 ×',
    },
  ];
}
