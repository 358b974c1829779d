/** Visitors: what their token opens, what it does not, and who is let in from where. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintVisitorToken } from '../../adapters/visitor.ts';
import type { VisitorLine, VisitorSession } from '../../server/wire/visitor.ts';
import { ownerOf } from '../support/database.ts';
import type { TestHub } from '../support/hub.ts';
import { vouch } from '../support/jwt.ts';
import { openWebsite } from '../support/office.ts';
import {
  type Agent,
  type Answer,
  Caller,
  connectWebsite,
  inboxOf,
  Visitor,
  visit,
} from '../support/people.ts';
import { dialVisitor, refusal } from '../support/sockets.ts';
import { until } from '../support/until.ts';
import { postFile, uploadAs } from '../support/workspace.ts';

const SECRET = 'only the customer and we know this';
const OURS = 'http://localhost:3000';

let hub: TestHub;
let ana: Agent;
let website: string;

beforeAll(async () => {
  ({ hub, ana, website } = await openWebsite());
});

afterAll(() => hub.close());

const connect = (settings: Record<string, string>) => connectWebsite(ana, settings);

const set = (channelId: string, settings: Record<string, string>) =>
  ana.call('PATCH', `/api/v1/channels/${channelId}`, { settings });

/** Everything a visitor can ask for, each once. */
async function tryAll(
  who: Visitor,
  headers: Record<string, string> = {},
): Promise<Record<string, number>> {
  const at = async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) =>
    (await who.call(method, who.at(path), body, headers)).status;
  const file = `/${crypto.randomUUID()}`;
  const upload = await new Caller(hub, { ...who.headers, ...headers }).call(
    'POST',
    who.at('attachments'),
    Buffer.from(
      '--e\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhi\r\n--e--\r\n',
    ),
    { 'content-type': 'multipart/form-data; boundary=e' },
  );
  return {
    read: await at('GET', 'messages'),
    wait: await at('GET', 'waiting'),
    write: await at('POST', 'messages', { key: `all-${Date.now()}`, text: 'Hello' }),
    confirm: await at('POST', 'receipts', { status: 'read', seq: 1 }),
    upload: upload.status,
    // The file is not there: whoever is let in learns that much.
    open: await at('GET', `attachments${file}`),
    leave: await at('DELETE', 'session'),
  };
}

const WELCOME = {
  read: 200,
  wait: 200,
  write: 201,
  confirm: 204,
  upload: 201,
  open: 404,
  leave: 204,
};
const everywhere = (status: number) =>
  Object.fromEntries(Object.keys(WELCOME).map((name) => [name, status]));

describe('V1: a token', () => {
  it('is unguessable: 192 bits, and of 10,000 none is like another', () => {
    const settings = { channelId: website, tokenSecret: 'a secret for tests' };
    const random = Array.from({ length: 10_000 }, () => {
      const [content = ''] = mintVisitorToken(settings).split('.');
      return JSON.parse(Buffer.from(content, 'base64url').toString()).r as string;
    });
    expect(new Set(random).size).toBe(10_000);
    expect(new Set(random.map((one) => Buffer.from(one, 'base64url').length))).toEqual(
      new Set([24]),
    );
  });

  it('is stored nowhere, only its hash', async () => {
    const mia = await visit(hub, website);
    await mia.says('Where is my token?');
    await mia.call('DELETE', mia.at('session'));
    const owner = ownerOf(hub);
    const tables = await owner<{ name: string }[]>`
      select tablename as name from pg_tables where schemaname = 'public'`;
    const [secret = '', signature = ''] = mia.token.split('.');
    let rows = 0;
    for (const { name } of tables) {
      for (const { row } of await owner<{ row: string }[]>`
        select to_jsonb(t)::text as row from ${owner(name)} t`) {
        rows += 1;
        expect(row).not.toContain(secret);
        expect(row).not.toContain(signature);
        expect(row).not.toContain(Buffer.from(secret).toString('hex'));
      }
    }
    expect(rows).toBeGreaterThan(10);
    await owner.end();
  });

  it('opens its own channel and no other, by no door', async () => {
    const other = await connect({});
    expect(await tryAll(await visit(hub, website))).toEqual(WELCOME);
    const { token } = await visit(hub, website);
    const astray = new Visitor(hub, other, token);
    expect(await tryAll(astray)).toEqual(everywhere(401));
    expect(await refusal(dialVisitor(hub, astray))).toBe('unknown_visitor');
    expect(await refusal(dialVisitor(hub, new Visitor(hub, website, token)))).toBe('connected');
  });

  it('opens nothing when it is altered, cut, doubled, empty or sent another way', async () => {
    const { token } = await visit(hub, website);
    const [content = '', signature = ''] = token.split('.');
    const forged = Buffer.from('{"v":1,"r":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}').toString(
      'base64url',
    );
    const wrong = [
      '',
      'null',
      `${content}.`,
      `.${signature}`,
      `${content}.${signature}.${signature}`,
      `${content}.${signature.slice(0, -2)}`,
      `${content}${content}.${signature}`,
      `${forged}.${signature}`,
      `${forged}.`,
      token.toUpperCase(),
      'x'.repeat(3_000),
    ];
    for (const one of wrong) {
      const visitor = new Visitor(hub, website, one);
      expect((await visitor.call('GET', visitor.at('messages'))).status, one).toBe(401);
    }
    const bare = new Visitor(hub, website, '');
    const doors: Record<string, string>[] = [
      { cookie: `interline=${token}` },
      { authorization: `Basic ${token}` },
      { authorization: token },
      { 'x-token': token },
    ];
    for (const headers of doors) {
      expect((await bare.call('GET', bare.at('messages'), undefined, headers)).status).toBe(401);
    }
    expect((await bare.call('GET', bare.at(`messages?token=${token}`))).status).toBe(401);
  });
});

