/** What the conformance checks look at: an adapter with everything in its fixtures folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { Adapter, AdapterRequest, Settings } from '../../../adapters/adapter.ts';
import {
  ChallengeFixture,
  InboundFixture,
  OutboundFixture,
  Profile,
  RevisionFixture,
  requestOf,
} from '../../../adapters/fixtures.ts';
import type { InboundEvent } from '../../../adapters/message.ts';

export type Named<T> = T & { name: string };

export type Subject = {
  adapter: Adapter;
  profile: Profile;
  inbound: Named<InboundFixture>[];
  outbound: Named<OutboundFixture>[];
  /** Empty where nothing can be changed afterwards. */
  revisions: Named<RevisionFixture>[];
  challenge: ChallengeFixture | null;
};

/** One thing every adapter must do. `run` throws, with words for the adapter's author. */
export type Check = {
  name: string;
  /** May an adapter skip it, with a reason? Never what keeps strangers out. */
  skippable: boolean;
  run(subject: Subject): void | Promise<void>;
};

/** A fixture as `verify` and `parse` take it. */
export type Delivery = {
  name: string;
  request: AdapterRequest;
  settings: Settings;
  /** Unset: the whole of the profile's `signatureHeader`. */
  signature?: string;
  /** When it arrives; unset: the profile's `now`. */
  now?: Date;
};

/** Reads an adapter's folder. Throws when a file is missing or is not of the fixture format. */
export function loadSubject(adapter: Adapter, folder: string): Subject {
  const fixtures = join(folder, 'fixtures');
  const revisions = join(fixtures, 'revisions');
  const challenge = join(fixtures, 'challenge.json');
  const profile = readAs(join(fixtures, 'conformance.json'), Profile);
  return {
    adapter,
    profile: {
      ...profile,
      settings: reachable(profile.settings),
      otherSettings: reachable(profile.otherSettings),
    },
    inbound: allIn(join(fixtures, 'inbound'), InboundFixture),
    outbound: allIn(join(fixtures, 'outbound'), OutboundFixture),
    revisions: existsSync(revisions) ? allIn(revisions, RevisionFixture) : [],
    challenge: existsSync(challenge) ? readAs(challenge, ChallengeFixture) : null,
  };
}

/** The inbound fixtures `verify` must accept. */
export function genuine(subject: Subject): Delivery[] {
  return subject.inbound
    .filter((fixture) => fixture.refused === undefined)
    .map((fixture) => delivery(subject, fixture));
}

/** The inbound fixtures `parse` must understand. */
export function understood(subject: Subject): Delivery[] {
  return subject.inbound
    .filter((fixture) => fixture.events !== undefined)
    .map((fixture) => delivery(subject, fixture));
}

export function delivery({ profile }: Subject, fixture: Named<InboundFixture>): Delivery {
  const settings = { ...profile.settings, ...fixture.settings };
  const { name, request, signature } = fixture;
  return { name, request: requestOf(request), settings, ...(signature && { signature }) };
}

/** The fixture of that name; throws when there is none, for a check needs it. */
export function inboundNamed(subject: Subject, name: string): Named<InboundFixture> {
  const found = subject.inbound.find((fixture) => fixture.name === name);
  if (!found) throw new Error(`fixtures/inbound/${name}.json is missing`);
  return found;
}

export async function parsed(subject: Subject, given: Delivery): Promise<InboundEvent[]> {
  return subject.adapter.parse(given.request, given.settings);
}

/** Every event of every fixture. */
export async function allEvents(subject: Subject): Promise<InboundEvent[]> {
  const lists = understood(subject).map((given) => parsed(subject, given));
  return (await Promise.all(lists)).flat();
}

/** The JSON body of a request; undefined when it is something else. */
export function jsonBody(request: AdapterRequest): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(request.body));
  } catch {
    return undefined;
  }
}

export function withBody(request: AdapterRequest, body: string | Uint8Array): AdapterRequest {
  return { ...request, body: typeof body === 'string' ? new TextEncoder().encode(body) : body };
}

/** As the product hands settings over: with the address the platform knows. */
function reachable(settings: Settings): Settings {
  const webhookUrl = `https://hub.example/channels/${settings.channelId}/webhook`;
  return { ...settings, webhookUrl };
}

function allIn<Schema extends TSchema>(folder: string, schema: Schema) {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  if (files.length === 0) throw new Error(`${folder} holds no fixture`);
  return files.map((file) => ({
    ...readAs(join(folder, file), schema),
    name: basename(file, '.json'),
  }));
}

function readAs<Schema extends TSchema>(file: string, schema: Schema): Static<Schema> {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const [problem] = Value.Errors(schema, content);
  if (problem) throw new Error(`${file}${problem.instancePath} ${problem.message}`);
  return content as Static<Schema>;
}
