/** Visits that several processes are told of: whichever of them is asked knows of all. */
import type { Redis } from 'ioredis';
import type { LineReference } from '../events/effects.ts';
import { hasty } from '../redis/redis.ts';
import { BELIEVED_MS, goesOn, MOST_VISITS, type Visit, type Visits, type Walk } from './visits.ts';

const PATIENCE_MS = 500;

/** While Redis is away nobody is seen on any page: it is no more than that. */
export class SharedVisits implements Visits {
  readonly #redis: Redis;

  constructor(url: string) {
    this.#redis = hasty(url, PATIENCE_MS);
  }

  async find(channelId: string, id: string): Promise<Visit | null> {
    const fields = await this.#redis.hgetall(keyOf(channelId, id)).catch(() => ({}));
    return visitOf(id, fields);
  }

  /** Of two pages that one tab tells at the same moment one may be lost: neither waits for the other. */
  async note(channelId: string, id: string, walk: (was: Walk | null) => Walk): Promise<void> {
    const was = await this.find(channelId, id);
    const now = walk(was);
    const [key, board] = [keyOf(channelId, id), boardOf(channelId)];
    const change = this.#redis.pipeline();
    // Whose visit it is stands by itself, so that it is not told away.
    change.hset(key, 'walk', JSON.stringify(now)).pexpire(key, BELIEVED_MS);
    change.zadd(board, now.at, id).zremrangebyscore(board, 0, now.at - BELIEVED_MS);
    change.zremrangebyrank(board, 0, -MOST_VISITS - 1).pexpire(board, BELIEVED_MS);
    if (was?.thread) change.set(lineOf(channelId, was.thread), id, 'PX', BELIEVED_MS);
    await change.exec().catch(() => undefined);
  }

  async bind({ channelId, threadKey }: LineReference, id: string): Promise<boolean> {
    if (!(await this.find(channelId, id))) return false;
    const change = this.#redis.pipeline();
    const key = keyOf(channelId, id);
    change.hset(key, 'thread', threadKey).pexpire(key, BELIEVED_MS);
    change.set(lineOf(channelId, threadKey), id, 'PX', BELIEVED_MS);
    await change.exec().catch(() => undefined);
    return true;
  }

  async part({ channelId, threadKey }: LineReference): Promise<void> {
    const visits = await this.of(channelId);
    const change = this.#redis.pipeline().del(lineOf(channelId, threadKey));
    for (const { id, thread } of visits) {
      if (thread === threadKey) change.hdel(keyOf(channelId, id), 'thread');
    }
    await change.exec().catch(() => undefined);
  }

  async of(channelId: string): Promise<Visit[]> {
    const since = Date.now() - BELIEVED_MS;
    const board = boardOf(channelId);
    const ids = await this.#redis.zrangebyscore(board, since, '+inf').catch(() => []);
    const asked = this.#redis.pipeline();
    for (const id of ids) asked.hgetall(keyOf(channelId, id));
    const answers = (await asked.exec().catch(() => null)) ?? [];
    const found = ids.map((id, n) => visitOf(id, (answers[n]?.[1] ?? {}) as Fields));
    return found.filter((visit) => visit !== null);
  }

  async onLine({ channelId, threadKey }: LineReference): Promise<Visit | null> {
    const id = await this.#redis.get(lineOf(channelId, threadKey)).catch(() => null);
    const visit = id === null ? null : await this.find(channelId, id);
    return visit?.thread === threadKey ? visit : null;
  }

  close(): void {
    this.#redis.disconnect();
  }
}

type Fields = Partial<Record<string, string>>;

function visitOf(id: string, { walk, thread }: Fields): Visit | null {
  if (!walk) return null;
  const known = JSON.parse(walk) as Walk;
  return goesOn(known, Date.now()) ? { ...known, id, thread: thread ?? null } : null;
}

const keyOf = (channelId: string, id: string): string => `interline-visit:${channelId}:${id}`;
const boardOf = (channelId: string): string => `interline-visits:${channelId}`;
const lineOf = (channelId: string, threadKey: string): string =>
  `interline-visit-on:${channelId}:${threadKey}`;
