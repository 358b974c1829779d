/** Redis, by which several processes work as one. Nothing is kept in it that could not be lost: Postgres is the truth. */
import { Redis } from 'ioredis';
import { UnsafeRedisError } from './error.ts';

const OLDEST = [6, 2] as const;
const PATIENCE_MS = 5_000;

/** @throws UnsafeRedisError when it cannot be reached, is too old, or would throw away what waits in it */
export async function refuseUnsafeRedis(url: string): Promise<void> {
  const { complaint } = judge(await ask(url));
  if (complaint) throw new UnsafeRedisError(complaint);
}

/** How it is now, for those who watch: it may have been set otherwise since the start. */
export async function inspectRedis(
  url: string,
): Promise<{ version: string } | { trouble: 'away' | 'unsafe' }> {
  const info = await ask(url).catch(() => null);
  if (info === null) return { trouble: 'away' };
  const { version, complaint } = judge(info);
  return complaint ? { trouble: 'unsafe' } : { version };
}

function judge(info: string): { version: string; complaint: string | null } {
  const [, version = 'of an unknown version', major = '0', minor = '0'] =
    /^redis_version:((\d+)\.(\d+)\S*)/m.exec(info) ?? [];
  const [oldestMajor, oldestMinor] = OLDEST;
  const old = Number(major) - oldestMajor || Number(minor) - oldestMinor;
  if (old < 0) {
    const complaint = `Redis is ${version}; it should be ${OLDEST.join('.')} or newer.`;
    return { version, complaint };
  }
  const [, policy = 'unknown'] = /^maxmemory_policy:(\S+)/m.exec(info) ?? [];
  if (policy === 'noeviction') return { version, complaint: null };
  const complaint = `Redis throws away what it holds when memory is short (maxmemory-policy ${policy}); set it to noeviction.`;
  return { version, complaint };
}

async function ask(url: string): Promise<string> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    retryStrategy: () => null,
  });
  let trouble = 'it does not answer';
  client.on('error', (error: Error & { code?: string }) => {
    trouble = error.message || error.code || trouble;
  });
  try {
    await client.connect();
    return await client.info();
  } catch (error) {
    const why = error instanceof Error && !/closed/i.test(error.message) ? error.message : trouble;
    throw new UnsafeRedisError(`REDIS_URL cannot be used: ${why}.`);
  } finally {
    client.disconnect();
  }
}

/** For what is worth nothing later: while Redis is away it fails at once instead of piling up. */
export const hasty = (url: string, commandTimeout = PATIENCE_MS): Redis =>
  listenedTo(
    new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout,
      keepAlive: 10_000,
    }),
  );

/** For what waits for news, as long as that takes. */
export const patient = (url: string): Redis =>
  listenedTo(new Redis(url, { maxRetriesPerRequest: null, keepAlive: 10_000 }));

/** It comes back by itself; that it was away shows in what is asked of it. */
function listenedTo(client: Redis): Redis {
  return client.on('error', () => {});
}
