/** Turns between tabs, with and without the browser's help. */
import { describe, expect, it } from 'vitest';
import { createLock, leaseLock, newKey } from '../../widget/panel/lock.ts';
import { createBrowser, settle } from './samples.ts';

describe('without the browser’s locks', () => {
  it('two tabs take turns', async () => {
    const browser = createBrowser();
    const running = { now: 0, most: 0 };
    const task = async () => {
      running.now += 1;
      running.most = Math.max(running.most, running.now);
      await settle();
      running.now -= 1;
    };
    const tabs = ['one', 'two'].map((name) => leaseLock(browser.openStore(), name));
    await Promise.all(tabs.map((lock) => lock('outbox', task)));
    expect([running.most, browser.kept.size]).toEqual([1, 0]);
  });

  it('a tab that died in its turn holds up the others only for a while', async () => {
    const browser = createBrowser();
    let now = 0;
    void leaseLock(browser.openStore(), 'dead', () => now)('outbox', () => new Promise(() => {}));
    now = 31_000;
    const alive = leaseLock(browser.openStore(), 'alive', () => now);
    expect(await alive('outbox', async () => 'done')).toBe('done');
  });

  it('a task that fails gives its turn back', async () => {
    const browser = createBrowser();
    const lock = leaseLock(browser.openStore(), 'one');
    await expect(lock('outbox', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(browser.kept.size).toBe(0);
  });
});

describe('where the browser forbids locks in frames', () => {
  const forbidden = {
    request: () => Promise.reject(new DOMException('denied', 'SecurityError')),
  } as unknown as LockManager;

  it('works alone', async () => {
    const lock = createLock('channel', createBrowser().openStore(), forbidden);
    expect(await lock('outbox', async () => 1)).toBe(1);
  });

  it('a failing task is not run a second time', async () => {
    let runs = 0;
    const allowed = {
      request: (_name: string, task: () => Promise<unknown>) => task(),
    } as unknown as LockManager;
    const lock = createLock('channel', createBrowser().openStore(), allowed);
    const task = () => {
      runs += 1;
      return Promise.reject(new Error('no'));
    };
    await expect(lock('outbox', task)).rejects.toThrow('no');
    expect(runs).toBe(1);
  });
});

it('keys are what the server takes, and never the same', () => {
  const keys = Array.from({ length: 1000 }, newKey);
  expect(new Set(keys).size).toBe(1000);
  for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9_-]{8,64}$/);
});
