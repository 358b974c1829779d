/** Saying it on the platform, and what every way of failing must come out as. */
import assert from 'node:assert/strict';
import { ChannelError } from '../../../adapters/errors.ts';
import type { OutboundFixture } from '../../../adapters/fixtures.ts';
import {
  type Answer,
  answering,
  asCaptured,
  asRecorded,
  messageOf,
  outcomeOfSend,
  type Platform,
  platform,
} from './platform.ts';
import type { Check, Named, Subject } from './subject.ts';

export const sendChecks: Check[] = [
  {
    name: 'sending makes the calls and gives the outcome of the fixture',
    skippable: false,
    run: sends,
  },
  { name: 'a slow-down is a retry, not before its time', skippable: true, run: slowsDown },
  { name: 'a refused key is unauthorized', skippable: true, run: noticesLostKey },
  { name: 'a refused message is rejected', skippable: true, run: rejects },
  { name: 'trouble of the platform is a retry', skippable: true, run: waitsOutTrouble },
  { name: 'a platform that never answers is a retry', skippable: true, run: givesUpWaiting },
  { name: 'a cut connection is a retry', skippable: true, run: survivesCut },
  { name: 'an answer without an id is never a success', skippable: true, run: wantsAnId },
  {
    name: 'a second attempt is recognisable where it is made unasked',
    skippable: false,
    run: repeatsRecognisably,
  },
];

/** Bodies no adapter may stumble over: platforms answer HTML from their gateways. */
const ODD_BODIES = ['', '{}', 'null', '<html><h1>Sorry</h1></html>'];

async function sends(subject: Subject) {
  const happy = subject.outbound.filter(({ result }) => result !== undefined);
  assert.ok(happy.length > 0, 'no outbound fixture has a result');
  for (const fixture of subject.outbound) {
    const stage = platform(asCaptured(fixture.calls));
    const outcome = await sending(subject, fixture, stage);
    assert.equal(stage.asked.length, fixture.calls.length, `${fixture.name}: calls made`);
    const ends = [fixture.result, fixture.error].filter((end) => end !== undefined);
    assert.equal(ends.length, 1, `${fixture.name}: a fixture says result or error, one of the two`);
    if (fixture.result) assert.deepEqual(outcome, fixture.result, fixture.name);
    else assertLike(outcome, fixture);
  }
}

async function slowsDown(subject: Subject) {
  for (const body of ODD_BODIES) {
    const answer = answering(429, body, { 'retry-after': '7' });
    const error = await failing(subject, answer, `429 with “${body}”`);
    assert.equal(error.kind, 'retry', `429 with “${body}”`);
    const wait = error.retryAfterMs ?? 0;
    assert.ok(wait >= 7000, `retry-after: 7 must be at least 7000 ms, not ${wait}`);
  }
}

async function noticesLostKey(subject: Subject) {
  for (const body of ODD_BODIES) {
    const error = await failing(subject, answering(401, body), `401 with “${body}”`);
    assert.equal(error.kind, 'unauthorized', `401 with “${body}”`);
  }
}

async function rejects(subject: Subject) {
  for (const status of [400, 422]) {
    for (const body of ODD_BODIES) {
      const error = await failing(subject, answering(status, body), `${status} with “${body}”`);
      assert.equal(error.kind, 'rejected', `${status} with “${body}”`);
      assert.match(error.reason, /\w/, 'an agent must read a reason');
    }
  }
}

async function waitsOutTrouble(subject: Subject) {
  for (const status of [500, 502, 503, 504]) {
    for (const body of ODD_BODIES) {
      const error = await failing(subject, answering(status, body), `${status} with “${body}”`);
      assert.equal(error.kind, 'retry', `${status} with “${body}”`);
    }
  }
}

