/** A platform that answers as told, and remembers what it was asked. */
import assert from 'node:assert/strict';
import type { Tools } from '../../../adapters/adapter.ts';
import {
  contentText,
  type OutboundFixture,
  type PlatformCall,
} from '../../../adapters/fixtures.ts';
import type { OutboundMessage } from '../../../adapters/message.ts';
import { keptSecrets } from '../../support/kept-secrets.ts';
import type { Asked } from './asked.ts';
import { withMailServer } from './mail-platform.ts';
import type { Subject } from './subject.ts';

export type Answer = (asked: Asked, signal: AbortSignal | null) => Response | Promise<Response>;

export type Platform = {
  tools: Tools;
  /** Hears a call, by `fetch` or by mail. */
  hear(call: Asked, signal: AbortSignal | null): Promise<Response>;
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
  const hear = async (call: Asked, given: AbortSignal | null) => {
    const answer = answers[asked.length] ?? oneTooMany;
    asked.push(call);
    try {
      return await answer(call, given);
    } catch (error) {
      if (error instanceof assert.AssertionError) problems.push(error);
      throw error;
    }
  };
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const body = await request.text();
    const { method, url } = request;
    const headers = Object.fromEntries(request.headers);
    return hear({ method, url, headers, body }, init?.signal ?? null);
  };
  const tools: Tools = {
    fetch,
    signal,
    log: (message, details) => void logged.push(`${message} ${JSON.stringify(details ?? {})}`),
    now: () => new Date('2026-11-20T12:00:00.000Z'),
    resolve: async () => '127.0.0.1',
    secrets: keptSecrets(),
  };
  return { tools, hear, asked, logged, problems };
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
  { tools, hear, problems }: Platform,
  overrides: Record<string, string> = {},
): Promise<unknown> {
  const settings = { ...profile.settings, ...overrides };
  const send = (more: Record<string, string>) =>
    adapter.send(message, { ...settings, ...more }, tools).catch((error: unknown) => error);
  const { mailPort } = profile;
  const outcome = await (mailPort
    ? withMailServer(hear, (port) => send({ [mailPort]: port }))
    : send({}));
  if (problems.length > 0) throw problems[0];
  return outcome;
}

export function messageOf({ message }: OutboundFixture): OutboundMessage {
  const attachments = message.attachments.map(({ content, ...file }) => {
    const bytes = new Blob([content]);
    const link = () => `https://files.example/${file.id}`;
    return { ...file, size: bytes.size, read: async () => bytes, link };
  });
  const { quoting, answered, ...rest } = message;
  return {
    ...rest,
    attachments,
    ...(quoting && { quoting: { ...quoting, at: new Date(quoting.at) } }),
    ...(answered && { answered: { ...answered, at: new Date(answered.at) } }),
  };
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
