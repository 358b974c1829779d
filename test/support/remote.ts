/** Calls to a server that runs in a process of its own, over real HTTP. */
import type { Channel, CreatedChannel } from '../../server/wire/channels.ts';
import type { VisitorSession } from '../../server/wire/visitor.ts';
import { ADMIN } from './server-process.ts';

export type Answer<Body> = { status: number; body: Body; headers: Headers };
export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** Somebody at one address, with the headers that say who. */
export class Remote {
  readonly url: string;
  readonly headers: Record<string, string>;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.url = url;
    this.headers = headers;
  }

  /** @throws when nothing answers within `patience` ms */
  async call<Body>(
    method: Method,
    path: string,
    body?: unknown,
    patience = 10_000,
  ): Promise<Answer<Body>> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...this.headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patience),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
    const parsed = (isJson ? JSON.parse(text) : text) as Body;
    return { status: response.status, body: parsed, headers: response.headers };
  }

  /** The body of a call that must succeed. */
  async get<Body>(path: string): Promise<Body> {
    return this.expect<Body>('GET', path);
  }

  async expect<Body>(method: Method, path: string, body?: unknown): Promise<Body> {
    const answer = await this.call<Body>(method, path, body);
    if (answer.status < 300) return answer.body;
    throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
}

/** The admin whom ADMIN_EMAIL and ADMIN_PASSWORD made, by session cookie. */
export async function logInRemotely(url: string, who = ADMIN): Promise<Remote> {
  const answer = await new Remote(url).call('POST', '/api/v1/session', who);
  if (answer.status !== 201) throw new Error(`log-in answered ${answer.status}`);
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
  return new Remote(url, { cookie });
}

/** A program with an API token of `agent`. */
export async function programOf(agent: Remote, scopes = ['read', 'write']): Promise<Remote> {
  const wanted = { name: 'Script', scopes };
  const { token } = await agent.expect<{ token: string }>('POST', '/api/v1/tokens', wanted);
  return new Remote(agent.url, { authorization: `Bearer ${token}` });
}

export const bearerOf = (remote: Remote): string =>
  (remote.headers['authorization'] ?? '').replace('Bearer ', '');

/** The website channel that every workspace begins with. */
export async function websiteAt(agent: Remote): Promise<Channel> {
  const { data } = await agent.get<{ data: Channel[] }>('/api/v1/channels');
  const website = data.find((channel) => channel.snippet !== null);
  if (!website) throw new Error('there is no website channel');
  return website;
}

/** Connects a channel by the door the connect form uses. */
export const connectAt = (
  admin: Remote,
  channel: { adapter: string; name: string; settings: Record<string, string> },
): Promise<CreatedChannel> => admin.expect<CreatedChannel>('POST', '/api/v1/channels', channel);

export const connectEchoAt = (admin: Remote, secret: string): Promise<CreatedChannel> =>
  connectAt(admin, { adapter: 'echo', name: 'Echo', settings: { secret } });

/** Somebody with the widget open on a website's page. */
export async function visitAt(
  url: string,
  channelId: string,
  headers: Record<string, string> = {},
): Promise<Remote> {
  const door = new Remote(url, headers);
  const path = `/widget/v1/${channelId}/session`;
  const { token } = await door.expect<VisitorSession>('POST', path, {});
  return new Remote(url, { authorization: `Bearer ${token}` });
}
