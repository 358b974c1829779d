/** V12: a hundred thousand pieces of rubbish at every door, while two people go on talking. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Message } from '../../server/wire/messages.ts';
import type { VisitorLine } from '../../server/wire/visitor.ts';
import { RawLine } from '../support/frames.ts';
import { brokenFrame, Dice, oddPacket, oddRequest } from '../support/fuzz.ts';
import type { TestHub } from '../support/hub.ts';
import { openWebsite } from '../support/office.ts';
import { type Agent, inboxOf, tokenOf, visit } from '../support/people.ts';
import { type Route, routesOf } from '../support/routes.ts';
import { dialAgent, dialVisitor } from '../support/sockets.ts';
import { until } from '../support/until.ts';

const REQUESTS = 25_000;
const FRAMES = 75_000;
/** Twice what a line may send at once: the first half is looked at, the second is told to slow down. */
const FRAMES_PER_LINE = 240;
const AT_ONCE = 16;

const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

let hub: TestHub;
let ana: Agent;
let website: string;

beforeAll(async () => {
  ({ hub, ana, website } = await openWebsite());
});

afterAll(() => hub.close());

it('100,000 odd requests and frames are answered or cut off, and a talk beside them goes on', async () => {
  process.stdout.write(`FUZZ_SEED=${seed}\n`);
  const talk = keepTalking();
  const [requests, frames] = await Promise.all([sendRequests(), sendFrames()]);
  const { rounds, slowest, whole } = await talk.end();
  expect(requests.faults.slice(0, 10)).toEqual([]);
  expect(requests.refused).toBeGreaterThan(REQUESTS * 0.7);
  expect(frames.faults.slice(0, 10)).toEqual([]);
  expect(frames.refused).toBeGreaterThan(FRAMES * 0.4);
  expect(requests.sent + frames.sent).toBe(100_000);

  expect(rounds).toBeGreaterThanOrEqual(5);
  expect(slowest).toBeLessThan(5_000);
  expect(whole).toBe(true);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(hub.logged.filter((line) => /"level":[56]0/.test(line)).slice(0, 5)).toEqual([]);
  expect((await fetch(`${hub.url}/health/ready`)).status).toBe(200);
}, 180_000);

async function sendRequests() {
  const result = { sent: 0, refused: 0, faults: [] as string[] };
  const dice = new Dice(seed);
  // Pages take no input worth the name.
  const [first, ...rest] = routesOf(hub).filter(({ url }) =>
    /^\/(api|widget|channels)\//.test(url),
  );
  if (!first) throw new Error('there are no routes');
  const routes: [Route, ...Route[]] = [first, ...rest];
  const one = async () => {
    const request = oddRequest(dice, routes);
    const response = await hub.app.inject(request);
    const { statusCode: status, headers } = response;
    if (status >= 400) result.refused += 1;
    const isClear = status < 400 || headers['content-type'] === 'application/problem+json';
    if (status >= 500 || !isClear) {
      result.faults.push(`${status} ${request.method} ${request.url} ${String(request.payload)}`);
    }
  };
  while (result.sent < REQUESTS) {
    const count = Math.min(AT_ONCE, REQUESTS - result.sent);
    await Promise.all(Array.from({ length: count }, one));
    result.sent += count;
    // The others want a turn, too.
    await new Promise(setImmediate);
  }
  return result;
}

type Door = { namespace: string; auth: object; beat: string };

async function sendFrames() {
  const result = { sent: 0, refused: 0, faults: [] as string[] };
  const dice = new Dice(seed + 1);
  const { channelId, token } = await visit(hub, website);
  const program = await tokenOf(ana, ['read']);
  const visitors: Door = { namespace: '/visitor', auth: { channelId, token }, beat: '["beat"]' };
  const agents: Door = {
    namespace: '/agent',
    auth: { token: program },
    beat: '["beat",{"cursor":"1"}]',
  };
  while (result.sent < FRAMES) {
    const count = Math.min(FRAMES_PER_LINE, FRAMES - result.sent);
    const { received, fault } = await sendOnOneLine(
      dice,
      dice.chance(0.7) ? visitors : agents,
      count,
    );
    result.sent += count;
    result.refused += received.filter((frame) => /"(bad_packet|slow_down)"/.test(frame)).length;
    result.faults.push(...fault, ...received.filter((frame) => frame.includes('"failure"')));
  }
  return result;
}

/** A line's worth of frames, and whether the line still lives, or was cut for a reason. */
async function sendOnOneLine(dice: Dice, { namespace, auth, beat }: Door, count: number) {
  const line = await RawLine.join(hub, namespace, auth);
  const breaks = dice.chance(0.3) ? dice.below(count) : -1;
  for (let n = 0; n < count; n++) {
    line.send(n === breaks ? brokenFrame(dice) : oddPacket(dice, namespace, n));
  }
  const answer = await line.ask(9_999, beat);
  line.close();
  const isAlive = answer.startsWith('[{"ok":true') || answer.includes('"slow_down"');
  const isFine = isAlive || (breaks >= 0 && answer === 'closed');
  return { received: line.received, fault: isFine ? [] : [`${namespace} ${answer}`] };
}

/** A visitor asks, the agent's screen hears it and answers, the widget hears the answer; over and over. */
function keepTalking() {
  let going = true;
  let rounds = 0;
  let slowest = 0;
  const done = (async () => {
    const mia = await visit(hub, website);
    await mia.says('The first word');
    const [talk] = (await inboxOf(ana, 'all')).filter(
      ({ preview }) => preview === 'The first word',
    );
    const id = talk?.id ?? '';
    const [widget, desk] = [await dialVisitor(hub, mia), await dialAgent(hub, ana)];
    await desk.ask('open', { conversationId: id });
    while (going) {
      const started = performance.now();
      rounds += 1;
      const round = rounds;
      await mia.says(`Question ${round}`);
      await until(() => JSON.stringify(desk.of('event')).includes(`Question ${round}`), 15_000);
      const path = `/api/v1/conversations/${id}/messages`;
      const answer = { key: `answer-key-${round}`, kind: 'reply', text: `Answer ${round}` };
      await ana.call<Message>('POST', path, answer);
      await until(() => JSON.stringify(widget.of('message')).includes(`Answer ${round}`), 15_000);
      slowest = Math.max(slowest, performance.now() - started);
    }
    const line = await mia.call<VisitorLine>('GET', mia.at('messages?limit=200'));
    for (const open of [widget, desk]) open.close();
    const expected = Array.from({ length: rounds }, (_, n) => [
      `Question ${n + 1}`,
      `Answer ${n + 1}`,
    ]);
    const wanted = ['The first word', ...expected.flat()].slice(-200);
    return JSON.stringify(line.body.data.map(({ text }) => text)) === JSON.stringify(wanted);
  })();
  return {
    async end() {
      going = false;
      return { whole: await done, rounds, slowest };
    },
  };
}
