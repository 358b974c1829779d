/** `npm run adapter -- parse <id> <file>…`, for people writing adapters. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../server/commands/adapter.ts';

const fixtures = join(import.meta.dirname, '../../adapters');
const hello = { id: 'm-1', from: 'ana', text: 'Hello' };
const helloRead = {
  type: 'message',
  externalId: 'm-1',
  from: { kind: 'echo-user', scope: 'channel', value: 'ana', verified: true },
  thread: 'ana',
  text: 'Hello',
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'captured-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('parse prints the events', () => {
  test.each([
    ['of a captured request', { method: 'POST', url: '/', headers: {}, body: hello }],
    [
      'of a captured request with its body as text',
      { method: 'POST', url: '/', headers: {}, body: JSON.stringify(hello) },
    ],
    ['of a fixture', { request: { method: 'POST', url: '/', headers: {}, body: hello } }],
    ['of a bare body', hello],
  ])('%s', async (_, content) => {
    const file = written('hello.json', JSON.stringify(content));
    expect(await ran('parse', 'echo', file)).toEqual({
      code: 0,
      out: `${JSON.stringify({ file, events: [helloRead] })}\n`,
      err: '',
    });
  });

  test('one line a file', async () => {
    const files = ['a.json', 'b.json'].map((name) => written(name, JSON.stringify(hello)));
    const { out } = await ran('parse', 'echo', ...files);
    const lines = out.trimEnd().split('\n');
    expect(lines.map((line) => lineIn(line).file)).toEqual(files);
  });

  test('without a look at the signature', async () => {
    const headers = { 'X-Echo-Signature': 'sha256=wrong' };
    const file = written(
      'x.json',
      JSON.stringify({ method: 'POST', url: '/', headers, body: hello }),
    );
    expect((await ran('parse', 'echo', file)).code).toBe(0);
  });

  test('whatever the case of header names, and with repeated headers', async () => {
    const kept = fixtureIn(join(fixtures, 'web-chat/fixtures/inbound/message.json'));
    const authorization = kept.request.headers['authorization'];
    const headers = { Authorization: authorization, Accept: ['text/html', 'text/plain'] };
    const file = written('w.json', JSON.stringify({ ...kept.request, headers }));
    const { out } = await ran('parse', 'web-chat', file);
    expect(lineIn(out).events[0]?.text).toBe(kept.events?.[0]?.text);
    expect(kept.events?.[0]?.text).toBeTruthy();
  });

  test.each(['echo', 'web-chat'])('of %s just as its fixtures have them', async (id) => {
    const inbound = join(fixtures, id, 'fixtures/inbound');
    const kept = readdirSync(inbound)
      .map((name) => ({ file: join(inbound, name), ...fixtureIn(join(inbound, name)) }))
      .filter(({ events }) => events);
    expect(kept.length).toBeGreaterThan(3);
    const { code, out } = await ran('parse', id, ...kept.map(({ file }) => file));
    const lines = out.trimEnd().split('\n').map(lineIn);
    expect(lines).toEqual(kept.map(({ file, events }) => ({ file, events })));
    expect(code).toBe(0);
  });
});

describe('parse complains in one line', () => {
  test.each([
    [['parse'], 'usage: npm run adapter -- parse <id> [--text] <file>...\n'],
    [['parse', 'echo'], 'usage: npm run adapter -- parse <id> [--text] <file>...\n'],
    [['listen', 'echo', 'x'], 'usage: npm run adapter -- parse <id> [--text] <file>...\n'],
    [[], 'usage: npm run adapter -- parse <id> [--text] <file>...\n'],
  ])('when called as %j', async (argv, err) => {
    expect(await ran(...argv)).toEqual({ code: 2, out: '', err });
  });

  test('about an adapter there is not, naming those there are', async () => {
    const { code, err } = await ran('parse', 'fax', 'x.json');
    expect(code).toBe(2);
    expect(err).toMatch(/^no adapter is called "fax"; there are: api, echo, .*web-chat.*\n$/);
  });

  test('about a file there is not', async () => {
    const { code, out, err } = await ran('parse', 'echo', join(folder, 'nothing.json'));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^.*nothing\.json: ENOENT.*\n$/);
  });

  test('about a malformed request, and goes on with the next', async () => {
    const bad = written('bad.json', JSON.stringify({ ...hello, text: 7 }));
    const good = written('good.json', JSON.stringify(hello));
    const { code, out, err } = await ran('parse', 'echo', bad, good);
    expect(err).toBe(`${bad}: malformed request: a message/text must be string\n`);
    expect(lineIn(out).file).toBe(good);
    expect(code).toBe(1);
  });

  test('about a body that is no JSON', async () => {
    const mail = written('mail.eml', 'From: ana@example.com\r\n\r\nHello');
    const { code, err } = await ran('parse', 'echo', mail);
    expect({ code, lines: err.split('\n').length }).toEqual({ code: 1, lines: 2 });
  });
});

type Line = { file: string; events: { text?: string }[] };
type Fixture = {
  request: { headers: Record<string, string> };
  events?: Line['events'];
};

function lineIn(text: string): Line {
  return JSON.parse(text);
}

function fixtureIn(file: string): Fixture {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function written(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function ran(...argv: string[]) {
  const said = { out: '', err: '' };
  const into = (stream: 'out' | 'err') => ({
    write(text: string) {
      said[stream] += text;
    },
  });
  return { code: await run(argv, into('out'), into('err')), ...said };
}
