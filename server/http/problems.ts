/** Every failure leaves as application/problem+json (RFC 9457); what is not the caller's fault says nothing of the inside. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseError, isOutOfRoom, isUnreachable } from '../database/errors.ts';
import { refusals } from '../telemetry/figures.ts';
import { type ProblemCode, problems, Refusal } from '../wire/problems.ts';
import type { Problem } from '../wire/shapes.ts';

const DATABASE_AWAY_SECONDS = 2;
/** Somebody has to make room first. */
const NO_ROOM_SECONDS = 30;

/** The app's error handler. */
export function answerProblem(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const refusal = toRefusal(error);
  // A refusal has a cause where the fault is ours, or of what we depend on.
  if (refusal.code === 'failure') request.log.error({ err: error }, 'request failed');
  else if (refusal.cause) request.log.error({ err: refusal.cause }, 'request refused');
  return sendProblem(reply, refusal);
}

/** For paths that lead nowhere. */
export function answerNotFound(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(reply, new Refusal('not_found', 'There is nothing at this address.'));
}

function sendProblem(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const problem = problemOf(refusal);
  if (refusal.retryAfter !== undefined) reply.header('retry-after', Math.ceil(refusal.retryAfter));
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problem);
}

/** A refusal as an answer tells it, and counted. Where an answer is about many things, each has its own. */
export function problemOf({ code, detail, more }: Refusal): Problem {
  refusals.inc({ code });
  return { ...more, type: 'about:blank', code, detail, ...problems[code] };
}

function toRefusal(error: FastifyError | Error): Refusal {
  if (error instanceof Refusal) return error;
  if (isUnreachable(error)) {
    return new Refusal('unavailable', 'The database is away; try again.', DATABASE_AWAY_SECONDS);
  }
  if (isOutOfRoom(error)) {
    const detail = 'There is no room left on the server’s disk; try again later.';
    return Object.assign(new Refusal('unavailable', detail, NO_ROOM_SECONDS), { cause: error });
  }
  // No statement may run for ever: what was asked would have held up others.
  if (isDatabaseError(error, '57014')) {
    return new Refusal('unavailable', 'It took too long; try again.', DATABASE_AWAY_SECONDS);
  }
  if ('validation' in error && error.validation) return new Refusal('invalid', explain(error));
  const status = 'statusCode' in error ? error.statusCode : undefined;
  const code = status === undefined ? undefined : BY_STATUS[status];
  return code ? new Refusal(code, error.message) : new Refusal('failure', 'It was logged.');
}

/** Errors of the HTTP layer itself: body too large, wrong content type, unreadable JSON. */
const BY_STATUS: Partial<Record<number, ProblemCode>> = {
  400: 'malformed',
  404: 'not_found',
  405: 'method',
  406: 'invalid',
  413: 'too_large',
  415: 'media_type',
  429: 'slow_down',
  503: 'unavailable',
};

/** Of a field that is not there; what follows it names the field. */
const FORBIDDEN = 'boolean';

function explain(error: FastifyError): string {
  const place = error.validationContext ?? 'request';
  const [first] = (error.validation ?? []).filter(({ keyword }) => keyword !== FORBIDDEN);
  if (!first) return `${place}: ${error.message}`;
  const extra = first.params['additionalProperties'] ?? first.params['additionalProperty'];
  const path = first.instancePath.slice(1).replaceAll('/', '.');
  const field = [place, path].filter(Boolean).join('.');
  if (extra) return `${field}: there is no field ${[extra].flat().join(', ')}.`;
  return `${field}: ${first.message ?? 'not valid'}.`;
}
