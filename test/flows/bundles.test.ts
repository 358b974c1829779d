/** Changes told in bundles while much happens: fewer packets, and not one change less. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ConversationEvent } from '../../server/wire/events.ts';
import type { ConversationPacket } from '../../server/wire/sockets.ts';
import { postEcho } from '../support/echo.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { type Agent, connectEcho, foundAs, inboxOf } from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

const SECRET = 'echo secret of the tests';
const MANY = 120;

let hub: TestHub;
let ana: Agent;
let channel: string;

beforeAll(async () => {
  hub = await startHub();
  ana = await foundAs(hub);
  channel = (await connectEcho(ana, SECRET)).id;
});

afterAll(() => hub.close());

/** What one screen is told while many messages come in at once, people writing in turn. */
async function listenToMany(people: number) {
  const say = (n: number) => {
    const from = `of ${people}, number ${n % people}`;
    const message = { id: `${people}-${n}`, from, name: from, text: `Message ${n}` };
    return postEcho(hub, channel, SECRET, message);
  };
  for (let n = 0; n < people; n++) await say(n);
  const ours = (await inboxOf(ana, 'all')).filter(({ contact }) =>
    contact.name.startsWith(`of ${people},`),
  );
  const tab = await dialAgent(hub, ana);
  const sizes: number[] = [];
  tab.socket.on('conversations', (packets: ConversationPacket[]) => sizes.push(packets.length));
  for (const { id } of ours) await tab.ask('open', { conversationId: id });
  await Promise.all(Array.from({ length: MANY }, (_, n) => say(people + n)));
  await until(() => tab.of('event').length >= MANY);
  const fresh = await inboxOf(ana, 'all');
  const events = tab.of<ConversationEvent>('event');
  const rows = tab.of<ConversationPacket>('conversation');
  tab.close();
  return { ours, fresh, events, rows, sizes };
}

it.each([1, 30])('miss nothing when %i people write at once', async (people) => {
  const { ours, fresh, events, rows, sizes } = await listenToMany(people);
  expect(ours).toHaveLength(people);
  // One packet for several changes: otherwise this shows nothing.
  expect(sizes.length).toBeLessThan(MANY);
  expect(events).toHaveLength(MANY);
  expect(new Set(events.map(({ conversationId, seq }) => `${conversationId} ${seq}`)).size).toBe(
    MANY,
  );
  // Each event is counted by the transaction that wrote it, for the tally against the beat.
  expect(rows.flatMap(({ xids }) => xids)).toHaveLength(MANY);
  for (const { id } of ours) {
    const told = rows.map(({ conversation }) => conversation).filter((row) => row.id === id);
    const latest = told.toSorted((one, other) => one.seq - other.seq).at(-1);
    expect(fresh.find((row) => row.id === id)).toMatchObject({ ...latest });
  }
});
