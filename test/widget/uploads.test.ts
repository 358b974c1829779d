/** Files before and while they go: what is turned away, what is told, what can be stopped. */
import { describe, expect, it, vi } from 'vitest';
import type { VisitorAttachment } from '../../server/wire/visitor.ts';
import { Refused, Unreachable } from '../../widget/panel/errors.ts';
import { isAllowedType } from '../../widget/panel/limits.ts';
import type { UploadOptions } from '../../widget/panel/upload-request.ts';
import { Uploads } from '../../widget/panel/uploads.ts';
import { settle } from './samples.ts';

const limits = { types: ['image/png', 'text/*'], maxBytes: 100, maxCount: 3 };

function setUp() {
  const send = vi.fn(async (file: File, _options: UploadOptions): Promise<VisitorAttachment> => {
    await settle();
    return { id: `id-${file.name}`, name: file.name, type: file.type, size: 1, inline: false };
  });
  return { send, uploads: new Uploads({ limits: () => limits, send, now: () => 1_000 }) };
}

const file = (name: string, size = 10, type = 'image/png') =>
  new File(['x'.repeat(size)], name, { type });
const done = async () => {
  await settle();
  await settle();
};

describe('before a byte is sent', () => {
  it.each([
    ['empty', file('a.png', 0), { kind: 'empty' }],
    ['too large', file('a.png', 101), { kind: 'size', max: 100 }],
    ['of a kind that is not taken', file('a.svg', 10, 'image/svg+xml'), { kind: 'type' }],
  ])('a file that is %s is turned away', (_what, bad, problem) => {
    const { uploads, send } = setUp();
    uploads.add([bad, file('good.png')]);
    expect(uploads.rejections.value).toEqual([{ name: bad.name, problem }]);
    expect(send.mock.calls.map(([sent]) => sent.name)).toEqual(['good.png']);
  });

  it('a file of no known type is left to the server, which looks inside', () => {
    const { uploads } = setUp();
    uploads.add([file('a.heic', 10, '')]);
    expect([uploads.items.value.length, uploads.rejections.value]).toEqual([1, []]);
  });

  it('more files than fit in a message are turned away', () => {
    const { uploads } = setUp();
    uploads.add(['1', '2', '3', '4'].map((name) => file(name)));
    expect(uploads.items.value.length).toBe(3);
    expect(uploads.rejections.value).toEqual([{ name: '4', problem: { kind: 'count', max: 3 } }]);
  });
});

describe('on the way', () => {
  it('tells how far it is, and hands over what is done', async () => {
    const { uploads, send } = setUp();
    uploads.add([file('a.png')]);
    send.mock.calls[0]?.[1].progress(0.4);
    expect([uploads.items.value[0]?.progress, uploads.settled.value]).toEqual([0.4, false]);
    await done();
    expect(uploads.settled.value).toBe(true);
    expect(uploads.take().map(({ id }) => id)).toEqual(['id-a.png']);
    expect(uploads.items.value).toEqual([]);
  });

  it('can be stopped', async () => {
    const { uploads, send } = setUp();
    uploads.add([file('a.png')]);
    uploads.remove(uploads.items.value[0]?.id ?? '');
    await done();
    expect(send.mock.calls[0]?.[1].signal.aborted).toBe(true);
    expect([uploads.items.value, uploads.take()]).toEqual([[], []]);
  });

  it('that fails can be tried again, and says how long a busy server wants to wait', async () => {
    const { uploads, send } = setUp();
    send.mockRejectedValueOnce(new Unreachable());
    uploads.add([file('a.png')]);
    await done();
    expect(uploads.items.value[0]?.problem).toEqual({ kind: 'failed' });
    send.mockRejectedValueOnce(new Refused(429, 'slow_down', '', 5_000));
    uploads.retry(uploads.items.value[0]?.id ?? '');
    await done();
    expect(uploads.items.value[0]?.problem).toEqual({ kind: 'wait', until: 6_000 });
    uploads.retry(uploads.items.value[0]?.id ?? '');
    await done();
    expect(uploads.settled.value).toBe(true);
  });
});

it('types are matched as they are, by family, or all', () => {
  expect(isAllowedType('Text/Plain; charset=utf-8', ['text/plain'])).toBe(true);
  expect(isAllowedType('text/html', ['text/plain'])).toBe(false);
  expect(isAllowedType('image/webp', ['image/*'])).toBe(true);
  expect(isAllowedType('imagex/webp', ['image/*'])).toBe(false);
  expect(isAllowedType('a/b', ['*/*'])).toBe(true);
});
