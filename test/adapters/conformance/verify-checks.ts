/** Who gets in: nothing here can be relaxed but what a scheme without body or time cannot do. */
import assert from 'node:assert/strict';
import type { Settings } from '../../../adapters/adapter.ts';
import { GARBAGE } from './garbage.ts';
import { sealed } from './sealed.ts';
import { type Check, type Delivery, delivery, genuine, type Subject, withBody } from './subject.ts';

const TEN_MINUTES = 10 * 60_000;

export const verifyChecks: Check[] = [
  { name: 'a genuine request is accepted', skippable: false, run: acceptsGenuine },
  { name: 'a refused fixture is refused', skippable: false, run: refusesFixtures },
  { name: 'a changed byte of the body is refused', skippable: true, run: refusesChangedBody },
  { name: 'a changed signature is refused', skippable: false, run: refusesChangedSignature },
  {
    name: 'a missing, empty or doubled signature is refused',
    skippable: false,
    run: refusesMissingSignature,
  },
  { name: "another channel's secret is refused", skippable: false, run: refusesForeign },
  { name: 'an unset secret lets nobody in', skippable: false, run: refusesUnsetSecret },
  { name: 'a stale signature is refused', skippable: true, run: refusesStale },
  { name: 'verify survives garbage', skippable: false, run: survivesGarbage },
];

async function acceptsGenuine(subject: Subject) {
  const deliveries = genuine(subject);
  assert.ok(deliveries.length > 0, 'there is no genuine inbound fixture');
  for (const given of deliveries) {
    assert.equal(await verdict(subject, given), true, `${given.name} must be accepted`);
  }
}

async function refusesFixtures(subject: Subject) {
  for (const fixture of subject.inbound.filter(({ refused }) => refused !== undefined)) {
    const given = delivery(subject, fixture);
    if (fixture.settings) {
      const settings = subject.profile.settings;
      const before = await verdict(subject, { ...given, settings });
      assert.equal(before, true, `${given.name} must be accepted without its own settings`);
    }
    assert.equal(await verdict(subject, given), false, `${given.name}: ${fixture.refused}`);
  }
}

async function refusesChangedBody(subject: Subject) {
  for (const given of genuine(subject)) {
    const { request } = given;
    assert.ok(request.body.length > 0, `${given.name} has no body to change`);
    const step = Math.ceil(request.body.length / 256);
    for (let index = 0; index < request.body.length; index += step) {
      const body = request.body.map((byte, place) => (place === index ? byte ^ 1 : byte));
      const why = `byte ${index} of the body changed`;
      await refuses(subject, given, { ...given, request: { ...request, body } }, why);
    }
  }
}

async function refusesChangedSignature(subject: Subject) {
  for (const given of genuine(subject)) {
    const value = signatureOf(subject, given);
    for (let index = 0; index < value.length; index += 1) {
      const changed = value.slice(0, index) + otherSign(value, index) + value.slice(index + 1);
      const why = `character ${index} of the signature changed`;
      await refuses(subject, given, signedWith(subject, given, changed), why);
    }
  }
}

async function refusesMissingSignature(subject: Subject) {
  for (const given of genuine(subject)) {
    const value = signatureOf(subject, given);
    const bare = { ...given, request: { ...given.request, headers: {} } };
    await refuses(subject, given, signedWith(subject, given, undefined), 'no signature');
    // A signature in the address stays there, whatever becomes of the headers.
    if (!given.request.url.includes(value)) {
      await refuses(subject, given, bare, 'no headers at all');
    }
    await refuses(subject, given, signedWith(subject, given, ''), 'an empty signature');
    await refuses(subject, given, signedWith(subject, given, `${value}, ${value}`), 'two of them');
  }
}

async function refusesForeign(subject: Subject) {
  const { settings, otherSettings } = subject.profile;
  for (const given of genuine(subject)) {
    const foreign = { ...given, settings: { ...otherSettings } };
    await refuses(subject, given, foreign, 'sent to another channel');
    const rekeyed = { ...settings, ...secretsOf(subject, otherSettings) };
    await refuses(subject, given, { ...given, settings: rekeyed }, 'signed with another secret');
  }
}

