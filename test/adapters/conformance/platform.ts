/** A platform that answers as told, and remembers what it was asked. */
import assert from 'node:assert/strict';
import type { Tools } from '../../../adapters/adapter.ts';
import {
  contentText,
  type OutboundFixture,
  type PlatformCall,
} from '../../../adapters/fixtures.ts';
import type { OutboundMessage } from '../../../adapters/message.ts';
import type { Subject } from './subject.ts';

export type Asked = { method: string; url: string; headers: Record<string, string>; body: string };
export type Answer = (asked: Asked, signal: AbortSignal | null) => Response | Promise<Response>;

export type Platform = {
  tools: Tools;
  asked: Asked[];
  logged: string[];
  /** What was asked wrongly: kept, for an adapter may take the exception for the platform's. */
  problems: unknown[];
};

/** Answers call after call from the list; one call too many is a failure of the test. */
export function platform(answers: Answer[], signal = new AbortController().signal): Platform {
  const asked: Asked[] = [];
  const logged: string[] = [];
  const problems: unknown[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const body = await request.text();
    const { method, url } = request;
    const call = { method, url, headers: Object.fromEntries(request.headers), body };
    const answer = answers[asked.length] ?? oneTooMany;
    asked.push(call);
    try {
      return await answer(call, init?.signal ?? null);
    } catch (error) {
      if (error instanceof assert.AssertionError) problems.push(error);
      throw error;
    }
  };
  const tools: Tools = {
    fetch,
    signal,
    log: (message, details) => void logged.push(`${message} ${JSON.stringify(details ?? {})}`),
    now: () => new Date('2026-11-20T12:00:00.000Z'),
    resolve: async (host) => host,
  };
  return { tools, asked, logged, problems };
}

export function answering(status: number, body = '', headers: Record<string, string> = {}): Answer {
  return () => new Response(body === '' ? null : body, { status, headers });
}

/** The answers of a fixture, each to the very request it was captured with. */
export function asCaptured(calls: readonly PlatformCall[]): Answer[] {
  return calls.map((call) => (asked) => {
    assertAsked(asked, call.request);
    return asRecorded(call);
  });
}

/** The answers of a fixture, whatever is asked. */
export function asRecorded({ response }: PlatformCall): Response {
  const { status, headers = {}, body } = response;
  return new Response(body === undefined ? null : contentText(body), { status, headers });
}

/** What `send` answers or throws. */
export async function outcomeOfSend(
  { adapter, profile }: Subject,
  message: OutboundMessage,
  { tools, problems }: Platform,
  overrides: Record<string, string> = {},
): Promise<unknown> {
  const settings = { ...profile.settings, ...overrides };
  const outcome = await adapter.send(message, settings, tools).catch((error: unknown) => error);
  if (problems.length > 0) throw problems[0];
  return outcome;
}

export function messageOf({ message }: OutboundFixture): OutboundMessage {
  const attachments = message.attachments.map(({ content, ...file }) => {
    const bytes = new TextEncoder().encode(content);
    return { ...file, size: bytes.length, read: async () => bytes };
  });
  return { ...message, attachments };
}

function oneTooMany({ method, url }: Asked): never {
  throw new assert.AssertionError({ message: `${method} ${url}: a call the fixture has not` });
}

function assertAsked(asked: Asked, expected: PlatformCall['request']): void {
  assert.equal(`${asked.method} ${asked.url}`, `${expected.method} ${expected.url}`);
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    assert.equal(asked.headers[name.toLowerCase()], value, `header ${name}`);
  }
  if (expected.body === undefined) return;
  const isText = typeof expected.body === 'string';
  assert.deepEqual(isText ? asked.body : JSON.parse(asked.body), expected.body, 'the body asked');
}
