/** The two ways a request can fail, with what the caller needs to decide. */

/** The server answered, and the answer was no. */
export class Refused extends Error {
  readonly status: number;
  /** Stable, of the server: `unknown_visitor`, `verified_only`, `slow_down` … */
  readonly code: string;
  /** For people. */
  readonly detail: string;
  /** How long the server asks us to wait, in ms; null when it did not say. */
  readonly retryAfter: number | null;

  constructor(status: number, code: string, detail = '', retryAfter: number | null = null) {
    super(code);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }
}

/** No answer: nobody knows whether the server did it. Only a repeat with the same key is safe. */
export class Unreachable extends Error {}

/** How long to wait before asking again, or null when asking again would not help. */
export function waitFor(error: unknown): number | null {
  if (error instanceof Unreachable) return 0;
  if (!(error instanceof Refused)) return null;
  if (error.status === 429 || error.status === 503) return error.retryAfter ?? 5_000;
  return null;
}

/** The visitor's token is worth nothing any more. */
export const isUnknownVisitor = (error: unknown): boolean =>
  error instanceof Refused && error.status === 401;

/** Something broke on the other side; the same request may well work later. */
export const isServerFault = (error: unknown): boolean =>
  error instanceof Refused && error.status >= 500;

/** What the server's "no" means. */
export function refusal(status: number, retryAfter: string | null, text: string): Error {
  // A gateway in between that gives up is not an answer of ours.
  if (status === 502 || status === 504) return new Unreachable();
  const { code, detail } = problem(text);
  return new Refused(status, code ?? `http_${status}`, detail, milliseconds(retryAfter));
}

function problem(text: string): { code?: string; detail?: string } {
  try {
    const value: unknown = JSON.parse(text);
    const { code, detail } = (typeof value === 'object' && value ? value : {}) as {
      code?: unknown;
      detail?: unknown;
    };
    return {
      ...(typeof code === 'string' && { code }),
      ...(typeof detail === 'string' && { detail }),
    };
  } catch {
    return {};
  }
}

/** `Retry-After` is seconds or a date. */
function milliseconds(header: string | null): number | null {
  if (!header) return null;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), 3_600_000) : null;
}
