/** The way in and out through a platform's webhook, tried with the smallest channel there is. */
import type postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { adapter as echo } from '../../adapters/echo/adapter.ts';
import { ChannelError } from '../../adapters/errors.ts';
import type { Channel } from '../../server/wire/channels.ts';
import type { Contact } from '../../server/wire/contacts.ts';
import type { EventPage } from '../../server/wire/events.ts';
import type { Message } from '../../server/wire/messages.ts';
import { ownerOf } from '../support/database.ts';
import { deliverEcho, postEcho, signed } from '../support/echo.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import {
  type Agent,
  Caller,
  connectEcho,
  foundAnother,
  foundAs,
  inboxOf,
} from '../support/people.ts';
import { until } from '../support/until.ts';

const SECRET = 'the secret of the first channel';
const OTHER_SECRET = 'the secret of the second channel';

let hub: TestHub;
let owner: postgres.Sql;
let ana: Agent;
let otto: Agent;
let channel: string;
let foreign: string;
let sent = 0;

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  ana = await foundAs(hub);
  otto = await foundAnother(hub);
  channel = (await connectEcho(ana, SECRET)).id;
  foreign = (await connectEcho(otto, OTHER_SECRET)).id;
});

afterEach(() => {
  vi.restoreAllMocks();
});

afterAll(async () => {
  await owner.end();
  await hub.close();
});

const post = (content: object | string | Buffer, to = channel, secret = SECRET) =>
  postEcho(hub, to, secret, content);

/** How many raw requests and messages are stored, in all workspaces. */
async function stored(): Promise<{ ingress: number; messages: number }> {
  const [counts] = await owner<{ ingress: number; messages: number }[]>`
    select (select count(*)::int from ingress) as ingress, (select count(*)::int from messages) as messages`;
  return counts ?? { ingress: 0, messages: 0 };
}

async function lastRaw() {
  const [row] = await owner<
    { state: string; reason: string | null; ignored: string[]; body: Buffer; headers: object }[]
  >`select state, reason, ignored, body, headers from ingress order by received_at desc, id desc limit 1`;
  if (!row) throw new Error('nothing was kept');
  return row;
}

/** Somebody writes; answers their conversation. */
async function talk(text: string): Promise<string> {
  sent += 1;
  const posted = await post({ id: `talk-${sent}`, from: `person ${sent}`, text });
  expect(posted).toMatchObject({ status: 200, body: { messages: 1 } });
  const found = (await inboxOf(ana, 'all')).find(({ preview }) => preview === text);
  if (!found) throw new Error('the conversation is not in the inbox');
  return found.id;
}

async function reply(conversation: string, text: string): Promise<Message> {
  sent += 1;
  const path = `/api/v1/conversations/${conversation}/messages`;
  const body = { key: `reply-key-${sent}`, kind: 'reply', text };
  return (await ana.call<Message>('POST', path, body)).body;
}

const messagesOf = async (conversation: string): Promise<Message[]> => {
  const path = `/api/v1/conversations/${conversation}/messages?limit=200`;
  return (await ana.call<{ data: Message[] }>('GET', path)).body.data;
};

const stateOf = async ({ conversationId, id }: Message) =>
  (await messagesOf(conversationId)).find((message) => message.id === id)?.state;

const reaches = (message: Message, state: string) =>
  until(async () => (await stateOf(message)) === state);

const receipt = (message: Message, status: string, more: object = {}) => {
  sent += 1;
  return post({ type: 'receipt', id: `r-${sent}`, message: `echo-${message.id}`, status, ...more });
};

