/** The visitor's doors. The token travels in a header, never in a cookie: nothing here can be ridden by another site. */
import type { NewResponse } from '../../server/wire/content.ts';
import type { IntakeAnswers } from '../../server/wire/intake.ts';
import type {
  Claims,
  VisitorAttachment,
  VisitorConfig,
  VisitorLine,
  VisitorMessage,
  VisitorSession,
} from '../../server/wire/visitor.ts';
import { refusal, Unreachable } from './errors.ts';
import type { UploadOptions } from './upload-request.ts';

export type MessageDraft = {
  key: string;
  text: string;
  attachments?: string[];
  claims?: Claims;
  quotes?: string;
  answers?: IntakeAnswers | undefined;
  response?: NewResponse | undefined;
  nudge?: string | undefined;
};
type SessionWish = { jwt?: string; token?: string; talk?: string | undefined };
export type Slice = { after?: number; before?: number; limit?: number };

export interface Api {
  /** Any door; what only some visitors use is said where they do. @throws Refused, Unreachable */
  call(token: string | null, path: string, init?: RequestInit): Promise<Response>;
  config(): Promise<VisitorConfig>;
  /** `talk`: which of the person's goes on. */
  createSession(wish: SessionWish): Promise<VisitorSession>;
  endSession(token: string): Promise<void>;
  messages(token: string, slice: Slice): Promise<VisitorLine>;
  send(token: string, draft: MessageDraft): Promise<VisitorMessage>;
  upload(token: string, file: File, options: UploadOptions): Promise<VisitorAttachment>;
  attachment(token: string, id: string): Promise<Blob>;
  /** A picture, small enough for the line. */
  preview(token: string, id: string): Promise<Blob>;
}

const TIMEOUT = 20_000;

export function createApi(base: string): Api {
  const call: Api['call'] = (token, path, init = {}) => request(base + path, token, init);
  return {
    call,
    config: async () => read(await call(null, '/config')),
    createSession: async (wish) => read(await call(null, '/session', post(wish))),
    async endSession(token) {
      // The page may be on its way out: log-out must not be lost with it.
      await call(token, '/session', { method: 'DELETE', keepalive: true });
    },
    messages: async (token, slice) => read(await call(token, `/messages${query(slice)}`)),
    send: async (token, draft) => read(await call(token, '/messages', post(draft))),
    async upload(token, file, options) {
      const { upload } = await reach(import('./upload-request.ts'));
      return upload(`${base}/attachments`, token, file, options);
    },
    attachment: async (token, id) => (await call(token, `/attachments/${id}`)).blob(),
    preview: async (token, id) => (await call(token, `/attachments/${id}/preview`)).blob(),
  };
}

async function request(url: string, token: string | null, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  if (token) headers.set('authorization', `Bearer ${token}`);
  const answer = await reach(
    fetch(url, {
      ...init,
      headers,
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT),
    }),
  );
  if (!answer.ok)
    throw refusal(answer.status, answer.headers.get('retry-after'), await body(answer));
  return answer;
}

export const post = (body: unknown, method = 'POST'): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** Our own server's shapes, on our own origin: trusted as typed. */
async function read<Shape>(answer: Response): Promise<Shape> {
  return reach(answer.json() as Promise<Shape>);
}

const body = (answer: Response): Promise<string> => answer.text().catch(() => '');

async function reach<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch {
    throw new Unreachable();
  }
}

function query(slice: Slice): string {
  const pairs = Object.entries(slice).map(([name, value]) => `${name}=${value}`);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}
