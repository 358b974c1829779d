/** The tools of the contract floor that every adapter leans on. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import type { Capabilities } from '../../adapters/capabilities.ts';
import { ChannelError, MalformedRequestError } from '../../adapters/errors.ts';
import { textLength, whyUnsendable } from '../../adapters/limits.ts';
import { checked, readJson } from '../../adapters/payload.ts';
import { callPlatform, readAnswer } from '../../adapters/platform.ts';
import { hmacSha256, sameText } from '../../adapters/signature.ts';
import { type Answer, answering, platform } from './conformance/platform.ts';
import { toy } from './toy/adapter.ts';

describe('signatures', () => {
  test('are the HMAC-SHA256 of RFC 4231, case 2', () => {
    expect(hmacSha256('Jefe', 'what do ya want for nothing?', 'hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  test('are over bytes, not over what the bytes might mean', () => {
    const [broken, other] = [Uint8Array.of(0xc3, 0x28), Uint8Array.of(0xc3, 0x29)];
    expect(hmacSha256('secret', broken, 'hex')).not.toBe(hmacSha256('secret', other, 'hex'));
  });

  test('of an empty secret equal nothing, themselves included', () => {
    const signature = hmacSha256('', 'body', 'hex');
    expect(sameText(signature, signature)).toBe(false);
  });

  test.each([
    ['abc', 'abc', true],
    ['abc', 'abd', false],
    ['abc', 'ab', false],
    ['é', 'e', false],
    ['', '', false],
    [undefined, undefined, false],
    [undefined, 'abc', false],
  ])('%s and %s are the same: %s', (given, expected, same) => {
    expect(sameText(given, expected)).toBe(same);
  });
});

describe('payloads', () => {
  const shape = Compile(Type.Object({ user: Type.Object({ id: Type.String() }) }));
  const requestWith = (body: string | Uint8Array) => ({
    method: 'POST',
    url: '/',
    headers: {},
    body: Buffer.from(body),
  });

  test('of the right shape come through, with what nobody asked for', () => {
    const body = { user: { id: '1', age: 7 }, extra: true };
    expect(readJson(requestWith(JSON.stringify(body)), shape)).toEqual(body);
  });

  test('of another shape say where, and never what', () => {
    const read = () => checked({ user: { id: { private: 'words' } } }, shape, 'a message');
    expect(read).toThrow(MalformedRequestError);
    expect(read).toThrow('a message/user/id must be string');
    expect(read).not.toThrow('words');
  });

  test.each(['', '{', 'user=1', Uint8Array.of(0x22, 0xff, 0x22)])('are not %s', (body) => {
    expect(() => readJson(requestWith(body), shape)).toThrow(MalformedRequestError);
  });
});

describe('limits', () => {
  const { capabilities } = toy;
  const files = (...sizes: number[]) =>
    sizes.map((size) => ({ name: 'a.png', type: 'image/png', size }));

  test.each([
    ['characters', 1],
    ['utf16-units', 2],
    ['utf8-bytes', 4],
  ] as const)('count an emoji in %s as %i', (countedAs, length) => {
    expect(textLength('😀', countedAs)).toBe(length);
  });

  test('let pass what fits', () => {
    const content = { text: 'x'.repeat(1001), attachments: files(1024, 1) };
    expect(whyUnsendable(content, capabilities)).toBeNull();
    expect(whyUnsendable({ text: '', attachments: files(1) }, capabilities)).toBeNull();
  });

  test.each<[string, string, ReturnType<typeof files>, Partial<Capabilities>]>([
    ['There is nothing to send.', '', [], {}],
    ['The text is too long: this channel takes up to 1001 characters.', 'x'.repeat(1002), [], {}],
    ['This channel takes no files.', '', files(1), { attachments: null }],
    ['Too many files: this channel takes up to 2 with a message.', '', files(1, 1, 1), {}],
    ['“a.png” is too big: the limit is 1 KB.', '', files(1025), {}],
  ])('say to the agent: %s', (reason, text, attachments, changes) => {
    expect(whyUnsendable({ text, attachments }, { ...capabilities, ...changes })).toBe(reason);
  });

  test('know a kind of file by its pattern, and no more than that', () => {
    const odd = (type: string) =>
      whyUnsendable({ text: '', attachments: [{ name: 'a', type, size: 1 }] }, capabilities);
    expect(odd('image/webp')).toBeNull();
    expect(odd('imagery/webp')).toBe('This channel takes no files like “a” (imagery/webp).');
    expect(odd('text/plain2')).not.toBeNull();
  });
});

describe('calling a platform', () => {
  const call = (answer: Answer) =>
    callPlatform('https://api.example/', {}, platform([answer]).tools);

  test('gives its answer', async () => {
    expect(await (await call(answering(201, 'made'))).text()).toBe('made');
  });

  test.each([
    [301, '', { kind: 'rejected', code: 'HTTP 301', maybeSent: false }],
    [403, '', { kind: 'rejected', code: 'HTTP 403', maybeSent: false }],
    [408, '', { kind: 'retry', code: 'HTTP 408', maybeSent: true }],
    [500, '', { kind: 'retry', code: 'HTTP 500', maybeSent: true }],
    [503, '', { kind: 'retry', code: 'HTTP 503', maybeSent: false }],
    [429, '7', { kind: 'retry', retryAfterMs: 7000 }],
    [429, 'Fri, 20 Nov 2026 12:01:30 GMT', { kind: 'retry', retryAfterMs: 90_000 }],
    [429, 'Fri, 20 Nov 2026 11:00:00 GMT', { kind: 'retry', retryAfterMs: 0 }],
    [429, 'soon', { kind: 'retry', retryAfterMs: 30_000 }],
    [429, '', { kind: 'retry', retryAfterMs: 30_000 }],
  ])('turns %i (%s) into %o', async (status, retryAfter, expected) => {
    const headers: Record<string, string> = retryAfter ? { 'retry-after': retryAfter } : {};
    await expect(call(answering(status, '', headers))).rejects.toMatchObject(expected);
  });

  test('waits as long as a busy platform asks', async () => {
    const busy = call(answering(503, '', { 'retry-after': '120' }));
    await expect(busy).rejects.toMatchObject({ kind: 'retry', retryAfterMs: 120_000 });
  });

  test.each([
    ['ECONNREFUSED', false],
    ['ENOTFOUND', false],
    ['ECONNRESET', true],
    ['UND_ERR_BODY_TIMEOUT', true],
  ])('knows whether %s came after the message left', async (code, maybeSent) => {
    const broken = call(() => {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
    });
    await expect(broken).rejects.toMatchObject({ kind: 'retry', code, maybeSent });
  });

  test('asks the adapter first what an error means', async () => {
    const told = new ChannelError('closed', 'The window is closed.');
    const { tools } = platform([answering(400, 'closed')]);
    const explain = async (response: Response) =>
      (await response.text()) === 'closed' ? told : null;
    await expect(callPlatform('https://api.example/', {}, tools, explain)).rejects.toBe(told);
  });

  test('does not take an answer without the promised fields for a success', async () => {
    const shape = Compile(Type.Object({ id: Type.String() }));
    expect(await readAnswer(new Response('{"id":"7"}'), shape)).toEqual({ id: '7' });
    await expect(readAnswer(new Response('{"ok":true}'), shape)).rejects.toMatchObject({
      kind: 'retry',
      maybeSent: true,
    });
  });
});
