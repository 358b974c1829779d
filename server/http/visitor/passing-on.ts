/** What a visitor does goes the way of every channel: to the adapter, as the request of a platform does. */
import type { FastifyRequest } from 'fastify';
import type { AdapterRequest } from '../../../adapters/adapter.ts';
import { type Caller, refuseRevoked } from '../../channels/visitors.ts';
import { FROM_BLOCKED } from '../../contacts/blocked.ts';
import type { Scope } from '../../events/scope.ts';
import { accept } from '../../ingress/accept.ts';
import type { Accepted } from '../../ingress/receive-all.ts';
import { Refusal } from '../../wire/problems.ts';
import type { VisitorHub } from './caller.ts';

/** Who says something, and what else must hold when it is stored (@throws Refusal). */
export type Saying = {
  caller: Caller;
  request: FastifyRequest;
  recheck?: (scope: Scope) => Promise<void>;
};

/**
 * Resolves when it is stored.
 * @throws Refusal blocked, and whatever `recheck` and `accept` throw
 */
export async function passOn(
  hub: VisitorHub,
  { caller, request, recheck }: Saying,
  body: Record<string, unknown>,
): Promise<Accepted> {
  const place = {
    workspaceId: caller.workspaceId,
    channelId: caller.channel.id,
    door: 'visitor' as const,
    opened: caller,
    recheck: async (scope: Scope) => {
      // Logged in or out while this was being stored: said on a line nobody reads any more, it would be lost.
      await refuseRevoked(scope, caller.channel.id, caller.visitor);
      await recheck?.(scope);
    },
  };
  const accepted = await accept(hub, place, rebuilt(request, body));
  // Said openly: a word that seems to be taken and is gone when the page is loaded again would be worse than a no.
  if (accepted.ignored.some((reason) => reason.endsWith(FROM_BLOCKED))) {
    throw new Refusal('blocked', 'Messages from here are not taken.');
  }
  return accepted;
}

function rebuilt(request: FastifyRequest, body: Record<string, unknown>): AdapterRequest {
  return {
    method: 'POST',
    url: request.url,
    headers: {
      'content-type': 'application/json',
      authorization: request.headers.authorization ?? '',
    },
    body: new TextEncoder().encode(JSON.stringify(body)),
  };
}
