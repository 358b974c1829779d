/** The names by which mail comes home: made by one channel, readable by that channel alone. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Settings } from '../../adapters/adapter.ts';
import {
  bounceAddressFor,
  messageIdFor,
  readBounceToken,
  readMessageId,
  readReplyToken,
  replyAddressFor,
} from '../../adapters/email/tokens.ts';

const settings = (more: Record<string, string> = {}): Settings => ({
  channelId: 'channel-1',
  address: 'help@example.com',
  plusAddressing: 'on',
  tokenSecret: 'secret-1',
  ...more,
});
const UUID = '0193f1c2-7a5b-7c3d-8e4f-5a6b7c8d9e0f';
const longest = 'a'.repeat(40);

describe('a reply address', () => {
  test.each([
    [{}, /^help\+r\.t1\.[a-z2-7]{16}@example\.com$/],
    [{ replyAddress: 'in@replies.example.com' }, /^in\+r\.t1\.[a-z2-7]{16}@replies\.example\.com$/],
    [{ replyAddress: '@replies.example.com' }, /^r\.t1\.[a-z2-7]{16}@replies\.example\.com$/],
    [
      { replyAddress: '@replies.example.com', plusAddressing: 'off' },
      /^r\.t1\.[a-z2-7]{16}@replies\.example\.com$/,
    ],
  ])('names its thread, with %j', (more, form) => {
    const address = replyAddressFor('t1', settings(more));
    expect(address).toMatch(form);
    expect(readReplyToken(address, settings(more))).toBe('t1');
    expect(readReplyToken(`<${address.toUpperCase()}>`, settings(more))).toBe('t1');
  });

  test.each([
    ['plus addresses are off', 't1', { plusAddressing: 'off' }],
    ['the local part would grow over 64 bytes', longest, { address: 'helpx@example.com' }],
    ['there is no secret', 't1', { tokenSecret: '' }],
    ['the thread has letters that do not travel', 'T 1', {}],
  ])('is the plain one when %s', (_, thread, more) => {
    const with_ = settings(more);
    expect(replyAddressFor(thread, with_)).toBe(with_['address']);
    expect(readReplyToken(`help+r.${thread}.@example.com`, with_)).toBeNull();
  });

  test('is the whole longest thread where that just fits', () => {
    const address = replyAddressFor(longest, settings());
    expect(address.indexOf('@')).toBe(64);
    expect(readReplyToken(address, settings())).toBe(longest);
  });
});

describe('a message id', () => {
  test('is the same for every attempt and names its message', () => {
    const id = messageIdFor(UUID, settings());
    expect(id).toMatch(/^<m\.[a-z2-7]{26}\.[a-z2-7]{16}@example\.com>$/);
    expect(messageIdFor(UUID, settings())).toBe(id);
    expect(readMessageId(id, settings())).toBe(UUID);
    expect(readMessageId(id.slice(1, -1).toUpperCase(), settings())).toBe(UUID);
  });

  test('comes back for any uuid', () => {
    const ends = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    for (const uuid of [...ends, ...Array.from({ length: 500 }, () => randomUUID())]) {
      expect(readMessageId(messageIdFor(uuid, settings()), settings())).toBe(uuid);
    }
  });

  test('of what is no uuid is an id all the same, that names nothing', () => {
    const id = messageIdFor('ours 1\r\n', settings());
    expect(id).toMatch(/^<x\.[a-z2-7]{16}@example\.com>$/);
    expect(readMessageId(id, settings())).toBeNull();
  });

  test('has a domain in ASCII', () => {
    const id = messageIdFor(UUID, settings({ address: 'help@bücher.example' }));
    expect(id).toMatch(/@xn--bcher-kva\.example>$/);
  });
});

describe('a bounce address', () => {
  test('names its message', () => {
    const address = bounceAddressFor(UUID, settings());
    expect(address).toMatch(/^help\+b\.[a-z2-7]{26}\.[a-z2-7]{16}@example\.com$/);
    expect(readBounceToken(address.toUpperCase(), settings())).toBe(UUID);
  });

  test('is the plain one when plus addresses are off', () => {
    expect(bounceAddressFor(UUID, settings({ plusAddressing: 'off' }))).toBe('help@example.com');
  });
});

describe('nobody else can make one (C1)', () => {
  const reply = replyAddressFor('t1', settings());
  const id = messageIdFor(UUID, settings());
  const bounce = bounceAddressFor(UUID, settings());
  const read = (channel: Settings, [a = '', b = '', c = '']: string[] = [reply, id, bounce]) => [
    readReplyToken(a, channel),
    readMessageId(b, channel),
    readBounceToken(c, channel),
  ];

  test('another channel, with its own secret or this one', () => {
    expect(read(settings())).toEqual(['t1', UUID, UUID]);
    expect(read(settings({ channelId: 'channel-2' }))).toEqual([null, null, null]);
    expect(read(settings({ tokenSecret: 'secret-2' }))).toEqual([null, null, null]);
    expect(read(settings({ tokenSecret: '' }))).toEqual([null, null, null]);
  });

  test('by changing any one letter', () => {
    for (const [name, reader] of [
      [reply, readReplyToken],
      [id, readMessageId],
      [bounce, readBounceToken],
    ] as const) {
      const end = name.indexOf('@');
      for (let at = name.search(/[rmb]\./); at < end; at++) {
        const changed = name.slice(0, at) + (name[at] === 'q' ? 'z' : 'q') + name.slice(at + 1);
        expect(reader(changed, settings()), changed).toBeNull();
      }
    }
  });

  test('by calling one kind another', () => {
    const asBounce = reply.replace('+r.', '+b.');
    const asReply = bounce.replace('+b.', '+r.');
    const asId = `<m.${bounce.slice(bounce.indexOf('+b.') + 3)}>`;
    expect(read(settings(), [asReply, asId, asBounce])).toEqual([null, null, null]);
    expect(readBounceToken(reply, settings())).toBeNull();
  });

  test('by writing a megabyte', () => {
    const began = performance.now();
    for (const part of ['+r.', 'r.a.', '<', '@', 'm.', 'a', '\u0130']) {
      const text = part.repeat(1_000_000 / part.length);
      expect(read(settings(), [text, text, text])).toEqual([null, null, null]);
    }
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