async function givesUpWaiting(subject: Subject) {
  const patience = new AbortController();
  const silent = (_: unknown, given: AbortSignal | null) =>
    new Promise<Response>((_resolve, reject) => {
      // Without the signal nothing would ever end the wait, here as in production.
      assert.ok(given || subject.profile.mailPort, 'send must hand tools.signal to fetch');
      given?.addEventListener('abort', () => reject(given.reason as Error));
      const over = new DOMException('it took too long', 'TimeoutError');
      setTimeout(() => patience.abort(over), 10);
    });
  const fixture = calling(subject);
  const answers = [...before(fixture), silent];
  const outcome = await sending(subject, fixture, platform(answers, patience.signal));
  const error = asChannelError(outcome, 'no answer');
  assert.equal(error.kind, 'retry', 'no answer in time');
  assert.equal(error.maybeSent, true, 'the message may have arrived: maybeSent must say so');
}

async function survivesCut(subject: Subject) {
  const cut = (code: string) => () => {
    throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
  };
  const reset = await failing(subject, cut('ECONNRESET'), 'ECONNRESET');
  assert.equal(reset.kind, 'retry', 'ECONNRESET');
  assert.equal(reset.maybeSent, true, 'the message may have arrived: maybeSent must say so');
  const refused = await failing(subject, cut('ECONNREFUSED'), 'ECONNREFUSED');
  assert.equal(refused.kind, 'retry', 'ECONNREFUSED');
}

async function wantsAnId(subject: Subject) {
  for (const body of [...ODD_BODIES, 'ok', '{"ok":true}', '[]']) {
    const error = await failing(subject, answering(200, body), `200 with “${body}”`);
    assert.equal(error.maybeSent, true, `200 with “${body}”: maybeSent must say so`);
  }
}

async function repeatsRecognisably(subject: Subject) {
  if (subject.adapter.capabilities.unknownOutcome === 'ask') return;
  for (const fixture of subject.outbound.filter(({ result }) => result !== undefined)) {
    const stage = platform(fixture.calls.map((call) => () => asRecorded(call)));
    const again = { ...fixture, message: { ...fixture.message, attempt: 2 } };
    assert.deepEqual(await sending(subject, again, stage), fixture.result, fixture.name);
    const said = JSON.stringify(stage.asked);
    const recognisable = stage.asked.length === 0 || said.includes(fixture.message.id);
    assert.ok(recognisable, `${fixture.name}: nothing in the calls tells a second attempt`);
  }
}

/** The error of a send whose last call, the one that says it, ends so. */
async function failing(subject: Subject, answer: Answer, what: string): Promise<ChannelError> {
  const fixture = calling(subject);
  const stage = platform([...before(fixture), answer]);
  return asChannelError(await sending(subject, fixture, stage), what);
}

/** What comes before the message itself (a token, an upload) goes well. */
const before = ({ calls }: OutboundFixture): Answer[] =>
  calls.slice(0, -1).map((call) => () => asRecorded(call));

/** An outbound fixture that calls the platform: without one nothing can be made to fail. */
function calling(subject: Subject): Named<OutboundFixture> {
  const fixture = subject.outbound.find(({ calls, result }) => calls.length > 0 && result);
  if (!fixture) throw new Error('no outbound fixture makes a call');
  return fixture;
}

/** What `send` answers or throws. */
function sending(subject: Subject, fixture: OutboundFixture, stage: Platform): Promise<unknown> {
  return outcomeOfSend(subject, messageOf(fixture), stage, fixture.settings);
}

function asChannelError(outcome: unknown, what: string): ChannelError {
  if (outcome instanceof ChannelError) return outcome;
  if (outcome instanceof Error) {
    throw new Error(`${what}: send may throw ChannelError only`, { cause: outcome });
  }
  throw new Error(`${what}: send must fail, but answered ${JSON.stringify(outcome)}`);
}

function assertLike(outcome: unknown, { name, error = { kind: '' } }: Named<OutboundFixture>) {
  const { kind, code, retryAfterMs, maybeSent } = asChannelError(outcome, name);
  const found: Record<string, unknown> = { kind, code, retryAfterMs, maybeSent };
  const told = Object.fromEntries(Object.keys(error).map((key) => [key, found[key]]));
  assert.deepEqual(told, error, name);
}
