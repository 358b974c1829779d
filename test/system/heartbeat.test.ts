/** A process that only serves people notices that nobody sends what they write. */
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { Heartbeat } from '../../server/system/heartbeat.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { until } from '../support/until.ts';

let hub: TestHub;
let owner: ReturnType<typeof ownerOf>;
let web: Heartbeat;

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  web = new Heartbeat(hub.store, { host: 'desk', role: 'web', version: '1', node: '20' });
  await web.start();
});
afterEach(() => void vi.useRealTimers());
afterAll(async () => {
  await web.stop();
  await owner.end();
  await hub.close();
});

it('says since when no worker was heard of, and nothing more when one is', async () => {
  const roles = await owner<{ role: string }[]>`select role from processes order by role`;
  expect(roles.map(({ role }) => role)).toEqual(['all', 'web']);
  expect(web.restingSince).toBeNull();
  const begun = Date.now();
  await owner`update processes set role = 'web' where host <> 'desk'`;
  // Restarted in turn they are away for a moment: that is nobody's business.
  vi.useFakeTimers({ toFake: ['Date'], now: begun + 10_000 });
  expect(web.restingSince).toBeNull();
  vi.setSystemTime(begun + 60_000);
  expect(Date.parse(web.restingSince ?? '')).toBeLessThan(begun + 10_000);
  await owner`update processes set role = 'worker' where host <> 'desk'`;
  await until(() => web.restingSince === null, 10_000);
});
