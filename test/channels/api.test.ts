/** A channel built outside, from end to end, on good and bad days. */
import type postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adapter } from '../../adapters/api/adapter.ts';
import { Outsider } from '../simulators/api.ts';
import { faults, post, postTogether } from '../simulators/provider.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { keptSecrets } from '../support/kept-secrets.ts';
import { Outlet } from '../support/outlet.ts';
import { type Agent, foundAs } from '../support/people.ts';
import { until } from '../support/until.ts';

const SECRET = 'the-secret-of-a-channel-built-outside';

let hub: TestHub;
let owner: postgres.Sql;
let outsider: Outsider;
let ana: Agent;
let game: Outlet;
let people = 0;

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  ana = await foundAs(hub);
  outsider = await Outsider.start(SECRET);
  const settings = { secret: SECRET, url: `${outsider.provider.url}/answers` };
  game = await Outlet.connect(hub, ana, { adapter: 'api', settings });
});

beforeEach(() => {
  outsider.provider.ledger.length = 0;
  outsider.provider.faults.length = 0;
  outsider.said.clear();
});

afterAll(async () => {
  await hub.close();
  await outsider.stop();
  await owner.end();
});

const somebody = () => ({ id: `player-${++people}`, name: `Player ${people}` });

async function hears(text: string, from = somebody()): Promise<string> {
  const taken = await outsider.deliver(game.webhookUrl, { type: 'message', from, text });
  expect(taken.status).toBe(200);
  return game.conversationOf(text);
}

async function stored(): Promise<number> {
  const [row] = await owner<{ count: number }[]>`select count(*)::int as count from ingress`;
  return row?.count ?? 0;
}

describe('the signature', () => {
  it('is the one of Standard Webhooks', () => {
    // The example that all its libraries are tested with.
    const headers = {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    };
    const body = new TextEncoder().encode('{"test": 2432232314}');
    const settings = { channelId: 'x', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };
    const request = { method: 'POST', url: '/', headers, body };
    const at = (seconds: number) =>
      adapter.verify(request, settings, new Date((1614265330 + seconds) * 1000));
    expect([at(0), at(299), at(-299), at(301), at(-301)]).toEqual([true, true, true, false, false]);
  });

  it('lets nothing in that is forged, altered, foreign or old, and leaves no trace of it', async () => {
    const event = { type: 'message', from: somebody(), text: 'Let me in' };
    const good = outsider.request(event);
    const before = await stored();
    const wrong = [
      { ...good, body: String(good.body).replace('Let me in', 'Let us in') },
      { ...good, headers: { ...good.headers, 'webhook-id': 'msg_other' } },
      { ...good, headers: {} },
      outsider.request(event, { secret: 'the secret of another channel' }),
      outsider.request(event, { ageSeconds: 400 }),
      outsider.request(event, { ageSeconds: -400 }),
    ];
    for (const request of wrong) expect((await post(game.webhookUrl, request)).status).toBe(401);
    expect(await stored()).toBe(before);
    expect((await post(game.webhookUrl, good)).status).toBe(200);
    expect(await stored()).toBe(before + 1);
  });

  it('may be one of two while the secret is replaced, both ways', async () => {
    const next = 'the-next-secret-of-the-channel-outside';
    const settings = { secret: next, previousSecret: SECRET };
    const changed = await ana.call('PATCH', `/api/v1/channels/${game.id}`, { settings });
    expect(changed.status).toBe(200);
    const conversation = await hears('Signed with the old one');
    const event = { type: 'message', from: somebody(), text: 'Signed with the new one' };
    const taken = await post(game.webhookUrl, outsider.request(event, { secret: next }));
    expect(taken.status).toBe(200);
    await game.reaches(await game.reply(conversation, 'Signed with both'), 'accepted');
    const [heard] = outsider.provider.heard('/answers');
    expect(heard?.headers['webhook-signature']?.split(' ')).toHaveLength(2);
    const back = { secret: SECRET, previousSecret: '' };
    expect(
      (await ana.call('PATCH', `/api/v1/channels/${game.id}`, { settings: back })).status,
    ).toBe(200);
  });
});

describe('what comes in', () => {
  it('fifty times at once is there once', async () => {
    const event = { type: 'message', id: 'fifty', from: somebody(), text: 'Fifty times' };
    const answers = await postTogether(game.webhookUrl, outsider.request(event), 50);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const said = await game.messages(await game.conversationOf('Fifty times'));
    expect(said).toHaveLength(1);
  });

  it('in a batch is all there, in order, and what follows changes it', async () => {
    const from = somebody();
    const texts = Array.from({ length: 20 }, (_, index) => `Move ${index + 1} of 20`);
    const moves = texts.map((text, index) => ({
      type: 'message',
      id: `${from.id}-${index}`,
      from,
      text,
    }));
    await outsider.deliver(game.webhookUrl, ...moves);
    const conversation = await game.conversationOf('Move 20 of 20');
    expect((await game.messages(conversation)).map(({ text }) => text)).toEqual(texts);
    const about = { thread: from.id, message: `${from.id}-0` };
    await outsider.deliver(
      game.webhookUrl,
      { type: 'edit', ...about, text: 'Move 1, taken back' },
      { type: 'delete', thread: from.id, message: `${from.id}-1` },
      { type: 'reaction', from, message: `${from.id}-2`, emoji: '♟️' },
    );
    const now = await game.messages(conversation);
    expect(now[0]?.text).toBe('Move 1, taken back');
    expect(now.map(({ text }) => text)).not.toContain('Move 2 of 20');
    expect(now[2]?.reactions.map(({ emoji }) => emoji)).toEqual(['♟️']);
  });

  it('of somebody who may not be written to keeps us from answering', async () => {
    const from = somebody();
    const conversation = await hears('I am leaving', from);
    await outsider.deliver(game.webhookUrl, { type: 'consent', from, allowed: false });
    await expect(game.reply(conversation, 'Stay')).rejects.toThrow(/asked not to be written to/);
    expect(outsider.said.size).toBe(0);
  });
});

