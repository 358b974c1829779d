/**
 * What can go wrong between us and a platform, as the product needs to tell it apart.
 * An adapter throws nothing else: every other exception counts as a bug of ours.
 */

/**
 * `retry`: try again (later) · `rejected`: will never work · `unauthorized`: reconnect the
 * channel · `closed`: the reply window is over.
 */
export type ChannelErrorKind = 'retry' | 'rejected' | 'unauthorized' | 'closed';

type ChannelErrorDetails = {
  /** The platform's own code, shown beside the words. */
  code?: string;
  /** For `retry`: not before this many milliseconds. */
  retryAfterMs?: number;
  /** True when the platform may have taken the message all the same (a time-out, a cut line). */
  maybeSent?: boolean;
  /** For `rejected`: they do not want to be written to, so nothing more is sent until they say otherwise. */
  optedOut?: boolean;
};

/**
 * Thrown by `send` and the optional functions. `reason` is for an agent: plain words, no secrets.
 */
export class ChannelError extends Error {
  readonly kind: ChannelErrorKind;
  readonly reason: string;
  readonly code: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly maybeSent: boolean;
  readonly optedOut: boolean;

  constructor(kind: ChannelErrorKind, reason: string, details: ChannelErrorDetails = {}) {
    super(`${kind}: ${reason}`);
    this.name = 'ChannelError';
    this.kind = kind;
    this.reason = reason;
    this.code = details.code;
    this.retryAfterMs = details.retryAfterMs;
    this.maybeSent = details.maybeSent ?? false;
    this.optedOut = details.optedOut ?? false;
  }
}

/**
 * Thrown by `parse` when the body is not of the platform's format at all. `problem` says what was
 * expected, and never quotes what came.
 */
export class MalformedRequestError extends Error {
  readonly problem: string;

  constructor(problem: string) {
    super(`malformed request: ${problem}`);
    this.name = 'MalformedRequestError';
    this.problem = problem;
  }
}