describe('V2: two visitors', () => {
  it('see, change and confirm nothing of each other, whatever ids and numbers they send', async () => {
    const [one, two] = [await visit(hub, website), await visit(hub, website)];
    const file = await uploadAs(one, one.at('attachments'), 'mine.txt');
    await one.says('PRIVATE-ONE', { attachments: [file] });
    await two.says('The other');
    const talk = (await inboxOf(ana, 'all')).find(({ preview }) => preview === 'PRIVATE-ONE');
    const path = `/api/v1/conversations/${talk?.id}/messages`;
    await ana.call('POST', path, { key: 'private-answer', kind: 'reply', text: 'PRIVATE-ANSWER' });
    const stateOf = async () =>
      JSON.stringify((await ana.call('GET', path)).body)
        .match(/"state":"(\w+)"/g)
        ?.at(-1);
    await until(async () => (await stateOf()) === '"state":"accepted"');

    const own = await one.call<VisitorLine>('GET', one.at('messages'));
    const ids = [...own.body.data.map(({ id }) => id), talk?.id ?? '', file];
    for (const query of [
      '',
      '?after=0',
      '?before=99',
      '?limit=200',
      '?after=0&before=99&limit=200',
    ]) {
      const line = await two.call<VisitorLine>('GET', two.at(`messages${query}`));
      expect(line.body.data.map(({ text }) => text)).toEqual(['The other']);
    }
    for (const id of ids) {
      const opened = await two.call('GET', two.at(`attachments/${id}`));
      expect(opened).toMatchObject({ status: 404, body: { code: 'not_found' } });
      const taken = await two.call('POST', two.at('messages'), {
        key: `take-${id.slice(-12)}`,
        text: 'Give it to me',
        attachments: [id],
      });
      expect(taken.status).toBe(400);
    }
    for (const status of ['delivered', 'read']) {
      const confirmed = await two.call('POST', two.at('receipts'), { status, seq: 9_999 });
      expect(confirmed.status).toBe(204);
    }
    expect(await stateOf()).toBe('"state":"accepted"');
    expect(
      (await one.call('POST', one.at('receipts'), { status: 'read', seq: 9_999 })).status,
    ).toBe(204);
    expect(await stateOf()).toBe('"state":"read"');
  });

  it('may use the same keys: each gets their own message', async () => {
    const [one, two] = [await visit(hub, website), await visit(hub, website)];
    const first = await one.says('From one', { key: 'the-same-key' });
    const second = await two.says('From two', { key: 'the-same-key' });
    expect(second.text).toBe('From two');
    expect(second.id).not.toBe(first.id);
  });
});

