/** The REST client. Failures are values: a screen says what happened, nothing is thrown at it. */
import type { Message, Untaken } from '../server/wire/messages.ts';
import { keepAnswer, keptAnswer, keptUpTo } from './kept.ts';

const BASE = '/api/v1/';
/** Who is logged in. */
const WHO = 'session';
/**
 * What a browser finishes for pages that are gone is 64 KiB at a time (Fetch §4.6); more it refuses outright. A deed on
 * a hundred conversations is a sixth of that. Larger things must not take the room of deeds.
 */
const ROOM = 60 * 1024;
const OUTLIVES = 16 * 1024;
let roomTaken = 0;
/**
 * After a sleep, or in another network, a browser may hold connections that died unheard. Those are found out by what is asked
 * on them; to read twice, to say twice how something is to be, or to do twice what has a key, harms nobody.
 */
const DOUBT_MS = 60_000;
const WHILE_MS = 2_500;
/** So many connections to one server a browser keeps; whoever has met more of them waits for a slow server. */
const MOST_DEAD = 6;
const LONG_MS = 15_000;
let doubtedUntil = 0;
/** Those that are waited for, to lose patience once there is doubt. */
const waiting = new Set<() => void>();

export type ApiError = {
  /** 0: no answer came. */
  status: number;
  /** The server's stable code, or `offline`, `aborted`, `unreadable`. */
  code: string;
  /** The server's own words, for people; may be empty. */
  detail: string;
  /** Seconds, when the server asked for patience. */
  retryAfter: number | null;
  /** With the code `unseen`: what others said meanwhile. */
  missed?: Message[] | undefined;
};
export type Result<Value> = { ok: true; value: Value } | { ok: false; error: ApiError };
export type CallOptions = {
  signal?: AbortSignal | undefined;
  query?: Query | undefined;
  /** It has a key: asked twice, it is done once. */
  keyed?: boolean | undefined;
};
export type Query = Record<string, string | number | null | undefined>;

/** No answer came. */
const OFFLINE: ApiError = { status: 0, code: 'offline', detail: '', retryAfter: null };

const logOutListeners = new Set<() => void>();

/** Be told when the server no longer knows this session. Returns the end of telling. */
export function whenLoggedOut(listener: () => void): () => void {
  logOutListeners.add(listener);
  return () => logOutListeners.delete(listener);
}

/** For a while, what is not answered soon and may be repeated is asked again, on another connection; also what waits already. */
export function doubtConnections(): void {
  doubtedUntil = Date.now() + DOUBT_MS;
  for (const losePatience of waiting) losePatience();
}

/** Paths are relative to `/api/v1/`; `api.get<Agent>('agents/me')`. */
export const api = {
  get: <Value>(path: string, options?: CallOptions) => call<Value>('GET', path, undefined, options),
  post: <Value>(path: string, body: unknown, options?: CallOptions) =>
    call<Value>('POST', path, body, options),
  put: <Value>(path: string, body: unknown, options?: CallOptions) =>
    call<Value>('PUT', path, body, options),
  patch: <Value>(path: string, body: unknown, options?: CallOptions) =>
    call<Value>('PATCH', path, body, options),
  remove: <Value = null>(path: string, options?: CallOptions) =>
    call<Value>('DELETE', path, undefined, options),
  /** Multipart, field `file`. */
  upload: <Value>(path: string, file: File, options?: CallOptions) => {
    const form = new FormData();
    form.append('file', file);
    return call<Value>('POST', path, form, options);
  },
};

