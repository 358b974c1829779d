/**
 * `npm run adapter -- parse <id> <file>…`: the events an adapter reads in captured requests, one
 * JSON line a file; of raw files, such as mails, what is in them (`--text`: the file is a body
 * alone). No server, no database, and no look at the signature: for writing adapters.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Type from 'typebox';
import { Value } from 'typebox/value';
import type { Adapter, AdapterRequest, Settings } from '../../adapters/adapter.ts';
import { asFixture, CapturedRequest, requestOf } from '../../adapters/fixtures.ts';
import { adapters } from '../../adapters/index.ts';

type Output = { write(text: string): unknown };

/** A fixture of ours, or a request as captured: anything else is taken for a bare body. */
const Texts = Type.Record(Type.String(), Type.String());
const Fixture = Type.Object({ request: CapturedRequest, settings: Type.Optional(Texts) });
const Captured = Type.Object({
  method: Type.String(),
  url: Type.String(),
  headers: Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())])),
  body: Type.Unknown(),
});
const TestChannel = Type.Object({ settings: Texts });

/**
 * Runs the command. Answers the exit code: 0, 1 when a file could not be read or parsed (the others
 * are still done), 2 when it was called wrongly. Every complaint is one line on `err`.
 */
export async function run(
  argv: readonly string[],
  out: Output = process.stdout,
  err: Output = process.stderr,
): Promise<number> {
  const [verb, id, ...rest] = argv;
  const as = rest.includes('--text') ? 'text' : 'message';
  const files = rest.filter((one) => one !== '--text');
  if (verb !== 'parse' || id === undefined || files.length === 0) {
    err.write('usage: npm run adapter -- parse <id> [--text] <file>...\n');
    return 2;
  }
  const adapter = adapters.find((candidate) => candidate.id === id);
  if (!adapter) {
    const known = adapters.map((candidate) => candidate.id).join(', ');
    err.write(`no adapter is called "${id}"; there are: ${known}\n`);
    return 2;
  }
  let code = 0;
  for (const file of files) {
    try {
      const found = await readFrom(file, adapter, as);
      out.write(`${JSON.stringify(asFixture({ file, ...found }))}\n`);
    } catch (error) {
      err.write(`${file}: ${oneLine(error)}\n`);
      code = 1;
    }
  }
  return code;
}

/** Of a captured request its events; of anything else, where the adapter reads raw files, what is in it. */
async function readFrom(file: string, adapter: Adapter, as: 'message' | 'text'): Promise<object> {
  const bytes = await readFile(file);
  const content = as === 'text' ? undefined : jsonIn(bytes);
  const captured = Value.Check(Fixture, content) || Value.Check(Captured, content);
  if (adapter.inspect && !captured) return adapter.inspect(bytes, as);
  return { events: await eventsIn(file, adapter, { bytes, content }) };
}

type Content = { bytes: Uint8Array; content: unknown };

async function eventsIn(file: string, adapter: Adapter, { bytes, content }: Content) {
  const fixture = Value.Check(Fixture, content) ? content : null;
  const request = fixture ? requestOf(fixture.request) : requestIn(content, bytes);
  const settings = { ...(await testSettings(file, adapter)), ...fixture?.settings };
  return adapter.parse(lowerCased(request), settings);
}

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function requestIn(content: unknown, bytes: Uint8Array): AdapterRequest {
  if (!Value.Check(Captured, content))
    return { method: 'POST', url: '/', headers: {}, body: bytes };
  const headers = Object.entries(content.headers).map(([name, value]) => [
    name,
    [value].flat().join(', '),
  ]);
  return requestOf({ ...content, headers: Object.fromEntries(headers) });
}

function lowerCased(request: AdapterRequest): AdapterRequest {
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ]);
  return { ...request, headers: Object.fromEntries(headers) };
}

/**
 * The settings of the test channel when the file lies among an adapter's fixtures, so that the
 * events can be pasted into it; otherwise the declared defaults.
 */
async function testSettings(file: string, adapter: Adapter): Promise<Settings> {
  const defaults = adapter.settings.map((field) => [field.key, field.default ?? '']);
  const profile = await readFile(join(dirname(file), '..', 'conformance.json')).then(
    jsonIn,
    () => null,
  );
  const given = Value.Check(TestChannel, profile) ? profile.settings : {};
  return { ...Object.fromEntries(defaults), channelId: 'channel', ...given };
}

function oneLine(error: unknown): string {
  const text = String(error instanceof Error ? error.message : error);
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ');
}