describe('V4: a channel for signed-in people only', () => {
  it('refuses strangers at every door, those from before included', async () => {
    const channel = await connect({ identitySecret: SECRET });
    const early = await visit(hub, channel);
    await early.says('Before the rule');
    const widget = await dialVisitor(hub, early);
    await early.says('Heard');
    await until(() => widget.of('message').length === 1);

    expect((await set(channel, { verifiedOnly: 'on' })).status).toBe(200);
    await until(() => !widget.connected, 1_000);
    expect(await refusal(dialVisitor(hub, early))).toBe('verified_only');
    expect(await tryAll(early)).toEqual(everywhere(403));
    const refused = await new Caller(hub).call('POST', `/widget/v1/${channel}/session`, {});
    expect(refused).toMatchObject({ status: 403, body: { code: 'verified_only' } });
    const person = await visit(hub, channel, { jwt: await vouch(channel, SECRET) });
    expect(await refusal(dialVisitor(hub, person))).toBe('connected');
    expect(await tryAll(person)).toEqual(WELCOME);
  });

  it('ends the open lines of everybody when it is removed', async () => {
    const channel = await connect({});
    const visitor = await visit(hub, channel);
    await visitor.says('Still there?');
    const widget = await dialVisitor(hub, visitor);
    await ana.call('DELETE', `/api/v1/channels/${channel}`);
    await until(() => !widget.connected, 1_000);
    expect(await refusal(dialVisitor(hub, visitor))).toBe('not_found');
    expect(await tryAll(visitor)).toEqual(everywhere(404));
  });
});

describe('V6: allowed websites', () => {
  const LIST = 'https://shop.example.com\nhttps://*.example.org\nhttp://localhost:8080';
  const ALLOWED = [
    'https://shop.example.com',
    'https://a.example.org',
    'https://a.b.example.org',
    'http://localhost:8080',
    OURS,
  ];
  const REFUSED = [
    'https://evil.example',
    'http://shop.example.com',
    'https://shop.example.com:8443',
    'https://shop.example.com.evil.example',
    'https://evil-shop.example.com',
    'https://example.org',
    'https://evilexample.org',
    'http://localhost:8081',
    'null',
    '',
    'https://',
  ];
  let channel: string;
  let visitor: Visitor;

  beforeAll(async () => {
    channel = await connect({ allowedOrigins: LIST });
    visitor = await visit(hub, channel);
    await visitor.says('I have a line');
  });

  it('are let in over REST, and others are refused at every door', async () => {
    for (const origin of ALLOWED) {
      const read = await visitor.call('GET', visitor.at('messages'), undefined, { origin });
      expect(read.status, origin).toBe(200);
      const config = await new Caller(hub, { origin }).call('GET', visitor.at('config'));
      expect(config.status, origin).toBe(200);
    }
    for (const origin of REFUSED) {
      expect(await tryAll(visitor, { origin }), origin).toEqual(everywhere(403));
      const stranger = new Caller(hub, { origin });
      const config = await stranger.call('GET', visitor.at('config'));
      expect(config).toMatchObject({ status: 403, body: { code: 'origin_refused' } });
      expect((await stranger.call('POST', visitor.at('session'), {})).status).toBe(403);
    }
  });

  it.each(['websocket', 'polling'] as const)(
    'are let in over %s, and others refused',
    async (transport) => {
      for (const origin of ALLOWED) {
        const dialled = dialVisitor(hub, visitor, { transport, headers: { origin } });
        expect(await refusal(dialled), origin).toBe('connected');
      }
      for (const origin of REFUSED.filter(Boolean)) {
        const dialled = dialVisitor(hub, visitor, { transport, headers: { origin } });
        expect(await refusal(dialled), origin).toBe('origin_refused');
      }
    },
  );

  it('may hold the panel in a frame, and nobody else may', async () => {
    const ancestorsOf = async (id: string) => {
      const panel = await new Caller(hub).call('GET', `/widget/${id}/panel`);
      expect(panel.status).toBe(200);
      return /frame-ancestors ([^;]*)/.exec(String(panel.headers['content-security-policy']))?.[1];
    };
    expect(await ancestorsOf(channel)).toBe(
      `'self' ${OURS} https://shop.example.com https://*.example.org http://localhost:8080`,
    );
    expect(await ancestorsOf(website)).toBe('*');
  });

  it('cannot be widened by a line that is no website', async () => {
    const odd = await connect({
      allowedOrigins:
        "*\nhttps://ok.example.com\n; script-src *\nhttps://*\nhttps://*shop.example.com\n'none'",
    });
    const panel = await new Caller(hub).call('GET', `/widget/${odd}/panel`);
    const policy = String(panel.headers['content-security-policy']);
    expect(policy).toContain(`frame-ancestors 'self' ${OURS} https://ok.example.com`);
    expect(policy).not.toContain('script-src *');
    for (const origin of ['https://evil.example', 'https://evilshop.example.com']) {
      const asked = await new Caller(hub, { origin }).call('GET', `/widget/v1/${odd}/config`);
      expect(asked.status, origin).toBe(403);
    }
  });

  it('are closed to everybody who is inside when the list changes', async () => {
    const widget = await dialVisitor(hub, visitor, {
      headers: { origin: 'https://shop.example.com' },
    });
    await set(channel, { allowedOrigins: LIST.replace('https://shop.example.com\n', '') });
    await until(() => !widget.connected, 1_000);
    const again = dialVisitor(hub, visitor, { headers: { origin: 'https://shop.example.com' } });
    expect(await refusal(again)).toBe('origin_refused');
    await set(channel, { allowedOrigins: LIST });
  });

  it('are never allowed to read our answers from their own pages', async () => {
    for (const origin of ALLOWED) {
      const answer = await visitor.call('GET', visitor.at('messages'), undefined, { origin });
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
      const before = await hub.app.inject({
        method: 'OPTIONS',
        url: visitor.at('messages'),
        headers: { origin, 'access-control-request-method': 'POST' },
      });
      expect(before.headers['access-control-allow-origin']).toBeUndefined();
    }
  });
});

