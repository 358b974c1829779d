/** When a visitor is asked for an address: not before they wrote, and only where it leads to something. */
import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { VisitorConfig } from '../../server/wire/visitor.ts';
import { Line } from '../../widget/panel/line.ts';
import { Reach } from '../../widget/panel/reach.ts';
import { message, page } from './samples.ts';

const NOW = 1_700_000_000_000;

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

function standing(some: Partial<VisitorConfig> = {}) {
  const config = signal<VisitorConfig | null>({
    ...{ title: '', greeting: '', accent: '', verifiedOnly: false, location: false },
    ...{ attachments: null, hours: null, answersIn: null, countsWaiting: false, continues: true },
    ...{ rates: true, intake: null, articles: null, several: false, text: { max: 100 } },
    ...some,
  });
  const line = new Line();
  const sent: string[] = [];
  const reach = new Reach(line, config, async (email) => void sent.push(email));
  return { config, line, reach, sent };
}

const wrote = (seq: number) =>
  message(seq, { direction: 'in', createdAt: new Date().toISOString() });

it('asks whoever wrote while nobody is there, at once', () => {
  const { line, reach } = standing({ hours: { open: false, changesAt: null } });
  line.open(page([]));
  expect(reach.asks.value).toBe(false);
  line.offer(wrote(1));
  expect(reach.asks.value).toBe(true);
});

it('asks after two minutes without an answer, and no more once there is one', () => {
  const { line, reach } = standing({ hours: { open: true, changesAt: null } });
  line.open(page([]));
  line.offer(wrote(1));
  vi.advanceTimersByTime(119_000);
  expect(reach.asks.value).toBe(false);
  vi.advanceTimersByTime(2_000);
  expect(reach.asks.value).toBe(true);
  line.offer(message(2));
  expect(reach.asks.value).toBe(false);
});

it('asks nobody whose address is known, nor where nothing would follow', () => {
  const closed = { hours: { open: false, changesAt: null } };
  for (const { line, reach, knowsEmail } of [
    { ...standing(closed), knowsEmail: true },
    { ...standing({ ...closed, continues: false }), knowsEmail: false },
  ]) {
    line.open(page([], { knowsEmail }));
    line.offer(wrote(1));
    expect(reach.asks.value).toBe(false);
  }
});

it('asks nobody who says it with the message, whatever was read meanwhile; but another visitor', () => {
  const { line, reach } = standing({ hours: { open: false, changesAt: null } });
  line.open(page([]));
  line.saysEmail();
  line.offer(wrote(1));
  expect(reach.asks.value).toBe(false);
  line.fill(page([], { seq: 1, knowsEmail: false }));
  expect(reach.asks.value).toBe(false);
  line.clear();
  line.open(page([], { seq: 1, data: [wrote(1)] }));
  expect(reach.asks.value).toBe(true);
});

it('remembers what was left only when the server has taken it', async () => {
  const { config, line, reach, sent } = standing();
  await reach.leave('nora@example.org');
  expect([sent, reach.left.value]).toEqual([['nora@example.org'], 'nora@example.org']);
  const refusing = new Reach(line, config, () => Promise.reject(new Error('no')));
  await expect(refusing.leave('nora@example.org')).rejects.toThrow('no');
  expect(refusing.left.value).toBeNull();
});
