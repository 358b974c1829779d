/** What is sent in bulk never delays an answer. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { echo, Platform } from '../sending/platform.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { foundAs } from '../support/people.ts';
import { until } from '../support/until.ts';

/** More than are sent at the same time. */
const MANY = 60;

let hub: TestHub;
let platform: Platform;
const sending: string[] = [];
const waiting: (() => void)[] = [];
let slow = true;

beforeAll(async () => {
  hub = await startHub();
  platform = await Platform.connect(hub, await foundAs(hub));
  const send = echo.send;
  vi.spyOn(echo, 'send').mockImplementation(async (message, ...rest) => {
    sending.push(message.text);
    if (slow) await new Promise<void>((resolve) => waiting.push(resolve));
    return send(message, ...rest);
  });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await hub.close();
});

it('goes out behind an answer that was written later, on the same thread, too', async () => {
  const talk = await platform.hears('Ida', 'Hello');
  for (let n = 0; n < MANY; n++) {
    const one = await platform.hears(`Person ${n}`, `I am ${n}`);
    expect((await platform.answer(one, `Offer ${n}`, { bulk: true })).status).toBe(201);
  }
  await platform.answer(talk, 'An offer for you', { bulk: true });
  await until(() => sending.length > 10);
  await platform.answer(talk, 'By hand');
  await until(() => sending.includes('By hand'));
  expect(sending.length).toBeLessThan(MANY);
  expect(sending).not.toContain('An offer for you');
  slow = false;
  for (const release of waiting) release();
  await until(() => sending.length === MANY + 2, 20_000);
  await until(async () => {
    const said = await platform.messages(talk);
    return said.filter(({ state }) => state === 'accepted').length === 2;
  }, 20_000);
}, 60_000);