describe('P1: a request', () => {
  const body = Buffer.from(JSON.stringify({ id: 'p1', from: 'someone', text: 'Signed, sealed' }));

  it('is accepted when it is signed, and refused without leaving a trace when it is not', async () => {
    const good = signed(SECRET, body);
    const before = await stored();
    const forged: Record<string, string | string[]>[] = [
      {},
      { 'x-echo-signature': '' },
      { 'x-echo-signature': 'sha256=' },
      { 'x-echo-signature': good.slice(7) },
      { 'x-echo-signature': good.slice(0, -1) },
      { 'x-echo-signature': `${good}0` },
      { 'x-echo-signature': [good, good] },
      { 'x-echo-signature': signed('', body) },
      { 'x-echo-signature': signed(OTHER_SECRET, body) },
      { 'x-hub-signature-256': good },
    ];
    for (const headers of forged) {
      const refused = await deliverEcho(hub, channel, body, headers);
      expect(refused, JSON.stringify(headers)).toMatchObject({
        status: 401,
        body: { code: 'signature' },
      });
    }
    expect(await stored()).toEqual(before);
    const accepted = await deliverEcho(hub, channel, body, { 'x-echo-signature': good });
    expect(accepted.status).toBe(200);
    expect(await stored()).toEqual({ ingress: before.ingress + 1, messages: before.messages + 1 });
  });

  it('is refused with any one bit of it changed', async () => {
    const before = await stored();
    const headers = { 'x-echo-signature': signed(SECRET, body) };
    for (let at = 0; at < body.length; at++) {
      const altered = Buffer.from(body);
      altered.writeUInt8(altered.readUInt8(at) ^ (1 << (at % 8)), at);
      expect((await deliverEcho(hub, channel, altered, headers)).status).toBe(401);
    }
    expect(await stored()).toEqual(before);
  });

  it('P2: belongs to the channel in its address, whatever its body or signature say', async () => {
    for (const [address, secret, status] of [
      [channel, SECRET, 200],
      [channel, OTHER_SECRET, 401],
      [foreign, SECRET, 401],
      [foreign, OTHER_SECRET, 200],
    ] as const) {
      const claim = { channelId: foreign, workspaceId: otto.session.workspace.id };
      const content = { id: `p2-${address}`, from: 'P2', text: 'Whose am I?', ...claim };
      expect((await post(content, address, secret)).status).toBe(status);
    }
    const mine = (await inboxOf(ana, 'all')).filter(({ preview }) => preview === 'Whose am I?');
    const theirs = (await inboxOf(otto, 'all')).filter(({ preview }) => preview === 'Whose am I?');
    expect([mine.length, theirs.length]).toEqual([1, 1]);
  });

  it('finds no door where there is no such channel, nor at a channel that people connect to', async () => {
    const { body: channels } = await ana.call<{ data: Channel[] }>('GET', '/api/v1/channels');
    const website = channels.data.find(({ snippet }) => snippet)?.id ?? '';
    for (const id of [crypto.randomUUID(), website]) {
      expect((await post({ id: 'x', from: 'x', text: 'x' }, id)).status).toBe(404);
    }
    const handshake = await new Caller(hub).call('GET', `/channels/${channel}/webhook?challenge=1`);
    expect(handshake.status).toBe(404);
  });

  it('is kept as it came, without what would let anybody in', async () => {
    const raw = Buffer.from('{"id":"raw-1","from":"x","text":"caf\\u00e9 é 🎈",  "odd" : 1.0}');
    const headers = {
      'x-echo-signature': signed(SECRET, raw),
      authorization: 'Bearer planted-secret',
      cookie: 'interline=planted-secret',
    };
    expect((await deliverEcho(hub, channel, raw, headers)).status).toBe(200);
    const kept = await lastRaw();
    expect(kept.body.equals(raw)).toBe(true);
    expect(JSON.stringify(kept.headers)).toContain('x-echo-signature');
    expect(JSON.stringify(kept.headers)).not.toContain('planted-secret');
  });
});

