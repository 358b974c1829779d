/** What no honest client sends: everything is answered with a clear no, and everybody else goes on talking. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawLine } from '../support/frames.ts';
import { DEAF_SERVER, startHub, type TestHub } from '../support/hub.ts';
import { type Agent, type Answer, type Caller, foundAs, visit } from '../support/people.ts';
import { type Route, routesOf } from '../support/routes.ts';
import { type Schema, sample } from '../support/samples.ts';
import { dial, dialAgent, dialVisitor, refusal } from '../support/sockets.ts';
import { until } from '../support/until.ts';
import { type Furnished, furnish, postFile } from '../support/workspace.ts';

let hub: TestHub;
let ana: Agent;
let own: Furnished;

beforeAll(async () => {
  hub = await startHub({ mail: DEAF_SERVER });
  ana = await foundAs(hub);
  own = await furnish(hub, ana, 'OURS');
}, 120_000);

afterAll(() => hub.close());

type Problem = { type: string; title: string; status: number; code: string; detail: string };

const JSON_TYPE = { 'content-type': 'application/json' };

/** What is wrong with the way something was refused; '' when it was refused as it should be. */
function faultOf(answer: Answer<unknown>): string {
  if (answer.status >= 200 && answer.status < 300) return 'was accepted';
  if (answer.status >= 500) return `answered ${answer.status}`;
  if (answer.headers['content-type'] !== 'application/problem+json') return 'is no problem+json';
  if (answer.headers['x-content-type-options'] !== 'nosniff') return 'is not guarded';
  const { status, code, detail } = answer.body as Problem;
  return status === answer.status && code && detail ? '' : `says ${JSON.stringify(answer.body)}`;
}

/** The routes with ids of our own in them, so that nothing but the input is wrong. */
function filled(route: Route): string {
  const ids: Record<string, string> = {
    channels: own.ids.echo,
    contacts: own.ids.contact,
    agents: own.ids.agent,
    attachments: own.ids.attachment,
    invitations: own.ids.invitation,
    tokens: own.ids.token,
  };
  const noun = /^\/api\/v1\/(\w+)/.exec(route.url)?.[1] ?? '';
  return route.url
    .replace(':channelId', own.ids.website)
    .replace(':messageId', own.ids.reply)
    .replace(/:(id|token)/, ids[noun] ?? own.ids.conversation);
}

const callerFor = ({ url }: Route): Caller => (url.startsWith('/widget/') ? own.visitor : ana);
const withBody = () => routesOf(hub).filter(({ body }) => body !== undefined);

/** Sends what is wrong and collects how it was not refused. */
async function collect(
  cases: { what: string; route: Route; body: string | Buffer; headers?: Record<string, string> }[],
): Promise<string[]> {
  const faults: string[] = [];
  for (const { what, route, body, headers = JSON_TYPE } of cases) {
    const answer = await callerFor(route).call(route.method, filled(route), body, headers);
    const fault = faultOf(answer);
    if (fault) faults.push(`${route.method} ${route.url} ${what}: ${fault}`);
  }
  return faults;
}

