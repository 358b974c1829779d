/** Webhooks at a steady rate for a minute, with many screens open, and then far more than can be stored. */
import type { CreatedChannel } from '../../server/wire/channels.ts';
import { bearerOf, programOf, type Remote } from '../../test/support/remote.ts';
import { connectTo } from '../database.ts';
import { Crowd } from '../load/crowd.ts';
import { type Answers, send } from '../load/send.ts';
import { type Figure, percentile } from '../report.ts';

/** What Meta asks of whoever receives a number that sends 1,000 messages a second. */
const PER_SECOND = 3_300;
const STEADY_MS = 60_000;
const FLOOD_MS = 10_000;
const FLOOD = 5;
const SCREENS = 50;
const SECRET = 'the secret of the echo channel';

export async function measureFlood(ana: Remote, dataDir: string): Promise<Figure[]> {
  const channel = await ana.expect<CreatedChannel>('POST', '/api/v1/channels', {
    adapter: 'echo',
    name: 'Flood',
    settings: { secret: SECRET },
  });
  const url = `${ana.url}/channels/${channel.id}/webhook`;
  const load = { url, secret: SECRET, people: 1_000, connections: 256 };
  const screens = await openScreens(ana, SCREENS);
  const steady = await send({ ...load, forMs: STEADY_MS, perSecond: PER_SECOND });
  const flood = await send({
    ...load,
    connections: 2_500,
    forMs: FLOOD_MS,
    perSecond: PER_SECOND * FLOOD,
  });
  await screens.end();
  return [
    ...figuresOf(`${PER_SECOND} webhooks/s for a minute, ${SCREENS} screens`, steady),
    ...figuresOf(`${PER_SECOND * FLOOD} webhooks/s`, flood),
    {
      name: 'of both: answered 200 and not stored once',
      value: await countLost(dataDir, channel.id, [...steady.accepted, ...flood.accepted]),
      unit: '',
      target: '0',
    },
  ];
}

/** In a process of their own that reads no more than it must: what screens do with what they are told is not the server's. */
async function openScreens(ana: Remote, count: number): Promise<Crowd> {
  const token = bearerOf(await programOf(ana));
  const { url } = ana;
  const crowd = new Crowd({ url, namespace: '/agent', count, perSecond: 100, auths: [{ token }] });
  await crowd.gathered(count);
  return crowd;
}

async function countLost(dataDir: string, channelId: string, accepted: string[]) {
  const database = await connectTo(dataDir);
  try {
    const rows = await database<{ id: string }[]>`
      select external_id as id from messages where channel_id = ${channelId}`;
    const times = new Map<string, number>();
    for (const { id } of rows) times.set(id, (times.get(id) ?? 0) + 1);
    return accepted.filter((id) => times.get(id) !== 1).length;
  } finally {
    await database.end();
  }
}

function figuresOf(name: string, { times, statuses, unanswered }: Answers): Figure[] {
  const of = (share: number) => percentile(times, share);
  const others = Object.entries(statuses).filter(
    ([status]) => status !== '200' && status !== '503',
  );
  return [
    { name: `${name}: answered 200`, value: statuses['200'] ?? 0, unit: '' },
    { name: '  answered 503', value: statuses['503'] ?? 0, unit: '' },
    {
      name: '  anything else, or nothing',
      value: unanswered + others.reduce((sum, [, n]) => sum + n, 0),
      unit: '',
      target: '0',
    },
    { name: '  p50', value: of(0.5), unit: 'ms', target: '< 250' },
    { name: '  p99', value: of(0.99), unit: 'ms', target: '< 1,000' },
  ];
}