describe('P3: a message', () => {
  it('that is delivered 50 times at once is stored once, and every answer is a success', async () => {
    const content = { id: 'fifty', from: 'an eager platform', text: 'Fifty times' };
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(content)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const found = (await inboxOf(ana, 'all')).filter(({ preview }) => preview === 'Fifty times');
    expect(found).toHaveLength(1);
    expect(await messagesOf(found[0]?.id ?? '')).toHaveLength(1);
    expect(found[0]?.seq).toBe(1);
  });

  it('that is replayed later, alone or in a batch, changes nothing any more', async () => {
    const conversation = await talk('Replay me');
    const again = { id: `talk-${sent}`, from: `person ${sent}`, text: 'Replayed with other words' };
    const before = await stored();
    for (const content of [again, { events: [again, again] }]) {
      expect((await post(content)).status).toBe(200);
    }
    expect((await stored()).messages).toBe(before.messages);
    expect((await messagesOf(conversation)).map(({ text }) => text)).toEqual(['Replay me']);
    // The same id on another channel is another message.
    expect((await post(again, foreign, OTHER_SECRET)).body.messages).toBe(1);
    expect((await stored()).messages).toBe(before.messages + 1);
  });

  it('keeps its place among the others of a batch, each in the talk of its sender', async () => {
    const events = Array.from({ length: 12 }, (_, n) => ({
      id: `batch-${n}`,
      from: `sender ${n % 3}`,
      text: `Line ${n}`,
    }));
    expect((await post({ events })).body).toEqual({ messages: 12, ignored: 0, quarantined: 0 });
    for (const n of [0, 1, 2]) {
      const last = `Line ${9 + n}`;
      const found = (await inboxOf(ana, 'all')).find(({ preview }) => preview === last);
      const texts = (await messagesOf(found?.id ?? '')).map(({ text }) => text);
      expect(texts).toEqual([`Line ${n}`, `Line ${n + 3}`, `Line ${n + 6}`, last]);
    }
  });

  it('is one person’s whatever the thread, and verified because the platform says so', async () => {
    for (const thread of ['one', 'two']) {
      await post({
        id: `thr-${thread}`,
        from: 'two threads',
        name: 'Tess',
        thread,
        text: `On ${thread}`,
      });
    }
    const talks = (await inboxOf(ana, 'all')).filter(({ contact }) => contact.name === 'Tess');
    expect(talks).toHaveLength(2);
    expect(new Set(talks.map(({ contact }) => contact.id)).size).toBe(1);
    const { body } = await ana.call<Contact>('GET', `/api/v1/contacts/${talks[0]?.contact.id}`);
    expect(body).toMatchObject({ verified: true, identities: [{ kind: 'echo-user' }] });
  });
});

