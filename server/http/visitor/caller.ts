/** What every visitor route starts with. */
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { Previews } from '../../attachments/previews.ts';
import type { Doors } from '../../channels/doors.ts';
import {
  admitVisitor,
  type Caller,
  guessVisitor,
  type VisitorStore,
} from '../../channels/visitors.ts';
import type { Visits } from '../../channels/visits.ts';
import type { Sender } from '../../deliveries/sender.ts';
import type { Levels } from '../../events/limits.ts';
import type { Intake } from '../../ingress/accept.ts';
import type { Throttle } from './throttle.ts';

/** What the visitors' door is hung on. */
export type VisitorDoor = VisitorStore &
  Intake & {
    levels: Levels | null;
    previews: Previews;
    stopUrl: Sender['stopUrl'];
    visits: Visits;
  };
export type VisitorHub = VisitorDoor & { throttle: Throttle; doors: Doors };

export const ChannelParams = Type.Object({ channelId: Type.String({ format: 'uuid' }) });

type ChannelRequest = FastifyRequest<{ Params: { channelId: string } }>;

/** The visitor behind a request. @throws Refusal not_found, origin_refused, unknown_visitor, verified_only */
export function callerOf(hub: VisitorHub, request: ChannelRequest): Promise<Caller> {
  const { channelId } = request.params;
  const { origin } = request.headers;
  return admitVisitor(hub, { channelId, origin, token: bearerOf(request) });
}

/**
 * The same, as the channel was lately: `work` must look again in the transaction that counts. Done once more when it refuses
 * and the channel may have changed.
 */
export function callerAtDoor<Result>(
  hub: VisitorHub,
  request: ChannelRequest,
  work: (caller: Caller) => Promise<Result>,
): Promise<Result> {
  const asked = { origin: request.headers.origin, token: bearerOf(request) };
  return hub.doors.through(request.params.channelId, async (opened) =>
    work(guessVisitor(hub, opened, asked)),
  );
}

/** The token of a request: in the header alone, never in an address or a cookie. */
function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
}