async function refusesUnsetSecret(subject: Subject) {
  const unset = Object.fromEntries(
    Object.keys(secretsOf(subject, subject.profile.settings)).map((key) => [key, '']),
  );
  for (const given of genuine(subject)) {
    const settings = { ...given.settings, ...unset };
    await refuses(subject, given, { ...given, settings }, 'the channel has no secret');
  }
}

async function refusesStale(subject: Subject) {
  const now = Date.parse(subject.profile.now);
  for (const given of genuine(subject)) {
    const late = { ...given, now: new Date(now + TEN_MINUTES) };
    await refuses(subject, given, late, 'it is ten minutes old');
    const early = { ...given, now: new Date(now - TEN_MINUTES) };
    await refuses(subject, given, early, 'it is of the future');
  }
}

async function survivesGarbage(subject: Subject) {
  for (const given of genuine(subject)) {
    for (const { what, body } of GARBAGE) {
      const request = withBody(given.request, body);
      // A token says nothing about the body, so here any answer will do but an exception.
      const answer = await verdict(subject, { ...given, request });
      assert.equal(typeof answer, 'boolean', `${what}: verify must answer true or false`);
      for (const signature of [
        'x',
        'sha256=',
        'Bearer',
        'é'.repeat(64),
        'a.b.c',
        '='.repeat(5000),
      ]) {
        const odd = signedWith(subject, { ...given, request }, signature);
        assert.equal(await verdict(subject, odd), false, `${what}, signed “${signature}”`);
      }
    }
  }
}

/** Asks `verify`, with the network shut. */
function verdict(subject: Subject, given: Delivery) {
  const now = given.now ?? new Date(subject.profile.now);
  return sealed(() => subject.adapter.verify(given.request, given.settings, now));
}

/** A refusal means something only where the untouched request is let in. */
async function refuses(subject: Subject, untouched: Delivery, changed: Delivery, why: string) {
  assert.equal(await verdict(subject, untouched), true, `${untouched.name} must be accepted`);
  assert.equal(await verdict(subject, changed), false, `${untouched.name}: ${why}`);
}

/** What proves the request, as it stands there. */
export function signatureOf({ profile }: Subject, given: Delivery): string {
  if (given.signature) return given.signature;
  const value = given.request.headers[profile.signatureHeader];
  if (!value) throw new Error(`${given.name} has no header ${profile.signatureHeader}`);
  return value;
}

/** The same request with another proof; `undefined`: with none. */
export function signedWith(
  { profile }: Subject,
  given: Delivery,
  value: string | undefined,
): Delivery {
  if (given.signature) return resigned(given, given.signature, value ?? '');
  const { [profile.signatureHeader]: _, ...others } = given.request.headers;
  const headers = value === undefined ? others : { ...others, [profile.signatureHeader]: value };
  return { ...given, request: { ...given.request, headers } };
}

/** Wherever in the request the signature stands, another one. */
function resigned(given: Delivery, signature: string, other: string): Delivery {
  const { request } = given;
  const entries = Object.entries(request.headers);
  const headers = entries.map(([name, value]) => [name, value.replace(signature, () => other)]);
  const body = new TextDecoder().decode(request.body).replace(signature, () => other);
  const url = request.url.replace(signature, () => other);
  return {
    ...given,
    request: { ...withBody(request, body), url, headers: Object.fromEntries(headers) },
  };
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Another character, in base64 with another top bit: the last one's low bits may mean nothing. */
function otherSign(value: string, index: number): string {
  const place = BASE64.indexOf(value.charAt(index));
  return place < 0 ? 'A' : BASE64.charAt(place ^ 32);
}

function secretsOf({ adapter }: Subject, settings: Settings): Record<string, string> {
  const secrets = adapter.settings.filter((field) => field.secret);
  return Object.fromEntries(secrets.map(({ key }) => [key, settings[key] ?? '']));
}
