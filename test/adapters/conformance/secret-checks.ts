/** Secrets never leave: not in an error, not in a log, not in an event. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { GARBAGE } from './garbage.ts';
import { type Answer, messageOf, outcomeOfSend, platform } from './platform.ts';
import { type Check, genuine, parsed, type Subject, withBody } from './subject.ts';

/** Shorter ones could stand in a text by chance. */
const SHORTEST_SECRET = 12;

export const secretChecks: Check[] = [
  { name: 'credentials are declared secret', skippable: false, run: declaresCredentials },
  { name: 'no secret is in an event or an error of parse', skippable: false, run: parsesSilently },
  { name: 'no secret is in an error or a log of send', skippable: false, run: sendsSilently },
];

const CREDENTIAL_HEADERS = ['authorization', 'proxy-authorization', 'cookie', 'x-api-key'];

function declaresCredentials(subject: Subject) {
  const { adapter, profile } = subject;
  for (const { key, secret } of adapter.settings) {
    const sounds = /(secret|token|password|apikey|privatekey)$/i.test(key);
    assert.ok(secret || !sounds, `the setting ${key} sounds secret, but is not declared so`);
  }
  const seen = new Set(genuine(subject).flatMap(({ request }) => credentialsIn(subject, request)));
  assert.deepEqual([...seen].sort(), [...(adapter.secretHeaders ?? [])].sort(), 'secretHeaders');
  const secrets = secretsOf(subject);
  assert.ok(secrets.length > 0, 'a channel without any secret cannot know its platform');
  for (const secret of secrets) {
    assert.ok(secret.length >= SHORTEST_SECRET, `a test secret has ${secret.length} characters`);
  }
  const { settings, otherSettings } = profile;
  for (const field of adapter.settings.filter(({ secret }) => secret)) {
    const both = [settings[field.key], otherSettings[field.key]];
    // One of two ways in, a password or a token, is left empty.
    if (!field.required && !field.generate && both.every((value) => value === '')) continue;
    assert.notEqual(both[0], both[1], `both test channels have one ${field.key}`);
  }
}

async function parsesSilently(subject: Subject) {
  for (const given of genuine(subject)) {
    const requests = [given.request, ...GARBAGE.map(({ body }) => withBody(given.request, body))];
    for (const request of requests) {
      const outcome = await parsed(subject, { ...given, request }).catch((error: unknown) => error);
      assertSilent(subject, outcome, given.name);
    }
  }
}

async function sendsSilently(subject: Subject) {
  for (const fixture of subject.outbound) {
    for (const { what, answer } of blabbing(secretsOf(subject))) {
      const stage = platform(Array(20).fill(answer));
      const outcome = await outcomeOfSend(subject, messageOf(fixture), stage, fixture.settings);
      assertSilent(subject, outcome, `${fixture.name}, ${what}`);
      assertSilent(subject, stage.logged, `${fixture.name}, ${what}, in the log`);
    }
  }
}

/** Platforms and libraries that repeat all they know in their errors. */
function blabbing(secrets: string[]): { what: string; answer: Answer }[] {
  const text = secrets.join(' ');
  const repeats = [200, 400, 401, 404, 429, 500].map((status) => ({
    what: `HTTP ${status} that repeats the request`,
    answer: (asked: object) => {
      const description = `${text} ${JSON.stringify(asked)}`;
      const body = { ok: false, description, message: description, error: { message: text } };
      return new Response(JSON.stringify(body), { status });
    },
  }));
  const breaks = (asked: object) => {
    throw new TypeError(`fetch failed: ${text} ${JSON.stringify(asked)}`, {
      cause: { asked, text },
    });
  };
  return [...repeats, { what: 'a failure that repeats the request', answer: breaks }];
}

function assertSilent(subject: Subject, told: unknown, where: string): void {
  const text = inspect(told, { depth: 10, showHidden: true, maxStringLength: null });
  for (const secret of secretsOf(subject)) {
    assert.ok(!text.includes(secret), `${where}: a secret of the channel is in it`);
  }
}

/** The secret settings of the test channel and the credentials its requests carry. */
function secretsOf(subject: Subject): string[] {
  const { adapter, profile } = subject;
  const stored = adapter.settings.filter(({ secret }) => secret);
  const shown = genuine(subject).flatMap(({ request }) =>
    (adapter.secretHeaders ?? []).map((name) => request.headers[name]?.split(' ').at(-1)),
  );
  const all = [...stored.map(({ key }) => profile.settings[key]), ...shown];
  return [...new Set(all.filter((secret) => secret !== undefined))].filter(Boolean);
}

/** The headers of a request that open the channel by themselves. */
function credentialsIn({ adapter, profile }: Subject, request: { headers: object }): string[] {
  const secrets = adapter.settings
    .filter(({ secret }) => secret)
    .map(({ key }) => profile.settings[key] || null);
  const headers: [string, string][] = Object.entries(request.headers);
  return headers
    .filter(([name, value]) => {
      const holdsSecret = secrets.some((secret) => secret !== null && value.includes(secret));
      return holdsSecret || CREDENTIAL_HEADERS.includes(name);
    })
    .map(([name]) => name);
}
