/** `Idempotency-Key` on POST: a repeated request gets the first one's answer and does nothing. */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type Claim,
  claimKey,
  type KeyUse,
  keepAnswer,
  releaseKey,
} from '../agents/idempotency-keys.ts';
import { Refusal } from '../wire/problems.ts';
import type { App, Store } from './door.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer holds a secret that is shown once: it is never stored, repetitions get a 409. */
    answersOnce?: boolean;
  }
}

type Claimed = { use: KeyUse; since: Date };

const KEY = /^[\x21-\x7e]{1,200}$/;
const PATIENCE_MS = 10_000;

/**
 * Hangs the behaviour on every POST of `app`, after authentication. Strangers' requests and file uploads pass
 * untouched. Only successful answers are kept: what was refused or failed may be tried again under the same key.
 */
export function answerRepetitions(app: App, hub: { store: Store }): void {
  const claims = new WeakMap<FastifyRequest, Claimed>();

  app.addHook('preHandler', async (request, reply) => {
    const use = readUse(request);
    if (!use) return;
    const claim = await settleClaim(hub.store, use);
    if (claim.state === 'first') {
      claims.set(request, { use, since: claim.since });
      return;
    }
    if (request.routeOptions.config?.answersOnce) {
      throw new Refusal(
        'conflict',
        'The first request with this key succeeded; its answer holds a secret that is shown once.',
      );
    }
    return reply.code(claim.answer.status).send(claim.answer.body);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const claimed = claims.get(request);
    if (!claimed) return;
    claims.delete(request);
    await conclude(hub.store, claimed, reply, payload).catch((error: unknown) => {
      // It is done all the same, and the caller shall know.
      request.log.warn({ err: error }, 'an answer could not be kept for its Idempotency-Key');
    });
  });
}

function readUse(request: FastifyRequest): KeyUse | null {
  const key = request.headers['idempotency-key'];
  const isUpload = request.headers['content-type']?.startsWith('multipart/');
  if (request.method !== 'POST' || key === undefined || !request.actor || isUpload) return null;
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw new Refusal('invalid', 'Idempotency-Key: use 1 to 200 visible ASCII characters.');
  }
  const content = `${request.url}\n${JSON.stringify(request.body ?? null)}`;
  const requestHash = createHash('sha256').update(content).digest('hex');
  return { actor: request.actor, key, requestHash };
}

type Settled = Extract<Claim, { state: 'first' | 'answered' }>;

/** Waits while the first request with the key is still running. */
async function settleClaim(store: Store, use: KeyUse): Promise<Settled> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let delay = 20; Date.now() < deadline; delay = Math.min(delay * 2, 320)) {
    const claim = await claimKey(store, use);
    if (claim.state === 'first' || claim.state === 'answered') return claim;
    if (claim.state === 'other-request') {
      throw new Refusal('key_reused', 'This Idempotency-Key was sent with another request.');
    }
    await pause(delay);
  }
  throw new Refusal('unavailable', 'The first request with this key is still running.', 1);
}

async function conclude(
  store: Store,
  { use, since }: Claimed,
  reply: FastifyReply,
  payload: unknown,
): Promise<void> {
  const succeeded = reply.statusCode >= 200 && reply.statusCode < 300;
  const isText = typeof payload === 'string';
  if (!succeeded || (!isText && payload !== null && payload !== undefined)) {
    return releaseKey(store, use, since);
  }
  const isSecret = reply.request.routeOptions.config?.answersOnce;
  const body: unknown = isText && !isSecret ? JSON.parse(payload) : null;
  return keepAnswer(store, use, since, { status: reply.statusCode, body });
}
