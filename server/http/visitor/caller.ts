/** What every visitor route starts with. */
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { admitVisitor, type Caller, type VisitorStore } from '../../channels/visitors.ts';
import type { Intake } from '../../ingress/accept.ts';
import type { Throttle } from './throttle.ts';

export type VisitorHub = VisitorStore & Intake & { throttle: Throttle };

export const ChannelParams = Type.Object({ channelId: Type.String({ format: 'uuid' }) });

type ChannelRequest = FastifyRequest<{ Params: { channelId: string } }>;

/** The visitor behind a request. @throws Refusal not_found, origin_refused, unknown_visitor, verified_only */
export function callerOf(hub: VisitorHub, request: ChannelRequest): Promise<Caller> {
  const { channelId } = request.params;
  const { origin } = request.headers;
  return admitVisitor(hub, { channelId, origin, token: bearerOf(request) });
}

/** The token of a request: in the header alone, never in an address or a cookie. */
function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
}