describe('what is not a message', () => {
  it('P7: of an unknown type is kept, counted and answered 200', async () => {
    const before = await stored();
    const events = [
      { type: 'poll-vote', id: 'vote-1', choice: 3 },
      { type: 'echo', id: 'own-1' },
      { id: 'known-1', from: 'P7', text: 'Known' },
    ];
    const answer = await post({ events });
    expect(answer).toMatchObject({
      status: 200,
      body: { messages: 1, ignored: 2, quarantined: 0 },
    });
    expect(await lastRaw()).toMatchObject({ state: 'done', reason: null });
    expect((await lastRaw()).ignored.join()).toContain('poll-vote');
    expect(await stored()).toEqual({ ingress: before.ingress + 1, messages: before.messages + 1 });
  });

  it.each([
    ['no JSON', '{"id": "m1", '],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['without a text', { id: 'm2', from: 'x' }],
    ['with a number for a text', { id: 'm3', from: 'x', text: 7 }],
    ['nested deeply', `{"id":"m4","from":"x","text":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
  ])('is malformed as %s: refused, and kept for a person to look at', async (_, content) => {
    const before = await stored();
    const answer = await post(content);
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } });
    const kept = await lastRaw();
    expect(kept).toMatchObject({ state: 'quarantined' });
    expect(kept.reason).toBeTruthy();
    expect(await stored()).toEqual({ ...before, ingress: before.ingress + 1 });
  });

  it('is poison for itself alone: its neighbours are received', async () => {
    const events = [
      { id: 'before-poison', from: 'a neighbour', text: 'Before' },
      { id: 'poi\u0000son', from: 'a poisoner', text: 'The database cannot hold my id' },
      { id: 'poison-2', from: 'nul\u0000', text: 'Nor my address' },
      { id: 'after-poison', from: 'a neighbour', text: 'After' },
    ];
    const answer = await post({ events });
    expect(answer).toMatchObject({
      status: 200,
      body: { messages: 2, ignored: 0, quarantined: 2 },
    });
    const found = (await inboxOf(ana, 'all')).find(({ preview }) => preview === 'After');
    const texts = (await messagesOf(found?.id ?? '')).map(({ text }) => text);
    expect(texts).toEqual(['Before', 'After']);
    expect(await lastRaw()).toMatchObject({ state: 'quarantined' });
    expect((await lastRaw()).reason?.split('\n')).toHaveLength(2);
  });

  it('P6: pollutes nothing with keys that mean something to JavaScript', async () => {
    const raw =
      '{"id":"proto-1","from":"x","text":"Clean","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    expect((await post(raw)).status).toBe(200);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('P6: is too large beyond three megabytes', async () => {
    const huge = JSON.stringify({ id: 'huge', from: 'x', text: 'x'.repeat(3 * 1024 * 1024) });
    const before = await stored();
    expect((await post(huge)).status).toBe(413);
    expect(await stored()).toEqual(before);
  });
});

describe('an answer', () => {
  it('goes out with the platform’s id, and only then counts as sent', async () => {
    const conversation = await talk('Answer me');
    const answer = await reply(conversation, 'Here you are');
    expect(answer.state).toBe('queued');
    await reaches(answer, 'accepted');
    const [row] = await owner`select external_id from messages where id = ${answer.id}`;
    expect(row?.['external_id']).toBe(`echo-${answer.id}`);
  });

  it('never counts as sent when the platform gave it no id', async () => {
    vi.spyOn(echo, 'send').mockResolvedValue({ externalId: '' });
    const answer = await reply(await talk('No id for you'), 'Into the void');
    await reaches(answer, 'failed');
    const [row] = await owner`select external_id from messages where id = ${answer.id}`;
    expect(row?.['external_id']).toBeNull();
  });

  it('that failed is really sent again when an agent asks for it', async () => {
    const send = vi.spyOn(echo, 'send');
    send.mockRejectedValueOnce(
      new ChannelError('rejected', 'The number is blocked.', { code: '470' }),
    );
    const answer = await reply(await talk('Fail first'), 'Second time lucky');
    await reaches(answer, 'failed');
    const failed = (await messagesOf(answer.conversationId)).find(({ id }) => id === answer.id);
    expect(failed?.reason).toBe('The number is blocked. (470)');

    const path = `/api/v1/conversations/${answer.conversationId}/messages/${answer.id}/attempts`;
    const again = await ana.call<Message>('POST', path, {});
    expect(again).toMatchObject({
      status: 201,
      body: { id: answer.id, state: 'queued', reason: null },
    });
    await reaches(answer, 'accepted');
    expect(send).toHaveBeenCalledTimes(2);
    expect(
      (await messagesOf(answer.conversationId)).filter(({ direction }) => direction === 'out'),
    ).toHaveLength(1);
    // What has arrived is not sent again, and what came in cannot be.
    expect((await ana.call('POST', path, {})).status).toBe(409);
    const [inbound] = await messagesOf(answer.conversationId);
    expect((await ana.call('POST', path.replace(answer.id, inbound?.id ?? ''), {})).status).toBe(
      404,
    );
  });

  it('that should come later is tried again, and the next one of the thread waits for it', async () => {
    const send = vi.spyOn(echo, 'send');
    send.mockRejectedValueOnce(new ChannelError('retry', 'Slow down.', { retryAfterMs: 300 }));
    const conversation = await talk('Keep the order');
    const first = await reply(conversation, 'First');
    const second = await reply(conversation, 'Second');
    await reaches(second, 'accepted');
    expect(send.mock.calls.map(([{ text, attempt }]) => [text, attempt])).toEqual([
      ['First', 1],
      ['First', 2],
      ['Second', 1],
    ]);
    expect(await stateOf(first)).toBe('accepted');
  });

  it('of which nobody knows whether it arrived is left to a person where the platform says it twice', async () => {
    const { capabilities } = echo;
    const send = vi.spyOn(echo, 'send');
    send.mockRejectedValueOnce(new ChannelError('retry', 'The line was cut.', { maybeSent: true }));
    capabilities.unknownOutcome = 'ask';
    try {
      const answer = await reply(await talk('Did it arrive?'), 'Perhaps');
      await reaches(answer, 'unknown');
      expect(send).toHaveBeenCalledTimes(1);
      const path = `/api/v1/conversations/${answer.conversationId}/messages/${answer.id}/attempts`;
      expect((await ana.call('POST', path, {})).status).toBe(201);
      await reaches(answer, 'accepted');
      expect(send).toHaveBeenCalledTimes(2);
    } finally {
      capabilities.unknownOutcome = 'retry';
    }
  });

  it('that the platform refuses for a bad key marks the channel, which goes on receiving', async () => {
    const send = vi.spyOn(echo, 'send');
    send.mockRejectedValueOnce(new ChannelError('unauthorized', 'The key was withdrawn.'));
    const conversation = await talk('Reconnect me');
    await reaches(await reply(conversation, 'Refused'), 'failed');
    const failing = async () =>
      (await ana.call<Channel>('GET', `/api/v1/channels/${channel}`)).body.failing?.reason ?? null;
    expect(await failing()).toBe('The key was withdrawn.');
    await talk('Still coming in');
    await reaches(await reply(conversation, 'Works again'), 'accepted');
    expect(await failing()).toBeNull();
  });
});

describe('P9: receipts', () => {
  const STATUSES = ['failed', 'delivered', 'read'] as const;
  const orders = (left: readonly string[]): string[][] => [
    [],
    ...left.flatMap((one) =>
      orders(left.filter((other) => other !== one)).map((rest) => [one, ...rest]),
    ),
  ];
  const all = orders(STATUSES).filter((order) => order.length > 0);
  const expected = (order: string[]) =>
    STATUSES.findLast((status) => order.includes(status)) ?? 'accepted';

  it('lead to the same state in every order, after the send', async () => {
    expect(all).toHaveLength(15);
    const conversation = await talk('Receipts after');
    const answers = await Promise.all(all.map((order) => reply(conversation, order.join(', '))));
    // One after the other, as they go out: fifteen who ask all the time would hold them up.
    for (const answer of answers) await reaches(answer, 'accepted');
    await Promise.all(
      all.map(async (order, n) => {
        for (const status of [...order, ...order]) await receipt(answers[n] as Message, status);
      }),
    );
    const states = await Promise.all(answers.map(stateOf));
    expect(states).toEqual(all.map(expected));
  });

  it('that come before the send has been written down are kept, and lead to the same state', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const send = echo.send;
    vi.spyOn(echo, 'send').mockImplementation(async (...sending) => {
      await gate;
      return send(...sending);
    });
    // A thread sends one after the other: each gets its own.
    const conversations = await Promise.all(
      all.map((order) => talk(`Parked: ${order.join(', ')}`)),
    );
    const answers = await Promise.all(conversations.map((id) => reply(id, 'Wait for it')));
    await Promise.all(
      all.map(async ([early = '', ...late], n) => {
        await receipt(answers[n] as Message, early);
        // Some before, some after.
        if (n % 2) for (const status of late) await receipt(answers[n] as Message, status);
      }),
    );
    expect(new Set(await Promise.all(answers.map(stateOf)))).toEqual(new Set(['queued']));
    release();
    await Promise.all(
      answers.map((answer) => until(async () => (await stateOf(answer)) !== 'queued')),
    );
    await Promise.all(
      all.map(async ([, ...late], n) => {
        for (const status of late) await receipt(answers[n] as Message, status);
      }),
    );
    expect(await Promise.all(answers.map(stateOf))).toEqual(all.map(expected));
    const [left] = await owner`select count(*)::int as count from parked_receipts`;
    expect(left?.['count']).toBe(0);
  }, 60_000);

  it('that come in the very moment the send is written down are not lost', async () => {
    const send = echo.send;
    const receipts: Promise<unknown>[] = [];
    vi.spyOn(echo, 'send').mockImplementation(async (message, ...rest) => {
      const body = {
        type: 'receipt',
        id: `now-${message.id}`,
        message: `echo-${message.id}`,
        status: 'read',
      };
      receipts.push(post(body));
      return send(message, ...rest);
    });
    const conversations = await Promise.all(Array.from({ length: 4 }, (_, n) => talk(`Now ${n}`)));
    const answers: Message[] = [];
    for (let n = 0; n < 40; n++) answers.push(await reply(conversations[n % 4] ?? '', `Now ${n}`));
    await Promise.all(
      answers.map((answer) => until(async () => (await stateOf(answer)) !== 'queued')),
    );
    await Promise.all(receipts);
    await Promise.all(answers.map((answer) => reaches(answer, 'read')));
  }, 60_000);

  it('for a message of another channel change nothing', async () => {
    const answer = await reply(await talk('Mine to confirm'), 'Confirm me');
    await reaches(answer, 'accepted');
    const body = { type: 'receipt', id: 'foreign-r', message: `echo-${answer.id}`, status: 'read' };
    expect((await post(body, foreign, OTHER_SECRET)).status).toBe(200);
    expect(await stateOf(answer)).toBe('accepted');
  });
});

describe('a channel that is removed', () => {
  it('has no door any more, and what waits to go out fails and says so', async () => {
    const secret = 'the secret of a channel that ends';
    const { id } = await connectEcho(ana, secret);
    const content = { id: 'last-1', from: 'someone', text: 'Before the end' };
    expect((await post(content, id, secret)).status).toBe(200);
    const found = (await inboxOf(ana, 'all')).find(({ preview }) => preview === 'Before the end');
    const conversation = found?.id ?? '';
    vi.spyOn(echo, 'send').mockRejectedValue(
      new ChannelError('retry', 'Later.', { retryAfterMs: 200 }),
    );
    const waiting = await reply(conversation, 'Too late');
    await until(async () => {
      const { body } = await ana.call<EventPage>(
        'GET',
        `/api/v1/conversations/${conversation}/events`,
      );
      return JSON.stringify(body).includes('Later.');
    });
    expect((await ana.call('DELETE', `/api/v1/channels/${id}`)).status).toBe(204);
    expect((await post({ ...content, id: 'last-2' }, id, secret)).status).toBe(404);
    await reaches(waiting, 'failed');
    const failed = (await messagesOf(conversation)).find((message) => message.id === waiting.id);
    expect(failed?.reason).toBe('The channel was removed.');
    const path = `/api/v1/conversations/${conversation}/messages`;
    const refused = await ana.call('POST', path, {
      key: 'after-removal',
      kind: 'reply',
      text: 'Anyone?',
    });
    expect(refused).toMatchObject({ status: 409, body: { code: 'conflict' } });
    // What was said stays.
    expect((await messagesOf(conversation)).map(({ text }) => text)).toEqual([
      'Before the end',
      'Too late',
    ]);
  });
});