describe('a body', () => {
  it('that is no JSON, or no object, is refused by every route that takes one', async () => {
    expect(withBody().length).toBeGreaterThan(12);
    const bodies: [string, string | Buffer][] = [
      ['empty', ''],
      ['half', '{"name": "x'],
      ['two', '{}{}'],
      ['a comment', '{/* */}'],
      ['single quotes', "{'name': 'x'}"],
      ['a trailing comma', '{"name": "x",}'],
      ['NaN', '{"seq": NaN}'],
      ['a byte order mark and rubbish', '\ufeff{]'],
      ['null', 'null'],
      ['a list', '[]'],
      ['a text', '"text"'],
      ['a number', '1e999'],
      ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])],
      ['UTF-16', Buffer.from('{"name":"x"}', 'utf16le')],
      ['gzip', Buffer.from('1f8b0800000000000003abae050043bfa6a302000000', 'hex')],
      ['nested too deeply', '['.repeat(100_000)],
      ['nested too deeply, and closed', `{"a":${'['.repeat(9_000)}${']'.repeat(9_000)}}`],
    ];
    const cases = withBody().flatMap((route) =>
      bodies.map(([what, body]) => ({ what, route, body })),
    );
    expect(await collect(cases)).toEqual([]);
  }, 60_000);

  it('of 10 MB is too large everywhere', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(10 * 1024 * 1024) });
    for (const route of [
      ...withBody(),
      ...routesOf(hub).filter(({ url }) => url.endsWith('/webhook')),
    ]) {
      if (route.method === 'GET') continue;
      const answer = await callerFor(route).call(route.method, filled(route), body, JSON_TYPE);
      expect(answer, route.url).toMatchObject({ status: 413, body: { code: 'too_large' } });
    }
  }, 60_000);

  it('with a field nobody knows is refused, at every depth', async () => {
    const extra: [string, object][] = [
      ['isAdmin', { isAdmin: true }],
      ['workspaceId', { workspaceId: crypto.randomUUID() }],
      ['id', { id: crypto.randomUUID() }],
      ['toString', { toString: 1 }],
      ['an empty name', { '': 1 }],
    ];
    const cases = withBody().flatMap((route) =>
      extra.map(([what, more]) => {
        const body = JSON.stringify({ ...(sample(route.body as Schema) as object), ...more });
        return { what, route, body };
      }),
    );
    expect(await collect(cases)).toEqual([]);
  });

  it('P6: with keys that mean something to JavaScript is refused, and pollutes nothing', async () => {
    const keys = [
      '{"__proto__":{"polluted":1},',
      '{"constructor":{"prototype":{"polluted":1}},',
      '{"\\u005f_proto__":{"polluted":1},',
    ];
    const cases = withBody().flatMap((route) =>
      keys.map((key) => {
        const rest = JSON.stringify(sample(route.body as Schema)).slice(1);
        return { what: key, route, body: (key + rest).replace(/,}$/, '}') };
      }),
    );
    expect(await collect(cases)).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('with a field of a wrong type, size or sort is refused', async () => {
    const cases = withBody().flatMap((route) =>
      wrongVariants(route.body as Schema).map(({ what, body }) => ({ what, route, body })),
    );
    expect(cases.length).toBeGreaterThan(250);
    expect(await collect(cases)).toEqual([]);
  }, 60_000);

  it('with choices nested beyond all reason is refused, or kept, and nothing breaks', async () => {
    for (const depth of [10, 50, 100, 1_000, 4_000, 8_000, 100_000]) {
      for (const [left, right] of [
        ['[', ']'],
        ['{"a":', '}'],
      ] as const) {
        const nested = `${left.repeat(depth)}1${right.repeat(depth)}`;
        const body = `{"preferences":{"deep":${nested}}}`;
        const { status } = await ana.call('PATCH', '/api/v1/agents/me', body, JSON_TYPE);
        expect(status, `${depth} ${left}`).toBeLessThan(500);
        expect(status).toBe(depth <= 50 ? 200 : 400);
      }
    }
    const forget = { preferences: { deep: null } };
    expect((await ana.call('PATCH', '/api/v1/agents/me', forget)).status).toBe(200);
  });

  it('of another content type is refused, also when it is JSON inside', async () => {
    const types = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/json5',
      'application/ld+json',
      'text/json',
      'application/xml',
      'application/octet-stream',
      ';;;',
      'application/json/x',
      '*/*',
    ];
    const cases = withBody().flatMap((route) =>
      types.map((type) => ({
        what: type,
        route,
        body: JSON.stringify(sample(route.body as Schema)),
        headers: { 'content-type': type },
      })),
    );
    expect(await collect(cases)).toEqual([]);
  }, 60_000);
});

/** One body for each way in which one field can be wrong. */
function wrongVariants(schema: Schema): { what: string; body: string }[] {
  const base = sample(schema) as Record<string, unknown>;
  const missing = (schema.required ?? []).map((name) => {
    const { [name]: _, ...rest } = base;
    return { what: `without ${name}`, body: JSON.stringify(rest) };
  });
  const wrong = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    wrongValues(field).map((value) => ({
      what: `${name} = ${value.slice(0, 30)}`,
      body: JSON.stringify({ ...base, [name]: '@' }).replace('"@"', () => value),
    })),
  );
  return [...missing, ...wrong];
}

