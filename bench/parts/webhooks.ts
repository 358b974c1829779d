/** Signed webhooks through the whole way in, beside raw three-statement transactions on the same database. */
import postgres from 'postgres';
import { connectOptions } from '../../server/database/connection.ts';
import { findRunning } from '../../server/database/embedded/running.ts';
import { embeddedConnection } from '../../server/database/start.ts';
import type { CreatedChannel } from '../../server/wire/channels.ts';
import { signed } from '../../test/support/echo.ts';
import type { Remote } from '../../test/support/remote.ts';
import { type Figure, percentile } from '../report.ts';

const CONNECTIONS = 32;
const ROUND_MS = 3_000;
const PAIRS = 3;
const SECRET = 'the secret of the echo channel';

/** Interleaved pairs in one run: the machine's mood is in both. */
export async function measureWebhooks(ana: Remote, dataDir: string): Promise<Figure[]> {
  const channel = await ana.expect<CreatedChannel>('POST', '/api/v1/channels', {
    adapter: 'echo',
    name: 'Load',
    settings: { secret: SECRET },
  });
  const raw = await rawTransactions(dataDir);
  const ours: Round[] = [];
  const theirs: Round[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    ours.push(await together((n) => postOne(`${ana.url}/channels/${channel.id}/webhook`, n)));
    theirs.push(await together(raw.one));
  }
  await raw.close();
  const rate = percentile(
    ours.map((round) => round.perSecond),
    0.5,
  );
  const denominator = percentile(
    theirs.map((round) => round.perSecond),
    0.5,
  );
  return [
    { name: `signed webhooks stored, ${CONNECTIONS} connections`, value: rate, unit: '/s' },
    {
      name: '  their p99',
      value: percentile(
        ours.flatMap((round) => round.times),
        0.99,
      ),
      unit: 'ms',
    },
    {
      name: `raw three-statement transactions, ${CONNECTIONS} clients`,
      value: denominator,
      unit: '/s',
    },
    { name: '  ratio', value: rate / denominator, unit: '×' },
  ];
}

type Round = { perSecond: number; times: number[] };

async function together(one: (n: number) => Promise<unknown>): Promise<Round> {
  const times: number[] = [];
  const until = performance.now() + ROUND_MS;
  const begun = performance.now();
  const work = async (n: number) => {
    while (performance.now() < until) {
      const started = performance.now();
      await one(n);
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, n) => work(n)));
  return { perSecond: times.length / ((performance.now() - begun) / 1000), times };
}

let sent = 0;

async function postOne(url: string, n: number): Promise<void> {
  const body = JSON.stringify({
    id: `load-${++sent}`,
    from: `person-${n}`,
    text: 'A line of text',
  });
  const headers = { 'content-type': 'application/json', 'x-echo-signature': signed(SECRET, body) };
  const answer = await fetch(url, { method: 'POST', headers, body });
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`the webhook answered ${answer.status}`);
}

async function rawTransactions(dataDir: string) {
  const socketPath = await findRunning(dataDir);
  if (!socketPath) throw new Error('the embedded database does not run');
  const client = postgres({ ...connectOptions(embeddedConnection(socketPath)), max: CONNECTIONS });
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
