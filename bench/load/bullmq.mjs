/**
 * The same errand by BullMQ, from a process of its own: for each message a row, a job, a call of the platform, and the
 * row's update. JSON on standard input.
 *
 * Asked: { redis, database: { path, user, database }, provider, count, connections }. Answered on standard output:
 * { perSecond, times: [ms from the row to its update] }.
 */
import { text } from 'node:stream/consumers';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import postgres from 'postgres';
import { Pool } from 'undici';

const asked = JSON.parse(await text(process.stdin));
const sql = postgres({ ...asked.database, max: 8, onnotice: () => {} });
await sql`create table if not exists bench_reply (id bigint generated always as identity primary key,
  line int not null, text text not null, state text not null, external_id text, reason text)`;
await sql`truncate bench_reply`;
const connect = () => new Redis(asked.redis, { maxRetriesPerRequest: null });
const queue = new Queue('bench-replies', { connection: connect() });
const { origin } = new URL(asked.provider);
const platform = new Pool(origin, { connections: asked.connections });
const begun = new Map();
const times = [];
let over = () => {};
const allDone = new Promise((resolve) => {
  over = resolve;
});

async function send({ data: { id } }) {
  const [row] = await sql`select text from bench_reply where id = ${id}`;
  const { body } = await platform.request({
    ...{ path: '/', method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ id, text: row.text }),
  });
  const answer = await body.json();
  await sql`update bench_reply set state = 'accepted', external_id = ${answer.id} where id = ${id}`;
  times.push(performance.now() - begun.get(id));
  if (times.length === asked.count) over();
}

const worker = new Worker('bench-replies', send, {
  connection: connect(),
  concurrency: asked.connections,
  removeOnComplete: { count: 0 },
});
await worker.waitUntilReady();

let written = 0;
async function write() {
  while (written < asked.count) {
    const line = written++;
    const from = performance.now();
    const [row] = await sql`insert into bench_reply (line, text, state)
      values (${line}, 'An answer of one line, as people write them.', 'queued') returning id`;
    begun.set(row.id, from);
    await queue.add('send', { id: row.id });
  }
}

const began = performance.now();
await Promise.all(Array.from({ length: asked.connections }, write));
await allDone;
const perSecond = asked.count / ((performance.now() - began) / 1000);
await sql`drop table bench_reply`;
process.stdout.write(JSON.stringify({ perSecond, times }), () => process.exit(0));