/** JSON texts that do not fit. Where a field takes anything, there is nothing to be wrong. */
function wrongValues(field: Schema): string[] {
  const isText = field.type === 'string' || field.enum !== undefined;
  const isNullable = field.anyOf?.some(({ type }) => type === 'null');
  const always = ['[[]]', '{"a":1}', '-1.5', '1e400', '"\\u0000"', isNullable ? '[]' : 'null'];
  if (field.type === 'object' && !field.properties) return ['[]', '"x"', '1', 'null'];
  if (isText && !field.pattern && !field.format && !field.enum) {
    // Free text: only its type and length can be wrong.
    const long = JSON.stringify('x'.repeat((field.maxLength ?? 0) + 1));
    return ['[]', '{"a":1}', '1', 'true', 'null', long];
  }
  if (field.type === 'boolean') return [...always, '0', '1', '""', '"true"'];
  if (field.type === 'integer')
    return [...always, '"1"', 'true', '9007199254740993', '0.5', '1e17'];
  return [...always, '1', 'true', '""', '" "', JSON.stringify('x'.repeat(20_000))];
}

describe('an address', () => {
  it('with odd ids, cursors and numbers is refused, never failed over', async () => {
    const id = own.ids.conversation;
    const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const odd = [
      ...[
        `urn:uuid:${id}`,
        `{${id}}`,
        id.replaceAll('-', ''),
        `${id}0`,
        '-'.repeat(36),
        '0',
        '-1',
        '1e3',
        '%00',
        '%ff',
        `${id}%00`,
        '..%2f..',
        '__proto__',
        'x'.repeat(190),
      ].flatMap((odd) => [
        `/api/v1/conversations/${odd}`,
        `/api/v1/conversations/${odd}/messages`,
        `/api/v1/contacts/${odd}`,
        `/api/v1/channels/${odd}`,
        `/api/v1/attachments/${odd}`,
        `/widget/v1/${odd}/config`,
        `/widget/${odd}/panel`,
      ]),
      ...[
        '-'.repeat(36),
        cursor('x'),
        cursor('-'.repeat(36)),
        cursor(null),
        cursor({}),
        cursor([]),
        cursor({ rank: 1, id: '-'.repeat(36) }),
        cursor({ rank: '1', id }),
        cursor({ rank: 1.5, id }),
        cursor({ rank: 1e300, id }),
        cursor({ rank: 1 }),
        '%00',
        'x'.repeat(300),
      ].flatMap((odd) => [`/api/v1/conversations?cursor=${odd}`, `/api/v1/contacts?cursor=${odd}`]),
      ...['-1', '1.5', 'x', '', '%00', '99999', '1&limit=2', '0x10', '١'].map(
        (limit) => `/api/v1/conversations?limit=${limit}`,
      ),
      ...['-1', '1e3', '1.5', 'x', '99999999999999999', '%00'].flatMap((seq) => [
        `/api/v1/conversations/${id}/messages?after=${seq}`,
        `/api/v1/conversations/${id}/events?after=${seq}`,
        `/api/v1/conversations/${id}/line?before=${seq}`,
      ]),
      '/api/v1/conversations?view=everything',
      '/api/v1/search',
      `/api/v1/search?q=${'x'.repeat(300)}`,
      '/demo?channel=x',
      '/api/v1/%E0%A4%A',
      '/%',
      '/api/v1/nothing',
      `/api/v1/contacts/${'x'.repeat(1_000)}`,
      `/assets/..%2f..%2fpackage.json`,
      '/assets/../../package.json',
      '/assets/%2e%2e/%2e%2e/package.json',
    ];
    const faults: string[] = [];
    for (const url of odd) {
      const fault = faultOf(await ana.call('GET', url));
      if (fault) faults.push(`${url}: ${fault}`);
    }
    expect(faults).toEqual([]);
  }, 60_000);

  it('with odd but possible words finds nothing, or something, and never fails', async () => {
    const id = own.ids.conversation;
    const possible = [
      ...[
        '%00',
        'a%00b',
        '%ff%fe',
        '%ed%a0%80',
        "'",
        '"',
        '%25',
        '_',
        '\\',
        '%5c%5c',
        '(',
        '[a-z',
        '🎈',
        '#',
        '%23999999999',
        '%239999999999',
      ].flatMap((q) => [`/api/v1/search?q=${q}`, `/api/v1/contacts?q=${q}`]),
      '/api/v1/conversations?limit=0',
      '/api/v1/conversations?limit=9999',
      `/api/v1/conversations/${id}/messages?after=9999999999999999`,
      `/api/v1/conversations/${id}/events?after=9007199254740993`,
      `/api/v1/conversations/${id.toUpperCase()}`,
      '/api/v1/conversations?unknown=1&__proto__=2&constructor=3&view[]=all',
    ];
    const faults: string[] = [];
    for (const url of possible) {
      const { status } = await ana.call('GET', url);
      if (status !== 200) faults.push(`${url}: answered ${status}`);
    }
    expect(faults).toEqual([]);
  });

  it('takes no method it does not know', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH'] as const) {
      for (const url of ['/api/v1/session', '/api/v1/views', '/health/live', '/', '/widget.js']) {
        if (method === 'DELETE' && url.endsWith('session')) continue;
        const answer = await ana.call(method, url, {}, JSON_TYPE);
        expect(faultOf(answer), `${method} ${url}`).toBe('');
      }
    }
  });
});