describe('V10: a flood', () => {
  const expectSlowed = (answer: Answer<unknown>) => {
    expect(answer).toMatchObject({ status: 429, body: { code: 'slow_down' } });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  };

  it('of messages is slowed, and nobody but its author feels it', async () => {
    const flooder = await visit(hub, website);
    const victim = await visit(hub, website);
    await flooder.says('Before the flood');
    // Counted before it is found too long: 4,000 letters are the most.
    const write = (n: number) =>
      flooder.call('POST', flooder.at('messages'), {
        key: `flood-key-${n}`,
        text: 'x'.repeat(4_001),
      });
    const statuses: number[] = [];
    for (let n = 0; n < 600; n += 20) {
      const answers = await Promise.all(Array.from({ length: 20 }, (_, k) => write(n + k)));
      statuses.push(...answers.map(({ status }) => status));
    }
    // Of the last twenty at once one is too many, whichever comes last.
    expect(new Set(statuses.slice(0, 580))).toEqual(new Set([400]));
    // On a slow machine some of what was spent has come back meanwhile.
    let last = await write(600);
    for (let n = 601; n < 1_200 && last.status === 400; n++) last = await write(n);
    expectSlowed(last);
    await victim.says('I am not the flood');
    expect((await flooder.call('GET', flooder.at('messages'))).status).toBe(200);
    const line = await flooder.call<VisitorLine>('GET', flooder.at('messages'));
    expect(line.body.data.map(({ text }) => text)).toEqual(['Before the flood']);
  }, 60_000);

  it('of files is slowed, each visitor for themselves', async () => {
    const [flooder, victim] = [await visit(hub, website), await visit(hub, website)];
    const send = (who: Visitor) => postFile(who, who.at('attachments'), 'note.txt', 'A note');
    for (let n = 0; n < 20; n++) expect((await send(flooder)).status).toBe(201);
    expectSlowed(await send(flooder));
    expect((await send(victim)).status).toBe(201);
  });

  it('of new visitors is slowed by network, and other networks are not', async () => {
    const arrive = async (remoteAddress: string) => {
      const response = await hub.app.inject({
        method: 'POST',
        url: `/widget/v1/${website}/session`,
        payload: {},
        remoteAddress,
      });
      return {
        status: response.statusCode,
        body: response.json<VisitorSession>(),
        headers: response.headers,
      };
    };
    // One home has a whole /64 to choose its address from.
    const home = (n: number) => `2001:db8:1:2::${(n + 1).toString(16)}`;
    const statuses: number[] = [];
    for (let n = 0; n < 600; n += 20) {
      const answers = await Promise.all(Array.from({ length: 20 }, (_, k) => arrive(home(n + k))));
      statuses.push(...answers.map(({ status }) => status));
    }
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(590);
    await until(async () => (await arrive(home(9_999))).status === 429);
    expectSlowed(await arrive(home(9_999)));
    expect((await arrive('2001:db8:1:3::1')).status).toBe(201);
    expect((await arrive('203.0.113.9')).status).toBe(201);
  }, 60_000);

  it('of letters is refused before it is read', async () => {
    const mia = await visit(hub, website);
    const write = (text: string) =>
      mia.call('POST', mia.at('messages'), { key: 'long-letter', text });
    expect((await write('x'.repeat(8_001))).status).toBe(400);
    expect((await write('x'.repeat(70_000))).status).toBe(413);
    expect((await write('🎈'.repeat(4_000))).status).toBe(201);
  });
});
