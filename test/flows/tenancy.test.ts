/** Two workspaces on one installation: nothing of the one is ever seen, changed or heard by anyone of the other. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import { DEAF_SERVER, startHub, type TestHub } from '../support/hub.ts';
import {
  type Agent,
  type Answer,
  Caller,
  foundAnother,
  foundAs,
  join,
  visit,
} from '../support/people.ts';
import { bodyFor, type Route, routesOf } from '../support/routes.ts';
import { dialAgent, dialVisitor } from '../support/sockets.ts';
import { until } from '../support/until.ts';
import { type Furnished, furnish } from '../support/workspace.ts';

let hub: TestHub;
let ana: Agent;
let otto: Agent;
let own: Furnished;
let foreign: Furnished;
let roles: Record<string, Caller>;

beforeAll(async () => {
  hub = await startHub({ mail: DEAF_SERVER });
  ana = await foundAs(hub);
  otto = await foundAnother(hub, 'otto.FOREIGN@example.org');
  own = await furnish(hub, ana, 'OURS');
  foreign = await furnish(hub, otto, 'FOREIGN');
  roles = {
    admin: ana,
    agent: await join(hub, ana, 'Ben Berg'),
    reader: own.reader,
    writer: own.writer,
    visitor: own.visitor,
    stranger: new Caller(hub),
  };
}, 120_000);

afterAll(() => hub.close());

/** Public by design: everybody who knows a website knows these; they say how the widget looks, what it says by itself, and let a visitor in. */
const PUBLIC = [
  'GET /widget/v1/:channelId/config',
  'GET /widget/v1/:channelId/engagement',
  'POST /widget/v1/:channelId/session',
  'GET /widget/:channelId/panel',
];

const nameOf = ({ method, url }: Route) => `${method} ${url}`;
const parametersOf = ({ url }: Route) => url.match(/:\w+/g) ?? [];
type Kind = keyof Furnished['ids'];

/** The ways a foreign id can stand in a route: everywhere, or beside ids that are one's own. */
function addresses(route: Route, kind: Kind): string[] {
  const names = parametersOf(route);
  const mixes =
    names.length === 1
      ? [[true]]
      : [
          [true, true],
          [true, false],
          [false, true],
        ];
  return mixes.map((mix) =>
    names.reduce((url, name, place) => {
      const id = mix[place] ? foreign.ids[kind] : ownIdFor(route, name, kind);
      return url.replace(name, id);
    }, route.url),
  );
}

function ownIdFor(route: Route, name: string, kind: Kind): string {
  if (name === ':channelId') return own.ids.website;
  if (route.url.startsWith('/api/v1/conversations')) {
    return name === ':messageId' ? own.ids.reply : own.ids.conversation;
  }
  return own.ids[kind];
}

/** Everything by which the other workspace could be recognised. */
const MARKS = /FOREIGN|Otto Ost/i;

/** What is wrong with an answer; '' when nothing is. */
function judge(answer: Answer<unknown>, asked: string, fitting: number[]): string {
  const said = JSON.stringify([answer.body, answer.headers]);
  const ids = Object.values(foreign.ids).filter((id) => said.includes(id) && !asked.includes(id));
  const policy = answer.headers['content-security-policy'];
  return [
    ...ids.map((id) => `tells ${id}`),
    ...(MARKS.test(said) ? ['tells a foreign word'] : []),
    ...(fitting.includes(answer.status) ? [] : [`answers ${answer.status}`]),
    // A16, A17: on every answer, errors included.
    ...(policy && answer.headers['x-content-type-options'] === 'nosniff' ? [] : ['is not guarded']),
  ].join(', ');
}

type Attempt = { route: Route; kind: Kind; role: string };

function fittingFor({ route, kind, role }: Attempt): number[] {
  const name = `${route.method} ${route.url}`;
  if (PUBLIC.includes(name) && kind === 'website') return [200, 201];
  const isLink = route.url.includes('/by-token/');
  const mayAsk = route.url.startsWith('/api/v1/') && (role === 'admin' || isLink);
  return mayAsk ? [404] : [401, 403, 404];
}

const as = (role: string): Caller => roles[role] ?? new Caller(hub);

async function inTurns<Item>(items: Item[], act: (item: Item) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: 6 }, worker));
}

