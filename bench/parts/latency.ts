/** From a visitor's message to an agent's screen, through everything, beside Socket.IO with one statement committed. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { connectOptions } from '../../server/database/connection.ts';
import { findRunning } from '../../server/database/embedded/running.ts';
import { embeddedConnection } from '../../server/database/start.ts';
import type { ConversationEvent } from '../../server/wire/events.ts';
import { bearerOf, programOf, type Remote, visitAt, websiteAt } from '../../test/support/remote.ts';
import { until } from '../../test/support/until.ts';
import { startBare } from '../load/crowd.ts';
import { type Figure, percentile } from '../report.ts';

const PER_SECOND = 200;
const ROUND_MS = 5_000;
const PAIRS = 3;
const VISITORS = 50;

/** One way for a text to get from somebody who writes to somebody who reads. */
type Way = {
  say(n: number, text: string): Promise<unknown>;
  hear(heard: (text: string) => void): void;
};

/** Interleaved pairs in one run: the machine's mood is in both. */
export async function measureLatency(ana: Remote, dataDir: string): Promise<Figure[]> {
  const socketPath = await findRunning(dataDir);
  if (!socketPath) throw new Error('the embedded database does not run');
  const bare = await startBare(connectOptions(embeddedConnection(socketPath)));
  const ends: (() => unknown)[] = [bare.end];
  try {
    const ways = { ours: await ourWay(ana, ends), bare: await bareWay(bare.url, ends) };
    await timesOf(ways.ours, 2_000);
    await timesOf(ways.bare, 2_000);
    const ours: number[][] = [];
    const theirs: number[][] = [];
    for (let pair = 0; pair < PAIRS; pair++) {
      ours.push(await timesOf(ways.ours, ROUND_MS));
      theirs.push(await timesOf(ways.bare, ROUND_MS));
    }
    return figuresOf(ours, theirs);
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

function figuresOf(ours: number[][], theirs: number[][]): Figure[] {
  const unit = 'ms';
  const name = `visitor to agent at ${PER_SECOND}/s`;
  const of = (rounds: number[][], share: number) =>
    percentile(
      rounds.map((times) => percentile(times, share)),
      0.5,
    );
  const ratio = percentile(
    ours.map((times, n) => percentile(times, 0.99) / percentile(theirs[n] ?? [], 0.99)),
    0.5,
  );
  return [
    { name: `${name}, p50`, value: of(ours, 0.5), unit },
    { name: '  p99', value: of(ours, 0.99), unit },
    { name: '  bare Socket.IO and one commit, p50', value: of(theirs, 0.5), unit },
    { name: '  p99', value: of(theirs, 0.99), unit },
    { name: '  ratio of the p99', value: ratio, unit: '×', target: '≤ 3 ×' },
  ];
}

let rounds = 0;

/** Offers the rate whatever the answers take; a text's time counts from when it should have gone. */
async function timesOf(way: Way, forMs: number): Promise<number[]> {
  const round = `round ${++rounds}`;
  const times: number[] = [];
  const due = new Map<string, number>();
  way.hear((text) => {
    const at = due.get(text);
    if (at === undefined || !due.delete(text)) return;
    times.push(performance.now() - at);
  });
  const began = performance.now();
  const count = (forMs / 1000) * PER_SECOND;
  for (let n = 0; n < count; ) {
    for (; n < count && performance.now() - began >= (n / PER_SECOND) * 1000; n++) {
      const text = `${round}, number ${n}`;
      due.set(text, began + (n / PER_SECOND) * 1000);
      way.say(n, text).catch(() => {});
    }
    await sleep(1);
  }
  await until(() => due.size === 0, 10_000);
  return times;
}

async function ourWay(ana: Remote, ends: (() => unknown)[]): Promise<Way> {
  const website = (await websiteAt(ana)).id;
  const keepAlive = new Agent({ keepAlive: true, maxSockets: 32 });
  const program = await programOf(ana);
  const screen = io(`${ana.url}/agent`, {
    auth: { token: bearerOf(program) },
    transports: ['websocket'],
    forceNew: true,
  });
  ends.push(
    () => screen.close(),
    () => keepAlive.destroy(),
  );
  const visitors = await Promise.all(
    Array.from({ length: VISITORS }, () => visitAt(ana.url, website)),
  );
  const path = `/widget/v1/${website}/messages`;
  const say = (n: number, text: string) => {
    const { headers } = visitors[n % VISITORS] ?? ana;
    const content = JSON.stringify({ key: text.replaceAll(/\W+/g, '-'), text });
    return post(keepAlive, ana.url + path, headers, content);
  };
  for (let n = 0; n < VISITORS; n++) await say(n, `visitor number ${n} arrives`);
  const { data } = await program.get<{ data: { id: string }[] }>(
    '/api/v1/conversations?view=all&limit=100',
  );
  await until(() => screen.connected);
  for (const { id } of data) await screen.emitWithAck('open', { conversationId: id });
  return {
    say,
    hear(heard) {
      screen.off('events');
      screen.on('events', (events: ConversationEvent[]) => {
        for (const event of events) {
          if (event.kind === 'message') heard(event.data.message.text);
        }
      });
    },
  };
}

async function bareWay(url: string, ends: (() => unknown)[]): Promise<Way> {
  const dial = (namespace: string): Socket => {
    const socket = io(url + namespace, { transports: ['websocket'], forceNew: true });
    ends.push(() => socket.close());
    return socket;
  };
  const [visitor, screen] = [dial('/visitor'), dial('/agent')];
  await until(() => visitor.connected && screen.connected);
  return {
    say: (_n, text) => visitor.emitWithAck('say', text),
    hear(heard) {
      screen.off('said');
      screen.on('said', heard);
    },
  };
}

function post(agent: Agent, url: string, headers: object, content: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const length = Buffer.byteLength(content);
    const all = { ...headers, 'content-type': 'application/json', 'content-length': length };
    const going = request(url, { method: 'POST', agent, headers: all }, (answer) => {
      answer.resume();
      if (answer.statusCode === 201) answer.on('end', resolve);
      else reject(new Error(`answered ${answer.statusCode}`));
    });
    going.on('error', reject);
    going.end(content);
  });
}