async function call<Value>(
  method: string,
  path: string,
  body: unknown,
  options: CallOptions = {},
): Promise<Result<Value>> {
  const url = address(path, options.query);
  if (keptUpTo.peek() !== null && path !== WHO) return withoutServer<Value>(method, url);
  const sent = payload(body);
  const room = takeRoom(sent.body);
  try {
    const repeatable = method === 'GET' || method === 'PUT' || options.keyed === true;
    const response = await ask(url, repeatable, {
      method,
      credentials: 'same-origin',
      // A deed shown as done is done, also when the page is left in the same breath.
      keepalive: room > 0,
      ...(options.signal && { signal: options.signal }),
      ...sent,
    });
    if (!response.ok) return await failure(response);
    const text = await response.text();
    if (method === 'GET') keepAnswer(url, text);
    return success<Value>(text);
  } catch (error) {
    const aborted = error instanceof DOMException && error.name === 'AbortError';
    return refused(aborted ? { ...OFFLINE, code: 'aborted' } : OFFLINE);
  } finally {
    roomTaken -= room;
  }
}

/** Given up on, the browser lets go of that connection; the next one may be dead as well. */
async function ask(url: string, repeatable: boolean, init: RequestInit): Promise<Response> {
  if (!repeatable) return fetch(url, init);
  for (let dead = 0; ; dead++) {
    const answer = await askAWhile(url, init, dead < MOST_DEAD ? WHILE_MS : LONG_MS);
    if (answer) return answer;
  }
}

/** @returns null: there is doubt, and nobody answered. What has begun to come may take its time */
async function askAWhile(url: string, init: RequestInit, ms: number): Promise<Response | null> {
  const over = new AbortController();
  let patience: ReturnType<typeof setTimeout> | undefined;
  const losePatience = () => {
    patience ??= setTimeout(() => over.abort(), ms);
  };
  if (Date.now() < doubtedUntil) losePatience();
  waiting.add(losePatience);
  const signal = init.signal ? AbortSignal.any([init.signal, over.signal]) : over.signal;
  try {
    return await fetch(url, { ...init, signal });
  } catch (error) {
    if (over.signal.aborted) return null;
    throw error;
  } finally {
    clearTimeout(patience);
    waiting.delete(losePatience);
  }
}

/** How much of the room for requests that outlive their page this one takes; 0: it is not one of them. */
function takeRoom(body: RequestInit['body']): number {
  if (typeof body !== 'string') return 0;
  const bytes = new TextEncoder().encode(body).length;
  const room = bytes <= OUTLIVES && roomTaken + bytes <= ROOM ? bytes : 0;
  roomTaken += room;
  return room;
}

function address(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return BASE + path + (search && `?${search}`);
}

function payload(body: unknown): Pick<RequestInit, 'body' | 'headers'> {
  const headers = { accept: 'application/json' };
  if (body === undefined) return { headers };
  if (body instanceof FormData) return { headers, body };
  return {
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

/**
 * A page that began without the server asks nothing but who is here until that is answered: by then it may be somebody
 * else, and what it says and does would be in their name.
 */
async function withoutServer<Value>(method: string, url: string): Promise<Result<Value>> {
  const text = method === 'GET' ? await keptAnswer(url) : null;
  return text === null ? refused(OFFLINE) : success<Value>(text);
}

function success<Value>(text: string): Result<Value> {
  // The shapes are the server's own (`server/wire/`); checking them again here would ship the schemas.
  return { ok: true, value: (text === '' ? null : JSON.parse(text)) as Value };
}

async function failure(response: Response): Promise<Result<never>> {
  const problem = await readProblem(response);
  const code = problem.code ?? codeOf(response.status);
  if (response.status === 401 && code === 'not_logged_in') {
    for (const listener of logOutListeners) listener();
  }
  const { detail = '', missed } = problem;
  return refused({
    status: response.status,
    code,
    detail,
    retryAfter: patience(response),
    ...(missed && { missed }),
  });
}

async function readProblem(response: Response): Promise<Partial<Untaken>> {
  try {
    return (await response.json()) as Partial<Untaken>;
  } catch {
    return {};
  }
}

/** Something between us and the server answered in its own words. */
function codeOf(status: number): string {
  if (status === 429) return 'slow_down';
  return status >= 500 ? 'unavailable' : 'unreadable';
}

function patience(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : null;
}

function refused(error: ApiError): Result<never> {
  return { ok: false, error };
}
