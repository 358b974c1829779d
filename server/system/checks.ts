/** What was measured becomes a finding. Pure: the same measure, the same finding. */
import type { Outstanding } from '../deliveries/outstanding.ts';
import type { About, FindingName, SystemCheck, SystemProcess } from '../wire/system.ts';
import type { DatabaseMeasure } from './measure.ts';
import type { Tried } from './senders.ts';

type State = SystemCheck['state'];
type Facts = SystemCheck['facts'];

const GIGABYTE = 1e9;
const DAY_MS = 86_400_000;
const LOCAL = /^https?:\/\/(localhost|127\.|\[::1\])/;

function check(about: About, state: State, finding: FindingName, facts: Facts = {}): SystemCheck {
  return { about, state, finding, facts };
}

export function addressCheck(url: string, reached: boolean): SystemCheck {
  if (LOCAL.test(url)) return check('address', 'attention', 'address-local', { url });
  if (!url.startsWith('https:')) return check('address', 'attention', 'address-plain', { url });
  // Some networks do not let a machine in by its own public name: that alone breaks nothing.
  if (!reached) return check('address', 'attention', 'address-unreachable', { url });
  return check('address', 'good', 'address-good', { url });
}

export function databaseCheck({ version, ms }: DatabaseMeasure): SystemCheck {
  const facts = { version, answerMs: ms };
  if (ms > 250) return check('database', 'attention', 'database-slow', facts);
  return check('database', 'good', 'database-good', facts);
}

export function clockCheck({ skewSeconds }: DatabaseMeasure): SystemCheck {
  const offSeconds = Math.round(Math.abs(skewSeconds));
  if (offSeconds < 2) return check('clock', 'good', 'clock-good', { offSeconds });
  return check('clock', offSeconds > 5 ? 'broken' : 'attention', 'clock-off', { offSeconds });
}

export function workerCheck(heard: (SystemProcess & { silent: boolean })[]): SystemCheck {
  const workers = heard.filter(({ role }) => role !== 'web');
  const count = workers.filter(({ silent }) => !silent).length;
  if (count > 0) return check('worker', 'good', 'worker-good', { count });
  const [last] = workers;
  if (!last) return check('worker', 'broken', 'worker-none');
  return check('worker', 'broken', 'worker-silent', { seenAt: last.seenAt });
}

/** Later than a sweep and a slow platform explain. */
export function queueCheck(due: Outstanding[]): SystemCheck {
  const count = due.reduce((sum, one) => sum + one.count, 0);
  const oldestSeconds = Math.round(Math.max(0, ...due.map((one) => one.oldestSeconds)));
  const facts = { count, oldestSeconds };
  if (oldestSeconds < 30) return check('queue', 'good', 'queue-good', facts);
  return check('queue', oldestSeconds < 300 ? 'attention' : 'broken', 'queue-late', facts);
}

export function diskCheck(disk: { freeBytes: number; totalBytes: number }): SystemCheck {
  const { freeBytes, totalBytes } = disk;
  if (freeBytes < GIGABYTE / 2) return check('disk', 'broken', 'disk-full', disk);
  const low = freeBytes < 5 * GIGABYTE && freeBytes < totalBytes / 10;
  return low
    ? check('disk', 'attention', 'disk-low', disk)
    : check('disk', 'good', 'disk-good', disk);
}

export function filesCheck(writable: boolean): SystemCheck {
  return writable
    ? check('files', 'good', 'files-good')
    : check('files', 'broken', 'files-refused');
}

/** What came of asking: its version, or why it must not be used; null: none is configured. */
export type RedisMeasure = { version: string } | { trouble: 'away' | 'unsafe' } | null;

export function redisCheck(redis: RedisMeasure): SystemCheck {
  if (redis === null) return check('redis', 'good', 'redis-none');
  if ('version' in redis) return check('redis', 'good', 'redis-good', { version: redis.version });
  // Messages go on without it; screens are told later.
  if (redis.trouble === 'away') return check('redis', 'broken', 'redis-away');
  return check('redis', 'attention', 'redis-unsafe');
}

export function channelsCheck(failing: string[], count: number): SystemCheck {
  if (failing.length === 0) return check('channels', 'good', 'channels-good', { count });
  const facts = { count: failing.length, names: failing.join(', ') };
  return check('channels', 'attention', 'channels-failing', facts);
}

export function sendersCheck(tried: readonly Tried[]): SystemCheck {
  if (tried.length === 0) return check('senders', 'good', 'senders-none');
  const refused = tried.filter(({ reason }) => reason !== null);
  if (refused.length === 0) {
    return check('senders', 'good', 'senders-good', { count: tried.length });
  }
  const reasons = refused.map(({ name, reason }) => `${name}: ${reason}`).join(' · ');
  return check('senders', 'broken', 'senders-refused', { count: refused.length, reasons });
}

/** @param mail from which address the installation writes, and why nothing would go; null: it does not write */
export function mailCheck(mail: { from: string; reason: string | null } | null): SystemCheck {
  if (mail === null) return check('mail', 'attention', 'mail-none');
  const { from, reason } = mail;
  if (reason === null) return check('mail', 'good', 'mail-good', { from });
  return check('mail', 'broken', 'mail-refused', { from, reason });
}

export function versionsCheck(heard: (SystemProcess & { silent: boolean })[]): SystemCheck {
  const versions = new Set(heard.filter(({ silent }) => !silent).map(({ version }) => version));
  const facts = { versions: [...versions].sort().join(', ') };
  if (versions.size > 1) return check('versions', 'attention', 'versions-mixed', facts);
  return check('versions', 'good', 'versions-good', facts);
}

export function backupCheck(madeAt: Date | null, now: Date): SystemCheck {
  if (!madeAt) return check('backup', 'attention', 'backup-never');
  const facts = { madeAt: madeAt.toISOString() };
  const old = now.getTime() - madeAt.getTime() > 3 * DAY_MS;
  return check('backup', old ? 'attention' : 'good', old ? 'backup-old' : 'backup-good', facts);
}