describe('A10: the crawl', () => {
  it('knows every route, and ids that open something for their own workspace', async () => {
    const routes = routesOf(hub);
    expect(routes.length).toBeGreaterThan(40);
    expect(routes.filter((route) => parametersOf(route).length > 0).length).toBeGreaterThan(25);
    expect(new Set(routes.map(nameOf)).size).toBe(routes.length);
    const opened: string[] = [];
    for (const route of routes.filter(({ method, url }) => method === 'GET' && url.includes(':'))) {
      for (const kind of Object.keys(foreign.ids) as Kind[]) {
        const url = route.url.replace(/:\w+/g, foreign.ids[kind]);
        if ((await otto.call('GET', url)).status === 200) opened.push(`${route.url} ${kind}`);
      }
    }
    expect(opened).toEqual(
      expect.arrayContaining([
        '/api/v1/conversations/:id conversation',
        '/api/v1/conversations/:id/messages conversation',
        '/api/v1/conversations/:id/line conversation',
        '/api/v1/conversations/:id/events conversation',
        '/api/v1/conversations/:id/drafts conversation',
        '/api/v1/contacts/:id contact',
        '/api/v1/channels/:id echo',
        '/api/v1/channels/:id mailbox',
        '/api/v1/attachments/:id attachment',
        '/api/v1/attachments/:id upload',
      ]),
    );
  });

  it('A10, A11: finds no route that opens a foreign id to anyone, nor one beside an own id', async () => {
    const kinds = Object.keys(foreign.ids) as Kind[];
    const attempts = routesOf(hub)
      .filter((route) => parametersOf(route).length > 0)
      .flatMap((route) => kinds.map((kind) => ({ route, kind })))
      .flatMap((target) => addresses(target.route, target.kind).map((url) => ({ ...target, url })))
      .flatMap((target) => Object.keys(roles).map((role) => ({ ...target, role })));
    expect(attempts.length).toBeGreaterThan(2_000);
    const wrong: string[] = [];
    await inTurns(attempts, async (attempt) => {
      const { route, kind, url, role } = attempt;
      const answer = await as(role).call(route.method, url, bodyFor(route));
      const complaint = judge(answer, url, fittingFor(attempt));
      if (complaint) wrong.push(`${role}: ${route.method} ${url} (${kind}) ${complaint}`);
    });
    expect(wrong.slice(0, 20)).toEqual([]);
  }, 300_000);

  it('finds nothing foreign in any list, view, search or page', async () => {
    const { conversation } = foreign.ids;
    const queries = ['', '?q=FOREIGN', '?q=%231', '?view=all&limit=200', `?q=${conversation}`];
    const lists = routesOf(hub).filter(({ method, url }) => method === 'GET' && !url.includes(':'));
    expect(lists.length).toBeGreaterThan(10);
    const attempts = lists
      .map(({ url }) => url.replace('*', conversation))
      .flatMap((url) => queries.map((query) => url + query))
      .flatMap((url) => Object.keys(roles).map((role) => ({ role, url })));
    const wrong: string[] = [];
    let withOwn = 0;
    await inTurns(attempts, async ({ role, url }) => {
      const answer = await as(role).call('GET', url);
      if (JSON.stringify(answer.body).includes('OURS')) withOwn += 1;
      const complaint = judge(answer, url, [200, 400, 401, 403, 404]);
      if (complaint) wrong.push(`${role}: ${url} ${complaint}`);
    });
    expect(wrong).toEqual([]);
    // The lists were not empty: one's own is in them.
    expect(withOwn).toBeGreaterThan(30);
    const everything = await otto.call('GET', '/api/v1/search?q=FOREIGN');
    expect(JSON.stringify(everything.body)).toContain(conversation);
  }, 60_000);

  it('changes nothing in the other workspace', async () => {
    const now = await otto.call<OwnConversation>(
      'GET',
      `/api/v1/conversations/${foreign.ids.conversation}`,
    );
    expect(now.body).toMatchObject({ status: 'open', assignee: null, preview: 'FOREIGN answer' });
    const [channel, contact] = [
      await otto.call('GET', `/api/v1/channels/${foreign.ids.echo}`),
      await otto.call('GET', `/api/v1/contacts/${foreign.ids.contact}`),
    ];
    expect([channel.status, contact.status]).toEqual([200, 200]);
    expect((await foreign.writer.call('GET', '/api/v1/views')).status).toBe(200);
  });
});

