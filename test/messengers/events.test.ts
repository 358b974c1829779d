/** What messengers bring beside messages: changes, reactions, typing, quotes, and our own words from elsewhere. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChannelError } from '../../adapters/errors.ts';
import type { EventPage } from '../../server/wire/events.ts';
import type { Message } from '../../server/wire/messages.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { Messenger, type MessengerChannel, type Talk } from '../support/messenger.ts';
import { type Agent, contactOf, foundAs, inboxOf } from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

let hub: TestHub;
let ana: Agent;
let messenger: Messenger;
let channel: MessengerChannel;
let other: MessengerChannel;
let count = 0;

beforeAll(async () => {
  hub = await startHub();
  ana = await foundAs(hub);
  messenger = await Messenger.start();
  channel = await messenger.connect(hub, ana);
  other = await messenger.connect(hub, ana, 'other');
});

afterAll(async () => {
  messenger.stop();
  await hub.close();
});

const next = () => `event-${++count}`;

const kindsAfter = async (talk: Talk, seq: number) => {
  const { data } = (await ana.call<EventPage>('GET', `${talk.path}/events?after=${seq}`)).body;
  return data.map(({ kind }) => kind);
};

const accepted = (talk: Talk, id: string) =>
  until(async () =>
    (await talk.messages()).some((one) => one.id === id && one.state === 'accepted'),
  );

describe('an edit', () => {
  const edit = (thread: string, messageExternalId: string, text: string) => {
    return { type: 'edit', externalId: next(), thread, messageExternalId, text };
  };

  it('takes the place of what was said, once, also in the list', async () => {
    const talk = await channel.begin('bo');
    const { seq, preview } = await talk.row();
    expect(preview).toBe('Hello from bo');
    const change = edit('bo', talk.first, 'Good evening');
    await channel.post(change);
    await channel.post(change, edit('bo', talk.first, 'Good evening'));
    expect(await talk.messages()).toMatchObject([
      { text: 'Good evening', editedAt: expect.any(String), deletedAt: null },
    ]);
    expect(await kindsAfter(talk, seq)).toEqual(['message-edited']);
    expect((await talk.row()).preview).toBe('Good evening');
  });

  it('changes nothing on another line or channel, of ours, or that is not here', async () => {
    const talk = await channel.begin('cy');
    const reply = await talk.reply('Ours');
    await accepted(talk, reply.id);
    const before = await talk.row();
    await channel.post(
      edit('somebody else', talk.first, 'x'),
      edit('cy', `out-${reply.id}`, 'x'),
      edit('cy', 'unknown', 'x'),
    );
    await other.post(edit('cy', talk.first, 'x'));
    expect(await talk.row()).toEqual(before);
    expect((await talk.messages()).map(({ text }) => text)).toEqual(['Hello from cy', 'Ours']);
  });
});

describe('a deletion', () => {
  it('leaves nothing of the message, its files or what was said of it', async () => {
    const talk = await channel.begin('di');
    messenger.files.set('card', (_request, response) => response.end('a secret card'));
    const source = { remote: 'card' };
    const attachments = [{ name: 'card.txt', type: 'text/plain', source }];
    const message = channel.message('di', 'my number is 4711', { attachments, context: 'Ad' });
    await channel.post(message);
    await until(async () => (await talk.last()).attachments[0]?.state === 'ready', 10_000);
    const file = (await talk.last()).attachments[0]?.url ?? '';
    expect((await ana.call('GET', file)).status).toBe(200);
    const { externalId: messageExternalId } = message;
    await channel.post({ type: 'delete', externalId: next(), thread: 'di', messageExternalId });
    expect(await talk.last()).toMatchObject({
      text: '',
      attachments: [],
      context: null,
      deletedAt: expect.any(String),
    });
    expect((await ana.call('GET', file)).status).toBe(404);
    const log = await ana.call<EventPage>('GET', `${talk.path}/events?after=0`);
    expect(log.body.data.at(-1)?.kind).toBe('message-deleted');
    const found = await ana.call('GET', '/api/v1/search?q=4711');
    for (const said of [log.body, await talk.row(), found.body]) {
      expect(JSON.stringify(said)).not.toMatch(/4711|card\.txt/);
    }
  });
});

describe('a reaction', () => {
  const reaction = (thread: string, messageExternalId: string, emoji: string | null) => {
    const base = { type: 'reaction', externalId: next(), thread, messageExternalId };
    return { ...base, from: channel.who(thread), emoji };
  };

  it('of the customer is set, replaced and taken back, under theirs and ours', async () => {
    const talk = await channel.begin('ed');
    const reply = await talk.reply('Ours');
    await accepted(talk, reply.id);
    const { seq } = await talk.row();
    const given = async () => (await talk.messages()).map(({ reactions }) => reactions);
    await channel.post(reaction('ed', `out-${reply.id}`, '❤️'), reaction('ed', talk.first, '😀'));
    expect(await given()).toEqual([
      [{ by: 'contact', name: 'ed', emoji: '😀' }],
      [{ by: 'contact', name: 'ed', emoji: '❤️' }],
    ]);
    const replaced = reaction('ed', `out-${reply.id}`, '👍');
    await channel.post(replaced, replaced, reaction('ed', talk.first, null));
    expect(await given()).toEqual([[], [{ by: 'contact', name: 'ed', emoji: '👍' }]]);
    await channel.post(reaction('elsewhere', `out-${reply.id}`, null));
    expect((await given())[1]).toHaveLength(1);
    expect(await kindsAfter(talk, seq)).toEqual(Array(4).fill('reaction'));
  });

  it('of ours is shown at once, told to the platform, and taken back with a reason when it says no', async () => {
    const talk = await channel.begin('flo');
    const { id } = await talk.last();
    const path = `${talk.path}/messages/${id}/reaction`;
    const shown = await ana.call<Message>('PUT', path, { emoji: '👍' });
    expect(shown).toMatchObject({ status: 200, body: { reactions: [{ by: 'us', emoji: '👍' }] } });
    await until(() => messenger.reactions.length === 1);
    await ana.call('PUT', path, { emoji: null });
    await until(() => messenger.reactions.length === 2);
    const { first: externalId } = talk;
    expect(messenger.reactions).toEqual([
      { externalId, emoji: '👍' },
      { externalId, emoji: null },
    ]);
    messenger.react = async () => {
      throw new ChannelError('rejected', 'This emoji is not allowed here.');
    };
    const { seq } = await talk.row();
    await ana.call('PUT', path, { emoji: '🎉' });
    await until(async () => (await talk.last()).reactions.length === 0);
    const { data } = (await ana.call<EventPage>('GET', `${talk.path}/events?after=${seq}`)).body;
    expect(data.at(-1)).toMatchObject({
      kind: 'reaction',
      data: { message: { reactions: [], reactionProblem: 'This emoji is not allowed here.' } },
    });
    expect((await ana.call('PUT', path, { emoji: '' })).status).toBe(400);
  });
});

it('somebody who writes is seen writing, and nothing of it is kept', async () => {
  const talk = await channel.begin('gus');
  const live = await dialAgent(hub, ana);
  await live.ask('open', { conversationId: talk.conversation.id });
  const before = await talk.row();
  const typing = { type: 'typing', from: channel.who('gus'), thread: 'gus' };
  await channel.post({ ...typing, externalId: next() });
  await until(() => live.of('typing').length > 0);
  expect(live.of('typing')).toMatchObject([
    { conversationId: talk.conversation.id, who: { kind: 'contact', name: 'gus' }, active: true },
  ]);
  expect(await talk.row()).toEqual(before);
  live.close();
});

describe('a quote', () => {
  it('leads to the message it answers, on this line only, and says where a talk began', async () => {
    const talk = await channel.begin('hal');
    const [first] = await talk.messages();
    const context = 'From the advertisement “Spring”';
    await channel.post(channel.message('hal', 'This one', { quotes: talk.first, context }));
    const author = { name: 'hal' };
    const quotes = { id: first?.id, text: 'Hello from hal', author };
    expect(await talk.last()).toMatchObject({ text: 'This one', context, quotes });
    const stranger = await channel.begin('ida');
    await channel.post(channel.message('ida', 'And this', { quotes: talk.first }));
    expect(await stranger.last()).toMatchObject({ text: 'And this', quotes: null });
  });

  it('of ours goes out with the answer, beside the last thing they said', async () => {
    const talk = await channel.begin('jo');
    const [first] = await talk.messages();
    const second = channel.message('jo', 'One more');
    await channel.post(second);
    const reply = await talk.reply('To the first', { answersId: first?.id });
    expect(reply.quotes).toMatchObject({ id: first?.id, text: 'Hello from jo' });
    await accepted(talk, reply.id);
    const sent = messenger.sent.find(({ id }) => id === reply.id);
    expect(sent).toMatchObject({
      quotes: talk.first,
      answered: { externalId: second.externalId, at: expect.any(Date) },
    });
    const plain = await talk.reply('To all of it');
    await accepted(talk, plain.id);
    expect(messenger.sent.at(-1)).not.toHaveProperty('quotes');
  });
});

describe('an alias', () => {
  const phone = { kind: 'phone', scope: '', value: '+4915100000001' };

  it('finds the person under a new address, and never takes an address away', async () => {
    const from = { ...channel.who('kim'), aliases: [phone] };
    await channel.post(channel.message('kim', 'Hello', { from }));
    const later = { ...channel.who('kim-2'), name: 'Kim', aliases: [phone] };
    await channel.post(channel.message('kim-2', 'Me again', { from: later }));
    const talks = (await inboxOf(ana, 'all')).filter(({ contact }) => contact.name === 'Kim');
    expect(talks).toHaveLength(2);
    expect(new Set(talks.map(({ contact }) => contact.id)).size).toBe(1);
    const kim = talks[0]?.contact.id ?? '';
    const values = async () => (await contactOf(ana, kim)).identities.map(({ value }) => value);
    expect((await values()).sort()).toEqual(['+4915100000001', 'kim', 'kim-2']);
    // Somebody known says the same: both stay who they are.
    const lea = await channel.begin('lea');
    const alias = {
      ...channel.who('lea'),
      aliases: [phone, { ...phone, value: '+4915100000002' }],
    };
    await channel.post(channel.message('lea', 'Mine, too', { from: alias }));
    expect(await values()).toHaveLength(3);
    const own = await contactOf(ana, lea.conversation.contact.id);
    expect(own.identities.map(({ value }) => value)).toEqual(['lea', '+4915100000002']);
  });

  it('of somebody nobody vouches for finds nobody and is not written down', async () => {
    const taken = { ...phone, value: '+4915100000003' };
    await channel.post(
      channel.message('mo', 'Hi', { from: { ...channel.who('mo'), aliases: [taken] } }),
    );
    const from = { ...channel.who('nobody'), verified: false, aliases: [taken] };
    await channel.post(channel.message('nobody', 'Let me in', { from }));
    const found = (await inboxOf(ana, 'all')).filter(({ contact }) =>
      ['mo', 'nobody'].includes(contact.name),
    );
    expect(new Set(found.map(({ contact }) => contact.id)).size).toBe(2);
  });
});

describe('what we do is told to the platform:', () => {
  const read = (talk: Talk, seq: number) => ana.call('PUT', `${talk.path}/read`, { seq });

  it('that the last of their messages was read, once however many there were', async () => {
    const talk = await channel.begin('ivo');
    await channel.post(channel.message('ivo', 'Two'), channel.message('ivo', 'Three'));
    const { seq } = await talk.row();
    const before = messenger.read.length;
    // Nothing is told before somebody has read.
    expect(before).toBe(0);
    await Promise.all([read(talk, seq), read(talk, seq), read(talk, seq)]);
    await until(() => messenger.read.length > 0);
    const last = messenger.read.at(-1);
    expect(last).toMatch(/^in-ivo-/);
    expect(last).not.toBe(talk.first);
    // Back, and there again: the platform knows.
    await read(talk, 1);
    await read(talk, seq);
    const third = channel.message('ivo', 'Four');
    await channel.post(third);
    await read(talk, seq + 1);
    await until(() => messenger.read.includes(third.externalId));
    expect(messenger.read).toEqual([last, third.externalId]);
  });

  it('and when it does not take that, nobody here is troubled', async () => {
    const talk = await channel.begin('jo');
    messenger.markRead = async () => {
      throw new ChannelError('rejected', 'It is too old.');
    };
    const { seq } = await talk.row();
    expect((await read(talk, seq)).status).toBeLessThan(300);
    await until(() => messenger.read.includes(talk.first));
    const reply = await talk.reply('All the same');
    await until(async () => (await talk.last()).state === 'accepted');
    expect((await talk.last()).id).toBe(reply.id);
    expect(messenger.read.filter((id) => id === talk.first)).toHaveLength(1);
  });

  it('that an agent writes, as often as the platform forgets it', async () => {
    const talk = await channel.begin('kim');
    const live = await dialAgent(hub, ana);
    const { id: conversationId } = talk.conversation;
    const write = (active: boolean) => live.ask('typing', { conversationId, active });
    // Only who has it open may be seen writing.
    await write(true);
    await live.ask('open', { conversationId });
    await write(false);
    expect(messenger.typing).toEqual([]);
    for (let times = 0; times < 5; times += 1) await write(true);
    await until(() => messenger.typing.length > 0);
    expect(messenger.typing).toEqual([{ thread: 'kim', last: talk.first }]);
    await until(async () => {
      await write(true);
      return messenger.typing.length > 1;
    }, 10_000);
    live.close();
  });

  it('only where the answer will go, which is never with somebody else', async () => {
    const [talk, elsewhere] = [await channel.begin('lou'), await other.begin('lou elsewhere')];
    const stranger = await channel.begin('max');
    const { contact, id: conversationId } = talk.conversation;
    const otherId = elsewhere.conversation.contact.id;
    await ana.call('POST', `/api/v1/contacts/${contact.id}/merges`, { otherId });
    const live = await dialAgent(hub, ana);
    await live.ask('open', { conversationId });
    messenger.typing.length = 0;
    for (const one of [stranger, elsewhere, talk]) {
      const { threadId } = await one.last();
      await live.ask('typing', { conversationId, threadId, active: true });
    }
    await until(() => messenger.typing.length > 1);
    expect(messenger.typing.map(({ thread }) => thread).toSorted()).toEqual([
      'lou',
      'lou elsewhere',
    ]);
    // The stranger can be told, by who answers them.
    const own = stranger.conversation.id;
    await live.ask('open', { conversationId: own });
    await live.ask('typing', { conversationId: own, active: true });
    await until(() => messenger.typing.some(({ thread }) => thread === 'max'));
    live.close();
  });
});
