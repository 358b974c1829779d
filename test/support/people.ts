/** The people of the tests: Ana founds, colleagues join by invitation, visitors write. All by the doors everyone uses. */
import type { InjectOptions } from 'fastify';
import { createWorkspace } from '../../server/agents/setup.ts';
import type { Channel, CreatedChannel } from '../../server/wire/channels.ts';
import type { Contact } from '../../server/wire/contacts.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { IssuedInvitation, Session } from '../../server/wire/people.ts';
import type { VisitorMessage, VisitorSession } from '../../server/wire/visitor.ts';
import type { TestHub } from './hub.ts';

export const PASSWORD = 'a long and quiet river';

export type Answer<Body> = { status: number; body: Body; headers: Record<string, unknown> };

/** Somebody who calls the API: an agent by cookie or token, or a stranger. */
export class Caller {
  readonly #hub: TestHub;
  readonly headers: Record<string, string>;

  constructor(hub: TestHub, headers: Record<string, string> = {}) {
    this.#hub = hub;
    this.headers = headers;
  }

  async call<Body>(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    payload?: object | string | Buffer,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const options: InjectOptions = { method, url, headers: { ...this.headers, ...headers } };
    if (payload !== undefined) options.payload = payload;
    const response = await this.#hub.app.inject(options);
    const json = String(response.headers['content-type'] ?? '').includes('json');
    const body = (json && response.payload ? response.json() : response.payload) as Body;
    return { status: response.statusCode, body, headers: response.headers };
  }
}

export type Agent = Caller & { session: Session };

/** Makes the first workspace with Ana as its admin. */
export async function foundAs(hub: TestHub, name = 'Ana Alves'): Promise<Agent> {
  const email = 'ana@example.com';
  const made = await new Caller(hub).call<Session>('POST', '/api/v1/setup', {
    name,
    email,
    password: PASSWORD,
  });
  if (made.status !== 201) throw new Error(`setup answered ${made.status}`);
  return loggedIn(hub, made);
}

/** Another workspace on the same installation, with an admin of its own. */
export async function foundAnother(hub: TestHub, email = 'otto@example.org'): Promise<Agent> {
  const admin = { name: 'Otto Ost', email, password: PASSWORD };
  await createWorkspace(hub.store, { name: 'Other', admin }, hub.afterSetup);
  return logIn(hub, email);
}

export async function logIn(hub: TestHub, email: string, password = PASSWORD): Promise<Agent> {
  const made = await new Caller(hub).call<Session>('POST', '/api/v1/session', { email, password });
  if (made.status !== 201) throw new Error(`log-in answered ${made.status}`);
  return loggedIn(hub, made);
}

/** A colleague, invited and accepted. */
export async function join(hub: TestHub, admin: Agent, name: string): Promise<Agent> {
  const email = `${name.toLowerCase().replace(/\W/g, '.')}@example.com`;
  const invited = await admin.call<IssuedInvitation>('POST', '/api/v1/invitations', {
    email,
    role: 'agent',
  });
  const token = invited.body.url.split('/').at(-1) ?? '';
  const accepted = await new Caller(hub).call<Session>(
    'POST',
    `/api/v1/invitations/by-token/${token}`,
    { name, password: PASSWORD },
  );
  if (accepted.status !== 201) throw new Error(`acceptance answered ${accepted.status}`);
  return loggedIn(hub, accepted);
}

/** An agent's API token. */
export async function tokenOf(agent: Agent, scopes: string[]): Promise<string> {
  const made = await agent.call<{ token: string }>('POST', '/api/v1/tokens', {
    name: 'Script',
    scopes,
  });
  return made.body.token;
}

/** The website channel that every workspace begins with. */
export async function websiteOf(agent: Agent): Promise<Channel> {
  const { body } = await agent.call<{ data: Channel[] }>('GET', '/api/v1/channels');
  const website = body.data.find((channel) => channel.snippet !== null);
  if (!website) throw new Error('there is no website channel');
  return website;
}

/** Another website, whose settings are known. @returns its channel */
export async function connectWebsite(
  agent: Agent,
  settings: Record<string, string>,
): Promise<string> {
  const wanted = { adapter: 'web-chat', name: 'Another website', settings };
  const made = await agent.call<CreatedChannel>('POST', '/api/v1/channels', wanted);
  if (made.status !== 201) throw new Error(`connecting answered ${made.status}`);
  return made.body.id;
}

/** A channel of the echo adapter with a known secret. */
export async function connectEcho(agent: Agent, secret = 'echo secret of the tests') {
  const made = await agent.call<CreatedChannel>('POST', '/api/v1/channels', {
    adapter: 'echo',
    name: 'Echo',
    settings: { secret },
  });
  if (made.status !== 201) throw new Error(`connecting answered ${made.status}`);
  return made.body;
}

/** Somebody with the widget open. */
export class Visitor extends Caller {
  readonly channelId: string;
  readonly token: string;
  #written = 0;

  constructor(hub: TestHub, channelId: string, token: string) {
    super(hub, { authorization: `Bearer ${token}` });
    this.channelId = channelId;
    this.token = token;
  }

  at(path: string): string {
    return `/widget/v1/${this.channelId}/${path}`;
  }

  /** Writes and expects it to be stored. */
  async says(text: string, more: object = {}): Promise<VisitorMessage> {
    const key = `visitor-key-${++this.#written}`;
    const sent = await this.call<VisitorMessage>('POST', this.at('messages'), {
      key,
      text,
      ...more,
    });
    if (sent.status !== 201) throw new Error(`writing answered ${sent.status}`);
    return sent.body;
  }
}

/** A visitor with a token, anonymous unless a signed identity comes along. */
export async function visit(
  hub: TestHub,
  channelId: string,
  session: object = {},
): Promise<Visitor> {
  const made = await new Caller(hub).call<VisitorSession>(
    'POST',
    `/widget/v1/${channelId}/session`,
    session,
  );
  if (made.status !== 201) throw new Error(`the session answered ${made.status}`);
  return new Visitor(hub, channelId, made.body.token);
}

/** The conversations of a view. */
export async function inboxOf(agent: Agent, view = 'inbox'): Promise<OwnConversation[]> {
  const { body } = await agent.call<{ data: OwnConversation[] }>(
    'GET',
    `/api/v1/conversations?view=${view}&limit=200`,
  );
  return body.data;
}

export async function contactOf(agent: Agent, id: string): Promise<Contact> {
  return (await agent.call<Contact>('GET', `/api/v1/contacts/${id}`)).body;
}

function loggedIn(hub: TestHub, answer: Answer<Session>): Agent {
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
  return Object.assign(new Caller(hub, { cookie }), { session: answer.body });
}
