/** Signed webhooks through the whole way in, beside raw three-statement transactions on the same database. */
import type { CreatedChannel } from '../../server/wire/channels.ts';
import type { Remote } from '../../test/support/remote.ts';
import { connectTo } from '../database.ts';
import { type Spent, spentBy } from '../load/cpu.ts';
import { type Load, send } from '../load/send.ts';
import { type Figure, percentile } from '../report.ts';

const WIDTHS = [32, 256];
const PEOPLE = 1_000;
const ROUND_MS = 3_000;
const WARM_UP_MS = 2_000;
const PAIRS = 3;
const CLIENTS = 32;
const SECRET = 'the secret of the echo channel';

/** Interleaved pairs in one run: the machine's mood is in both. */
export async function measureWebhooks(
  ana: Remote,
  dataDir: string,
  pid: number,
): Promise<Figure[]> {
  const channel = await ana.expect<CreatedChannel>('POST', '/api/v1/channels', {
    adapter: 'echo',
    name: 'Load',
    settings: { secret: SECRET },
  });
  const load = {
    url: `${ana.url}/channels/${channel.id}/webhook`,
    secret: SECRET,
    people: PEOPLE,
    perSecond: null,
  };
  const raw = await rawTransactions(dataDir);
  await send({ ...load, connections: 32, forMs: WARM_UP_MS });
  const figures: Figure[] = [];
  for (const connections of WIDTHS) {
    const pairs: Pair[] = [];
    for (let pair = 0; pair < PAIRS; pair++) {
      const before = await spentBy(pid);
      const { times } = await send({ ...load, connections, forMs: ROUND_MS });
      const cost = perMessage(before, await spentBy(pid), times.length);
      const ours = { perSecond: times.length / (ROUND_MS / 1000), times };
      pairs.push({ ours, cost, theirs: await transactionsPerSecond(raw.one) });
    }
    figures.push(...figuresOf(connections, pairs));
  }
  await raw.close();
  return [...figures, await atHalfLoad(load, figures)];
}

/** How long it takes when there is air: closed loops as above only tell how many wait. */
async function atHalfLoad(load: Omit<Load, 'connections' | 'forMs'>, figures: Figure[]) {
  const perSecond = Math.floor((figures[0]?.value ?? 0) / 2);
  const { times } = await send({ ...load, connections: 64, forMs: ROUND_MS * 2, perSecond });
  return {
    name: 'signed webhooks at half that load: p99',
    value: percentile(times, 0.99),
    unit: 'ms',
    target: '< 50',
  };
}

function figuresOf(connections: number, pairs: Pair[]): Figure[] {
  const middle = (of: (pair: Pair) => number) => percentile(pairs.map(of), 0.5);
  const slow = percentile(
    pairs.flatMap(({ ours }) => ours.times),
    0.99,
  );
  const ratio = middle(({ ours, theirs }) => ours.perSecond / theirs.perSecond);
  return [
    {
      name: `signed webhooks stored, ${connections} connections`,
      value: middle(({ ours }) => ours.perSecond),
      unit: '/s',
    },
    { name: '  their p99', value: slow, unit: 'ms' },
    {
      name: '  processor time of Node for each',
      value: middle(({ cost }) => cost.node),
      unit: 'µs',
    },
    { name: '  of Postgres', value: middle(({ cost }) => cost.postgres), unit: 'µs' },
    {
      name: `raw three-statement transactions, ${CLIENTS} clients`,
      value: middle(({ theirs }) => theirs.perSecond),
      unit: '/s',
    },
    { name: '  ratio', value: ratio, unit: '×', target: connections > 32 ? '≥ 4 ×' : '≥ 3 ×' },
  ];
}

type Round = { perSecond: number; times: number[] };
/** `cost`: of one message of ours. */
type Pair = { ours: Round; theirs: Round; cost: Spent };

function perMessage(before: Spent | null, after: Spent | null, count: number): Spent {
  if (!before || !after) return { node: Number.NaN, postgres: Number.NaN };
  const each = (part: keyof Spent) => (after[part] - before[part]) / count;
  return { node: each('node'), postgres: each('postgres') };
}

async function transactionsPerSecond(one: (n: number) => Promise<unknown>): Promise<Round> {
  const times: number[] = [];
  const begun = performance.now();
  const work = async (n: number) => {
    while (performance.now() < begun + ROUND_MS) {
      const started = performance.now();
      await one(n);
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, n) => work(n)));
  return { perSecond: times.length / ((performance.now() - begun) / 1000), times };
}

async function rawTransactions(dataDir: string) {
  const client = await connectTo(dataDir, CLIENTS);
  await client`create table if not exists bench_line (id int primary key, seq bigint not null)`;
  await client`create table if not exists bench_message (id bigint generated always as identity primary key, line int not null, seq bigint not null, text text not null)`;
  return {
    one: (n: number) =>
      client.begin(async (tx) => {
        const [row] = await tx`insert into bench_line values (${n}, 1)
          on conflict (id) do update set seq = bench_line.seq + 1 returning seq`;
        await tx`insert into bench_message (line, seq, text) values (${n}, ${row?.['seq']}, 'A line of text')`;
        await tx`update bench_line set seq = seq where id = ${n}`;
      }),
    async close() {
      await client`drop table bench_line, bench_message`;
      await client.end();
    },
  };
}