describe('a text', () => {
  it('is kept as it was written, but for what no database holds', async () => {
    const visitor = await visit(hub, own.ids.website);
    const texts: [string, string][] = [
      ['a\0b', 'ab'],
      ['lone \ud800 surrogate', 'lone \ufffd surrogate'],
      ['\u202eright to left', '\u202eright to left'],
      ['<script>alert(1)</script>', '<script>alert(1)</script>'],
      ['{{7*7}} #{7*7} %n %s', '{{7*7}} #{7*7} %n %s'],
      ["'; drop table messages; --", "'; drop table messages; --"],
      ['\u200b\u2060 👩‍👩‍👧‍👦 ẛ̣', '\u200b\u2060 👩‍👩‍👧‍👦 ẛ̣'],
      ['\r\n\t line', '\r\n\t line'],
    ];
    for (const [given, kept] of texts) {
      const stored = await visitor.says(given, { claims: { name: `N${given}`.slice(0, 100) } });
      expect(stored.text).toBe(kept);
    }
    const note = { key: 'odd-note-1', kind: 'note', text: 'a\0b\udc00' };
    const path = `/api/v1/conversations/${own.ids.conversation}`;
    const written = await ana.call<{ text: string }>('POST', `${path}/messages`, note);
    expect(written).toMatchObject({ status: 201, body: { text: 'ab\ufffd' } });
    const draft = { kind: 'note', text: 'a\0b\udc00' };
    expect((await ana.call('PUT', `${path}/draft`, draft)).status).toBe(204);
  });

  it('of nothing but what is not kept is no text, and no name', async () => {
    const path = `/api/v1/conversations/${own.ids.conversation}/messages`;
    for (const text of ['', ' ', '\0', '\0 \0']) {
      const empty = await ana.call('POST', path, {
        key: `empty-key-${text.length}`,
        kind: 'reply',
        text,
      });
      expect(empty, JSON.stringify(text)).toMatchObject({ status: 400 });
      const visitor = await visit(hub, own.ids.website);
      const said = await visitor.call('POST', visitor.at('messages'), { key: 'empty-key-1', text });
      expect(said, JSON.stringify(text)).toMatchObject({ status: 400 });
    }
    const names = ['\0', ' \0 '];
    for (const name of names) {
      const renamed = await ana.call('PATCH', `/api/v1/contacts/${own.ids.contact}`, { name });
      expect(renamed.status).toBe(400);
      const channel = await ana.call('PATCH', `/api/v1/channels/${own.ids.echo}`, { name });
      expect(channel.status).toBe(400);
    }
  });
});