describe('A11: foreign ids in bodies', () => {
  const patch = (body: object) =>
    ana.call<{ code: string }>('PATCH', `/api/v1/conversations/${own.ids.conversation}`, body);
  const write = (key: string, more: object) =>
    ana.call<{ code: string }>('POST', `/api/v1/conversations/${own.ids.conversation}/messages`, {
      key: `mixed-key-${key}`,
      kind: 'reply',
      text: 'Mixed',
      ...more,
    });

  it('assign a conversation to nobody from elsewhere', async () => {
    expect((await patch({ assigneeId: own.ids.agent })).status).toBe(200);
    expect((await patch({ assigneeId: foreign.ids.agent })).status).toBe(404);
    expect((await patch({ assigneeId: null })).status).toBe(200);
  });

  it('send on no foreign thread', async () => {
    expect((await write('own-thread', { threadId: own.ids.thread })).status).toBe(201);
    expect((await write('foreign-thread', { threadId: foreign.ids.thread })).status).toBe(404);
  });

  it('attach no foreign upload, sent or not, and none twice', async () => {
    for (const kind of ['upload', 'attachment', 'visitorUpload'] as const) {
      const refused = await write(`foreign-${kind}`, { attachments: [foreign.ids[kind]] });
      expect(refused).toMatchObject({ status: 400, body: { code: 'invalid' } });
    }
    expect((await write('twice', { attachments: [own.ids.upload, own.ids.upload] })).status).toBe(
      400,
    );
    expect((await write('own-upload', { attachments: [own.ids.upload] })).status).toBe(201);
    expect((await write('used-upload', { attachments: [own.ids.upload] })).status).toBe(400);
  });

  it('let a visitor attach nothing of agents, of other visitors or of other workspaces', async () => {
    const other = await visit(hub, own.ids.website);
    for (const id of [
      foreign.ids.visitorUpload,
      foreign.ids.upload,
      own.ids.upload,
      own.ids.visitorUpload,
    ]) {
      const refused = await other.call('POST', other.at('messages'), {
        key: `visitor-mixed-${id.slice(-12)}`,
        text: 'Mixed',
        attachments: [id],
      });
      expect(refused.status).toBe(400);
    }
  });

  it('end nobody’s invitation, token or membership', async () => {
    for (const [path, kind] of [
      ['invitations', 'invitation'],
      ['tokens', 'token'],
      ['agents', 'agent'],
      ['saved-replies', 'savedReply'],
      ['views', 'savedView'],
      ['tags', 'tag'],
      ['macros', 'macro'],
    ] as const) {
      const refused = await ana.call('DELETE', `/api/v1/${path}/${foreign.ids[kind]}`);
      expect(refused.status).toBe(404);
    }
    const open = await otto.call('GET', '/api/v1/invitations');
    expect(JSON.stringify(open.body)).toContain(foreign.ids.invitation);
  });
});

describe('sockets', () => {
  it('hear nothing of the other workspace, whatever happens there', async () => {
    const [ours, theirs] = [await dialAgent(hub, ana), await dialAgent(hub, otto)];
    const [widget, otherWidget] = [
      await dialVisitor(hub, own.visitor),
      await dialVisitor(hub, foreign.visitor),
    ];
    await theirs.ask('open', { conversationId: foreign.ids.conversation });
    await foreign.visitor.says('FOREIGN, live');
    const path = `/api/v1/conversations/${foreign.ids.conversation}`;
    const key = 'foreign-live-1';
    await otto.call('POST', `${path}/messages`, {
      key,
      kind: 'reply',
      text: 'FOREIGN reply, live',
    });
    await otto.call('PATCH', path, { status: 'done', assigneeId: foreign.ids.agent });
    await otto.call('PUT', `${path}/draft`, { kind: 'note', text: 'FOREIGN draft' });
    await otto.call('POST', '/api/v1/channels', {
      adapter: 'web-chat',
      name: 'FOREIGN, made live',
    });
    await otherWidget.ask('typing', { active: true });
    const heard = () => new Set(theirs.told.map(({ name }) => name));
    await until(() => heard().size >= 5 && otherWidget.of('message').length >= 2);
    expect([...heard()].sort()).toEqual(
      expect.arrayContaining(['changed', 'conversation', 'draft', 'event', 'read', 'typing']),
    );
    await own.visitor.says('A barrier');
    await until(() => ours.of('conversation').length > 0 && widget.of('message').length > 0);
    expect(JSON.stringify([ours.told, widget.told])).not.toMatch(MARKS);
    expect(ours.of('changed')).toEqual([]);
    for (const line of [ours, theirs, widget, otherWidget]) line.close();
  });
});
