/** Which of the requests that wait together may be received side by side. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { InboundMessage } from '../../adapters/message.ts';
import type { ChannelRow } from '../../server/channels/access.ts';
import { abreast, sideBySide } from '../../server/ingress/abreast.ts';

const quiet = { autoReply: '' } as ChannelRow;

function mail(n: number, more: Partial<InboundMessage> = {}) {
  const event: InboundMessage = {
    type: 'message',
    externalId: `mail-${n}`,
    reference: `<${n}@example.org>`,
    thread: `line-${n}`,
    from: { kind: 'email', scope: '', value: `person-${n}@example.org`, verified: true },
    text: `Letter ${n}`,
    ...more,
  };
  return { n, deliveries: [{ event, files: [] }] };
}

const cut = (requests: ReturnType<typeof mail>[], channel = quiet) =>
  abreast(channel, requests).map((group) => group.map(({ n }) => n));

describe('mails that wait together', () => {
  it('go side by side, in their order, a few at a time', () => {
    const groups = cut(Array.from({ length: 20 }, (_, n) => mail(n)));
    expect(groups.flat()).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(groups.length).toBeLessThan(20);
    expect(Math.max(...groups.map((group) => group.length))).toBe(8);
  });

  it('follow each other when they have their writer, their line or their name in common', () => {
    const from = { kind: 'email', scope: '', value: 'person-1@example.org', verified: true };
    expect(cut([mail(1), mail(2, { from })])).toEqual([[1], [2]]);
    expect(cut([mail(1), mail(2, { thread: 'line-1' })])).toEqual([[1], [2]]);
    expect(cut([mail(1), mail(2, { reference: '<1@example.org>' })])).toEqual([[1], [2]]);
    expect(cut([mail(1), mail(1)])).toEqual([[1], [1]]);
  });

  it('are alone when they answer something, for that may be anybody’s line', () => {
    const answers = [{ proof: 'reference', reference: '<1@example.org>' } as const];
    expect(cut([mail(1), mail(2, { answers }), mail(3)])).toEqual([[1], [2], [3]]);
  });

  it('are alone where answers go out by themselves, which are counted', () => {
    const answering = { autoReply: 'We will answer tomorrow.' } as ChannelRow;
    expect(cut([mail(1), mail(2)], answering)).toEqual([[1], [2]]);
  });
});

describe('what goes side by side', () => {
  it('is awaited to the last one when one of them fails', async () => {
    const done: number[] = [];
    const work = async (n: number) => {
      if (n === 1) throw new Error('the first one');
      await sleep(20);
      done.push(n);
      return n;
    };
    await expect(sideBySide([1, 2, 3], work)).rejects.toThrow('the first one');
    expect(done).toEqual([2, 3]);
  });

  it('names the statement that failed, not those refused after it', async () => {
    const failure = (code: string) => Object.assign(new Error(code), { code });
    const work = async (code: string) => Promise.reject(failure(code));
    await expect(sideBySide(['25P02', '23505'], work)).rejects.toThrow('23505');
  });
});