describe('headers', () => {
  it('that are odd, doubled or endless open nothing and break nothing', async () => {
    const odd: Record<string, string | string[]>[] = [
      { cookie: 'interline=; interline=%00; =; ;;;' },
      { cookie: `interline=${'A'.repeat(10_000)}` },
      { cookie: 'interline="__proto__"' },
      { authorization: 'Bearer' },
      { authorization: 'Bearer  ' },
      { authorization: `Bearer ${'x'.repeat(7_000)}` },
      { authorization: `Bearer itl_${'\u00e9'.repeat(27)}` },
      { authorization: ['Bearer a', 'Bearer b'] },
      { authorization: 'Basic OjpA' },
    ];
    for (const headers of odd) {
      const answer = await hub.app.inject({ method: 'GET', url: '/api/v1/views', headers });
      expect(answer.statusCode, JSON.stringify(headers).slice(0, 60)).toBe(401);
    }
    const keys = ['', ' ', 'é', 'x'.repeat(201), 'a b'];
    for (const key of keys) {
      const answer = await ana.call(
        'POST',
        '/api/v1/tokens',
        { name: 'x', scopes: ['read'] },
        { 'idempotency-key': key },
      );
      expect(answer.status, key).toBe(400);
    }
    const hosts = ['evil.example', '', 'a'.repeat(300), '127.0.0.1:1\u00e9'];
    for (const host of hosts) {
      const answer = await hub.app.inject({
        method: 'GET',
        url: '/health/live',
        headers: { host },
      });
      expect(answer.statusCode).toBe(200);
    }
  });

  it('and whole requests that are no HTTP are refused, and the line is closed', async () => {
    const { port } = new URL(hub.url);
    const raw = [
      'nonsense\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'GET / HTTP/1.1\r\nhost: a\r\nx: \0\r\n\r\n',
      `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
      'POST /api/v1/session HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      'POST /api/v1/session HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n',
      'POST /api/v1/session HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
      '\u0016\u0003\u0001\u0002\u0000',
    ];
    for (const text of raw) {
      const answer = await new Promise<string>((resolve) => {
        let said = '';
        const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
        socket.on('data', (chunk: Buffer) => {
          said += chunk.toString('latin1');
        });
        socket.on('close', () => resolve(said));
        socket.on('error', () => resolve(said));
      });
      expect(answer, JSON.stringify(text.slice(0, 40))).toMatch(/^HTTP\/1\.1 4\d\d|^$/);
    }
    expect((await fetch(`${hub.url}/health/live`)).status).toBe(200);
  });
});

describe('an upload', () => {
  const edge = 'edge';
  const part = (name: string, file: string | null, content: string) =>
    `--${edge}\r\ncontent-disposition: form-data; name="${name}"${file === null ? '' : `; filename="${file}"`}\r\n\r\n${content}\r\n`;
  const whole = `${part('file', 'a.txt', 'hello')}--${edge}--\r\n`;
  const type = `multipart/form-data; boundary=${edge}`;
  const ODD: [string, string | Buffer, string][] = [
    ['without a file', `--${edge}--\r\n`, type],
    ['with nothing', '', type],
    [
      'with a field where the file should be',
      `${part('file', null, 'hello')}--${edge}--\r\n`,
      type,
    ],
    ['cut in the middle of the file', whole.slice(0, -12), type],
    ['cut in the middle of the headers', whole.slice(0, 40), type],
    ['with another edge than it says', whole, 'multipart/form-data; boundary=other'],
    ['without an edge', whole, 'multipart/form-data'],
    ['with an endless edge', whole, `multipart/form-data; boundary=${'x'.repeat(500)}`],
    ['with 100 files', `${part('file', 'a.txt', 'hello').repeat(100)}--${edge}--\r\n`, type],
    ['with 100 fields first', `${part('x', null, 'y').repeat(100)}${whole}`, type],
    [
      'with 1,000 headers in a part',
      `--${edge}\r\n${'x: y\r\n'.repeat(1_000)}\r\n\r\nhello\r\n--${edge}--\r\n`,
      type,
    ],
    ['that is JSON', '{}', 'application/json'],
    ['that is rubbish', Buffer.from([0, 255, 254, 10, 13]), type],
    ['named __proto__', `${part('__proto__', 'a.txt', 'hello')}--${edge}--\r\n`, type],
  ];

  it.each(ODD)('%s is refused, for visitors and for agents', async (_what, body, contentType) => {
    const visitor = await visit(hub, own.ids.website);
    const asked: [Caller, string][] = [
      [visitor, visitor.at('attachments')],
      [ana, '/api/v1/attachments'],
    ];
    for (const [who, path] of asked) {
      const answer = await who.call('POST', path, body, { 'content-type': contentType });
      expect(faultOf(answer)).toBe('');
    }
  });

  it('far too large is told so, over a real connection too', async () => {
    const visitor = await visit(hub, own.ids.website);
    const form = new FormData();
    form.set('file', new Blob([Buffer.alloc(30 * 1024 * 1024, 'a')]), 'huge.txt');
    const headers = { authorization: `Bearer ${visitor.token}` };
    const address = hub.url + visitor.at('attachments');
    const answer = await fetch(address, { method: 'POST', headers, body: form });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: 'too_large' });
  });

  it('that breaks off leaves no file behind and no request hanging', async () => {
    const visitor = await visit(hub, own.ids.website);
    const { port } = new URL(hub.url);
    const head = [
      `POST ${visitor.at('attachments')} HTTP/1.1`,
      'host: a',
      `authorization: Bearer ${visitor.token}`,
      `content-type: ${type}`,
      'content-length: 1000000',
    ].join('\r\n');
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(`${head}\r\n\r\n${part('file', 'a.txt', 'x'.repeat(5_000))}`);
    await sleep(100);
    socket.destroy();
    // The same file, whole, is taken as if nothing had been.
    expect((await postFile(visitor, visitor.at('attachments'), 'a.txt', 'hello')).status).toBe(201);
    expect((await fetch(`${hub.url}/health/ready`)).status).toBe(200);
  });
});

describe('V12: a socket', () => {
  it('answers every packet of a wrong shape with an error, and changes nothing', async () => {
    const wrong: [string, unknown[]][] = [
      ['typing', []],
      ['typing', [null]],
      ['typing', ['yes']],
      ['typing', [{ active: 'yes' }]],
      ['typing', [{ active: true, more: 1 }]],
      ['typing', [[{ active: true }]]],
      ['', [{}]],
      ['unknown', [{}]],
      ['__proto__', [{}]],
      ['constructor', [{}]],
      ['toString', [{}]],
      ['message', [{ text: 'hello' }]],
      ['error', [new Error('x')]],
      ['x'.repeat(10_000), [{}]],
    ];
    const agentOnly: [string, unknown[]][] = [
      ['sync', [{}]],
      ['sync', [{ cursor: 7 }]],
      ['sync', [{ cursor: '-1' }]],
      ['sync', [{ cursor: '1', more: 1 }]],
      ['beat', [{ cursor: '1e3' }]],
      ['beat', [{ cursor: '1', conversationId: 'x' }]],
      ['open', [{ conversationId: `urn:uuid:${own.ids.conversation}` }]],
      ['open', [{ conversationId: [own.ids.conversation] }]],
      ['close', [{}]],
    ];
    // A slim line is closed by these instead.
    const binary: typeof wrong = [
      ['typing', [Buffer.from('binary')]],
      ['typing', [{ active: Buffer.from('binary') }]],
    ];
    const lines = [
      { line: await dialVisitor(hub, own.visitor), packets: wrong },
      {
        line: await dialVisitor(hub, own.visitor, { slim: false }),
        packets: [...wrong, ...binary],
      },
      { line: await dialAgent(hub, ana), packets: [...wrong, ...binary, ...agentOnly] },
    ];
    for (const { line, packets } of lines) {
      for (const [name, body] of packets) {
        const answer = await line.ask(name, ...body);
        expect(answer, `${name} ${JSON.stringify(body).slice(0, 80)}`).toMatchObject({
          ok: false,
          error: { code: 'bad_packet' },
        });
      }
      expect(line.connected).toBe(true);
      line.close();
    }
  });

  it('survives packets without an acknowledgement, with many, and with functions in odd places', async () => {
    const line = await dialVisitor(hub, own.visitor);
    line.socket.emit('typing');
    line.socket.emit('typing', { active: true });
    line.socket.emit('nothing', 1, 2, 3, [4], { five: 6 });
    line.socket.emit('typing', { active: true }, { active: false }, 'x', () => {});
    expect(await line.ask('beat')).toMatchObject({ ok: true });
    line.close();
  });

  it.each(['slim', 'full'])(
    'is closed, and nothing else, by frames that are no packets: a %s line',
    async (held) => {
      const frames: (string | Uint8Array)[] = [
        '',
        '9',
        '4',
        '4x',
        '42',
        '42/visitor',
        '42/visitor,',
        '42/visitor,1',
        '42/visitor,{}',
        '42/visitor,[]',
        '42/visitor,[["typing"],{}]',
        '42/visitor,[{"a":1}]',
        '42/visitor,[null]',
        '42/visitor,["connect"]',
        '42/visitor,["disconnect"]',
        '42/visitor,["newListener",{}]',
        '42/visitor,99999999999999999999["typing",{}]',
        '42/visitor,["typing",',
        `42/visitor,${'['.repeat(30_000)}`,
        '43/visitor,1["nobody asked"]',
        '43/visitor,[]',
        '451-/visitor,["typing",{"_placeholder":true,"num":0}]',
        '451-/visitor,["typing",{"_placeholder":true,"num":"constructor"}]',
        '459999999-/visitor,["typing"]',
        '45/visitor,["typing"]',
        '461-/visitor,1[{"_placeholder":true,"num":9}]',
        '40/visitor,null',
        '40/visitor,"x"',
        '40/visitor,[]',
        '40/agent,{"token":{"a":1}}',
        '40/nowhere,{}',
        '41/nowhere,',
        '41',
        '44/visitor,{"message":"x"}',
        new Uint8Array([0, 1, 2, 255]),
        'x'.repeat(70_000),
      ];
      const visitor = await visit(hub, own.ids.website);
      for (const frame of frames) {
        const line = await RawLine.visitor(hub, visitor, held === 'slim');
        const other = await RawLine.visitor(hub, visitor, held === 'slim');
        line.send(frame);
        const after = await line.ask(7, '["beat"]');
        expect(after === 'closed' || after.startsWith('[{"ok":'), String(frame).slice(0, 60)).toBe(
          true,
        );
        expect(await other.ask(8, '["beat"]')).toMatch(/^\[\{"ok":true/);
        for (const one of [line, other]) one.close();
      }
    },
    60_000,
  );

  it('that floods is slowed and then cut, and its neighbour is not', async () => {
    const flooder = await RawLine.visitor(hub, await visit(hub, own.ids.website));
    const neighbour = await dialVisitor(hub, own.visitor);
    for (let n = 0; n < 3_000; n++) flooder.send(`42/visitor,${n}["typing",{"active":true}]`);
    await until(() => flooder.closed, 10_000);
    expect(flooder.received.some((frame) => frame.includes('slow_down'))).toBe(true);
    expect(await neighbour.ask('beat')).toMatchObject({ ok: true });
    neighbour.close();
  });

  it('cannot be opened by handshakes of wrong shape', async () => {
    for (const auth of [
      { channelId: '__proto__' },
      { channelId: {}, token: [] },
      { constructor: 1 },
    ]) {
      expect(await refusal(dial(hub, '/visitor', { auth }))).toBe('unknown_visitor');
    }
    for (const path of [
      '?EIO=3&transport=polling',
      '?EIO=4&transport=smoke',
      '?EIO=4&transport=polling&sid=nobody',
      '',
    ]) {
      const answer = await fetch(`${hub.url}/socket.io/${path}`);
      expect(answer.status, path).toBe(400);
    }
  });
});

describe('nothing of this', () => {
  it('was our own failure', () => {
    expect(
      hub.logged.filter((line) => /request failed|packet failed|"level":[56]0/.test(line)),
    ).toEqual([]);
  });
});