describe('what goes out', () => {
  it('arrives once, with an id that receipts name, in whatever order they come', async () => {
    const from = somebody();
    const conversation = await hears('How many lives are left?', from);
    const sent = await game.reaches(await game.reply(conversation, 'Three.'), 'accepted');
    const [[id, event] = ['', {}]] = outsider.said;
    expect(event).toMatchObject({ text: 'Three.', thread: from.id, to: { id: from.id } });
    for (const status of ['read', 'delivered', 'failed', 'read']) {
      const receipt = { type: 'receipt', message: `theirs-${id}`, status };
      await outsider.deliver(game.webhookUrl, receipt);
    }
    expect((await game.current(sent)).state).toBe('read');
    expect(outsider.provider.heard('/answers').filter(({ status }) => status === 200)).toHaveLength(
      1,
    );
  });

  it('over a line that was cut goes again, under the same id', async () => {
    const conversation = await hears('Is the line good?');
    outsider.provider.faults.push(faults.reset);
    await game.reaches(await game.reply(conversation, 'It was not'), 'accepted');
    const tries = outsider.provider.heard('/answers');
    expect(tries.map(({ status }) => status)).toEqual([0, 200]);
    expect(new Set(tries.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(outsider.said.size).toBe(1);
  });

  it('and is refused fails with the words of the other end', async () => {
    const conversation = await hears('Am I still here?');
    const body = { reason: 'This player has left the game.' };
    outsider.provider.faults.push({ kind: 'answer', answer: { status: 422, body } });
    const failed = await game.reaches(await game.reply(conversation, 'Hello?'), 'failed');
    expect(failed.reason).toMatch(/^This player has left the game\./);
  });

  it.each([
    [410, /has given this address up/],
    [401, /no longer accepts our key/],
  ])(
    'to an end that answers %i makes the channel fail, until it works again',
    async (status, words) => {
      const first = await hears(`What is ${status}?`);
      outsider.provider.faults.push({ kind: 'answer', answer: { status } });
      await game.reaches(await game.reply(first, 'Nothing good'), 'failed');
      expect(await game.failing()).toMatch(words);
      const second = await hears(`And after ${status}?`);
      await game.reaches(await game.reply(second, 'All is well'), 'accepted');
      expect(await game.failing()).toBeNull();
    },
  );
});

describe('what is done without words', () => {
  const settings = () => ({
    ...{ channelId: game.id, secret: SECRET, previousSecret: '' },
    url: `${outsider.provider.url}/answers`,
  });
  const tools = () => ({
    fetch,
    signal: AbortSignal.timeout(20_000),
    now: () => new Date(),
    resolve: async () => '127.0.0.1',
    secrets: keptSecrets(),
    log: () => {},
  });

  it('is told, too: typing, reading, reacting, and whether anybody is there', async () => {
    const said = {
      externalId: 'm-1',
      thread: 't-1',
      to: { kind: 'api-user', scope: '', value: 'u-1' },
    };
    await adapter.typing?.('t-1', settings(), tools());
    await adapter.markRead?.(said, settings(), tools());
    await adapter.react?.(said, '👍', settings(), tools());
    await adapter.react?.(said, null, settings(), tools());
    await adapter.connect?.('', settings(), tools());
    const told = outsider.told.slice(-5).map(({ type, emoji, message }) => [type, emoji, message]);
    expect(told).toEqual([
      ['typing', undefined, undefined],
      ['read', undefined, 'm-1'],
      ['reaction', '👍', 'm-1'],
      ['reaction', null, 'm-1'],
      ['ping', undefined, undefined],
    ]);
  });
});

// Last: what waits must not meet the faults of others.
describe('the other end down, or asking for patience', () => {
  it('makes an answer wait, and nobody takes it for sent', async () => {
    for (const fault of [faults.down, faults.busy(30)]) {
      const conversation = await hears(`Are you there, ${people}?`);
      outsider.provider.faults.push(fault);
      const before = outsider.provider.ledger.length;
      const waiting = await game.reply(conversation, 'Later, then');
      await until(() => outsider.provider.ledger.length > before);
      expect((await game.current(waiting)).state).not.toBe('accepted');
    }
    expect(outsider.said.size).toBe(0);
  });
});
