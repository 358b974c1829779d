import type { Message } from './messages.ts';

/** Every way the product says no: a stable code, its HTTP status and a title. `detail` is written where it happens. */
export const problems = {
  invalid: { status: 400, title: 'The request is not valid' },
  malformed: { status: 400, title: 'The body could not be read' },
  not_logged_in: { status: 401, title: 'Log in first' },
  wrong_credentials: { status: 401, title: 'E-mail or password is wrong' },
  unknown_visitor: { status: 401, title: 'The visitor token is not valid' },
  signature: { status: 401, title: 'The signature does not match' },
  forbidden: { status: 403, title: 'Not allowed' },
  origin_refused: { status: 403, title: 'This website may not use the channel' },
  verified_only: { status: 403, title: 'Only signed-in visitors may write here' },
  blocked: { status: 403, title: 'Messages from here are not taken' },
  not_found: { status: 404, title: 'Not found' },
  method: { status: 405, title: 'Method not allowed' },
  conflict: { status: 409, title: 'Conflict' },
  unseen: { status: 409, title: 'Something was said that the writer has not seen' },
  already_set_up: { status: 409, title: 'Interline is set up already' },
  last_admin: { status: 409, title: 'A workspace needs an admin' },
  gone: { status: 410, title: 'No longer valid' },
  too_large: { status: 413, title: 'Too large' },
  media_type: { status: 415, title: 'Content type not accepted' },
  key_reused: { status: 422, title: 'The key was used for another request' },
  slow_down: { status: 429, title: 'Too many requests' },
  failure: { status: 500, title: 'Something failed on our side' },
  unavailable: { status: 503, title: 'Not available at the moment' },
} as const;

export type ProblemCode = keyof typeof problems;

/** Thrown by the product for what a caller did wrong; doors turn it into an answer. `detail` is read by people. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly detail: string;
  /** Seconds, for `slow_down` and `unavailable`. */
  readonly retryAfter: number | undefined;
  /** What the answer tells besides, by its fields. */
  readonly more: Readonly<Record<string, unknown>> = {};

  constructor(code: ProblemCode, detail: string, retryAfter?: number) {
    super(`${code}: ${detail}`);
    this.name = 'Refusal';
    this.code = code;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }
}

/** Nothing was stored: first these should be read. */
export class UnseenRefusal extends Refusal {
  override readonly more: { missed: readonly Message[] };

  constructor(missed: readonly Message[]) {
    super(
      'unseen',
      'Others wrote since: see "missed", and send it again with what was seen by then.',
    );
    this.more = { missed };
  }
}
