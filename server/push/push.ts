/** A notice leaves for a push service: thought over, sent outside any transaction, and settled by what came back. */
import { and, eq, sql } from 'drizzle-orm';
import type { Tools } from '../../adapters/adapter.ts';
import { ChannelError } from '../../adapters/errors.ts';
import { callPlatform } from '../../adapters/platform.ts';
import type { Vault } from '../channels/settings.ts';
import { devices } from '../database/schema/push.ts';
import type { Outcome } from '../deliveries/jobs.ts';
import { backoff } from '../deliveries/sender.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope, Store } from '../events/scope.ts';
import type { PushedNotice } from '../wire/devices.ts';
import { Refusal } from '../wire/problems.ts';
import { accessDevice, type DeviceRow } from './devices.ts';
import { encrypt } from './encryption.ts';
import { keysOf } from './keys.ts';
import { type Due, dropNotice, GOOD_FOR_MS, type Looks, pick, unreadOf } from './notices.ts';
import { authorize, type PushKeys } from './vapid.ts';

export type Pusher = {
  store: Store;
  vault: Vault;
  /** The guarded way out: an endpoint is whatever a browser says it is. */
  fetch(signal: AbortSignal): Tools['fetch'];
  looks: Looks;
};

/** Shorter than a job's lease: a service that hangs ends before somebody else may try. */
const TIMEOUT_MS = 10_000;
const LONGEST_WAIT_MS = 30 * 60_000;

/** Of an answer: `gone` when the browser has ended its subscription. */
type Answer =
  | { is: 'taken' }
  | { is: 'gone' }
  | { is: 'refused' | 'later'; problem: number; afterMs?: number | undefined };

/** Sends one notice, or decides when to try again. Whatever a push service does ends as a state of the device. */
export async function push(
  pusher: Pusher,
  workspaceId: string,
  noticeId: string,
  attempt: number,
): Promise<Outcome> {
  const { store, vault, looks } = pusher;
  const due = await store.in(workspaceId, async (scope) => {
    const picked = await pick(scope, noticeId, looks);
    return picked && { ...picked, keys: await keysOf(scope, vault) };
  });
  if (!due) return { done: true };
  const answer = await post(pusher, due.device, due.content, due.keys);
  return store.in(workspaceId, (scope) => settle(scope, due, answer, attempt));
}

/**
 * One notice to a device of the actor's own, at once, to see whether it comes.
 * @throws Refusal not_found; gone when its browser takes none any more; unavailable when its service did not take it
 */
export async function tryDevice(pusher: Pusher, actor: Actor, id: string): Promise<void> {
  const { store, vault } = pusher;
  const { workspaceId, agentId, locale } = actor;
  const { device, keys, unread } = await store.in(workspaceId, async (scope) => ({
    device: await accessDevice(scope, actor, id),
    keys: await keysOf(scope, vault),
    unread: await unreadOf(scope, agentId),
  }));
  const nothing = { conversationId: null, seq: 0, name: null, text: null };
  const answer = await post(pusher, device, { kind: 'test', locale, unread, ...nothing }, keys);
  await store.in(workspaceId, (scope) => note(scope, device, answer));
  if (answer.is === 'gone') throw new Refusal('gone', 'This browser takes no notices any more.');
  if (answer.is !== 'taken') throw new Refusal('unavailable', whyNot(answer.problem));
}

const whyNot = (problem: number): string =>
  problem === 0
    ? 'The push service of this browser could not be reached.'
    : `The push service of this browser answered with ${problem}.`;

async function post(
  { fetch, vault }: Pusher,
  { endpoint, ...recipient }: DeviceRow,
  content: PushedNotice,
  keys: PushKeys,
): Promise<Answer> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const { conversationId } = content;
  const headers = {
    authorization: await authorize(keys, endpoint, contactOf(vault.publicUrl)),
    'content-encoding': 'aes128gcm',
    'content-type': 'application/octet-stream',
    ttl: String(GOOD_FOR_MS / 1000),
    urgency: 'high',
    // What has not reached the browser yet gives way to what is newer (RFC 8030 §5.4).
    ...(conversationId && { topic: conversationId.replaceAll('-', '') }),
  };
  const body = new Uint8Array(encrypt(JSON.stringify(content), recipient));
  const line = { fetch: fetch(signal), signal, now: () => new Date() };
  try {
    const response = await callPlatform(endpoint, { method: 'POST', headers, body }, line);
    await response.body?.cancel();
    return { is: 'taken' };
  } catch (error) {
    return judged(error);
  }
}

function judged(error: unknown): Answer {
  if (!(error instanceof ChannelError)) throw error;
  const { kind, code, retryAfterMs } = error;
  const problem = Number(/^HTTP (\d+)$/.exec(code ?? '')?.[1] ?? 0);
  if (problem === 404 || problem === 410) return { is: 'gone' };
  if (kind === 'retry') return { is: 'later', problem, afterMs: retryAfterMs };
  return { is: 'refused', problem };
}

/** Whom the operators of a push service may ask; some take no address without encryption. */
const contactOf = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? publicUrl : 'mailto:interline@localhost';

async function settle(
  scope: Scope,
  { notice, device }: Due,
  answer: Answer,
  attempt: number,
): Promise<Outcome> {
  await note(scope, device, answer);
  if (answer.is === 'gone') return { done: true };
  if (answer.is === 'later') {
    const againInMs = answer.afterMs ?? backoff(attempt);
    return { done: false, againInMs: Math.min(againInMs, LONGEST_WAIT_MS) };
  }
  const over = await dropNotice(scope, notice.id, notice.seq);
  return over ? { done: true } : { done: false, againInMs: 0 };
}

/** How the device fares; one that is gone takes what waited for it along. */
async function note({ tx, workspaceId }: Scope, { id }: DeviceRow, answer: Answer): Promise<void> {
  const which = and(eq(devices.workspaceId, workspaceId), eq(devices.id, id));
  if (answer.is === 'gone') await tx.delete(devices).where(which);
  else if (answer.is === 'taken') {
    await tx.update(devices).set({ pushedAt: sql`now()`, problem: null }).where(which);
  } else await tx.update(devices).set({ problem: answer.problem }).where(which);
}
