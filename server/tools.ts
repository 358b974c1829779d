/** What an adapter is lent of the world. */
import type { FastifyBaseLogger } from 'fastify';
import type { Tools } from '../adapters/adapter.ts';
import { type Safe, secretsOf } from './channels/secrets.ts';
import { passing } from './failpoints.ts';
import type { Guard } from './guarded-fetch.ts';

export type Channel = { id: string; adapter: string };

/** What an adapter may use of the world, until the signal ends it. */
export function toolsFor(safe: Safe, guard: Guard, log: FastifyBaseLogger) {
  return (channel: Channel, signal: AbortSignal): Tools => ({
    fetch: noticed(guard.fetch(signal)),
    log: (message, details) =>
      log.info({ channel: channel.id, adapter: channel.adapter, ...details }, message),
    signal,
    now: () => new Date(),
    resolve: (host) => guard.resolve(host),
    secrets: secretsOf(safe, channel.id),
  });
}

/** Whatever an adapter asks of its platform. */
function noticed(call: Tools['fetch']): Tools['fetch'] {
  return async (...request) => {
    passing('before-call');
    const response = await call(...request);
    passing('after-call');
    return response;
  };
}
