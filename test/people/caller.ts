/** Somebody at the doors: keeps cookies as a browser does, or a token as a program does. */
import type { App } from '../../server/http/door.ts';
import type { People } from './harness.ts';

export type Answer = {
  status: number;
  body: Record<string, unknown>;
  headers: Record<string, string | string[] | number | undefined>;
};

type Body = Record<string, unknown> | undefined;
type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

export const PASSWORD = 'nine small green boats';

export class Caller {
  readonly app: App;
  cookie: string | undefined;
  token: string | undefined;
  address = '127.0.0.1';
  headers: Record<string, string> = {};

  constructor(app: App, token?: string) {
    this.app = app;
    this.token = token;
  }

  async call(method: Method, path: string, body?: Body): Promise<Answer> {
    const answer = await this.app.inject({
      method,
      url: `/api/v1/${path}`,
      remoteAddress: this.address,
      headers: {
        ...(this.cookie && { cookie: this.cookie }),
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(body && { 'content-type': 'application/json' }),
        ...this.headers,
      },
      ...(body && { payload: JSON.stringify(body) }),
    });
    const set = [answer.headers['set-cookie']].flat()[0];
    if (set !== undefined) this.cookie = String(set).split(';')[0];
    const text = answer.body;
    return {
      status: answer.statusCode,
      body: text ? JSON.parse(text) : {},
      headers: answer.headers,
    };
  }

  get = (path: string) => this.call('GET', path);
  post = (path: string, body: Body = {}) => this.call('POST', path, body);
  patch = (path: string, body: Body) => this.call('PATCH', path, body);
  delete = (path: string) => this.call('DELETE', path);
  logIn = (email: string, password = PASSWORD) => this.post('session', { email, password });
}

/** The first admin, logged in. */
export async function firstAdmin(people: People, email = 'ada@example.com'): Promise<Caller> {
  const admin = new Caller(people.app);
  const made = await admin.post('setup', { name: 'Ada', email, password: PASSWORD });
  if (made.status !== 201) throw new Error(`setup: ${made.status} ${JSON.stringify(made.body)}`);
  return admin;
}

/** Somebody `admin` invited, logged in. */
export async function invited(
  admin: Caller,
  email: string,
  role: 'admin' | 'agent' = 'agent',
): Promise<Caller> {
  const caller = new Caller(admin.app);
  const link = await invitationLink(admin, email, role);
  const name = email.split('@')[0] ?? email;
  const accepted = await caller.post(`invitations/by-token/${link}`, { name, password: PASSWORD });
  if (accepted.status !== 201) throw new Error(`accept: ${accepted.status}`);
  return caller;
}

/** The secret part of a fresh invitation. */
export async function invitationLink(
  admin: Caller,
  email: string,
  role: 'admin' | 'agent' = 'agent',
): Promise<string> {
  const issued = await admin.post('invitations', { email, role });
  if (issued.status !== 201) throw new Error(`invite: ${issued.status}`);
  return String(issued.body['url']).split('/invitation/')[1] ?? '';
}

/** A token's secret, and its id. */
export async function issuedToken(
  owner: Caller,
  scopes: string[],
  more: Record<string, unknown> = {},
): Promise<{ id: string; secret: string }> {
  const { status, body } = await owner.post('tokens', { name: 'program', scopes, ...more });
  if (status !== 201) throw new Error(`token: ${status} ${JSON.stringify(body)}`);
  return { id: String(body['id']), secret: String(body['token']) };
}

export async function idOf(caller: Caller): Promise<string> {
  const { body } = await caller.get('session');
  const agent = body['agent'];
  if (typeof agent === 'object' && agent && 'id' in agent) return String(agent.id);
  throw new Error('not logged in');
}
