/** What a request says: all of it, always the same, and never more than a schema has seen. */
import assert from 'node:assert/strict';
import { MalformedRequestError } from '../../../adapters/errors.ts';
import type { InboundEvent } from '../../../adapters/message.ts';
import { assertEvents, plain } from './event-shape.ts';
import { GARBAGE } from './garbage.ts';
import { withPrototypeKeys, withWrongTypes } from './mutations.ts';
import { sealed } from './sealed.ts';
import {
  type Check,
  type Delivery,
  delivery,
  inboundNamed,
  jsonBody,
  parsed,
  type Subject,
  understood,
  withBody,
} from './subject.ts';

export const parseChecks: Check[] = [
  {
    name: "parse gives the fixture's events, twice, without network",
    skippable: false,
    run: givesFixtureEvents,
  },
  { name: 'events keep to the contract', skippable: false, run: keepsToContract },
  { name: 'a malformed fixture is malformed', skippable: false, run: refusesMalformed },
  { name: 'garbage is a typed error', skippable: false, run: refusesGarbage },
  { name: 'a wrong type never gets through', skippable: true, run: stopsWrongTypes },
  { name: 'prototype keys are harmless', skippable: false, run: ignoresPrototypeKeys },
  {
    name: 'an unknown event is ignored',
    skippable: true,
    run: (it) => ignores(it, 'unknown-event'),
  },
  { name: 'its own echo is ignored', skippable: true, run: (it) => ignores(it, 'own-echo') },
  { name: 'two deliveries have one external id', skippable: false, run: recognisesRedelivery },
  {
    name: 'different things have different external ids',
    skippable: false,
    run: tellsThingsApart,
  },
  { name: 'a batch gives all its events', skippable: true, run: givesWholeBatch },
];

async function givesFixtureEvents(subject: Subject) {
  for (const { name, events, refused, malformed } of subject.inbound) {
    const ends = [events, refused, malformed].filter((end) => end !== undefined);
    assert.equal(
      ends.length,
      1,
      `${name}: a fixture says events, refused or malformed, one of them`,
    );
  }
  const fixtures = subject.inbound.filter(({ events }) => events !== undefined);
  assert.ok(fixtures.length > 0, 'no inbound fixture says what its events are');
  for (const fixture of fixtures) {
    const given = delivery(subject, fixture);
    const untouched = structuredClone(given.request);
    const first = await sealed(() => parsed(subject, given));
    const second = await sealed(() => parsed(subject, given));
    assert.deepEqual(plain(first), fixture.events, `${fixture.name}: other events`);
    assert.deepEqual(plain(second), fixture.events, `${fixture.name}: other events at second try`);
    assert.deepEqual(given.request, untouched, `${fixture.name}: parse changed the request`);
  }
}

async function keepsToContract(subject: Subject) {
  for (const given of understood(subject)) {
    assertEvents(await parsed(subject, given), given.name);
  }
}

async function refusesMalformed(subject: Subject) {
  for (const fixture of subject.inbound.filter(({ malformed }) => malformed !== undefined)) {
    const given = delivery(subject, fixture);
    const why = `${fixture.name}: ${fixture.malformed}`;
    assert.equal(await outcomeOf(subject, given), 'malformed', why);
  }
}

async function refusesGarbage(subject: Subject) {
  for (const given of understood(subject)) {
    for (const { what, body } of [...GARBAGE, ...cutShort(given)]) {
      const request = withBody(given.request, body);
      const outcome = await outcomeOf(subject, { ...given, request });
      assert.equal(outcome, 'malformed', `${what} instead of ${given.name}`);
    }
  }
}

async function stopsWrongTypes(subject: Subject) {
  const deliveries = understood(subject).filter(({ request }) => jsonBody(request) !== undefined);
  assert.ok(deliveries.length > 0, 'no inbound fixture has a JSON body');
  for (const given of deliveries) {
    for (const { path, body } of withWrongTypes(jsonBody(given.request))) {
      const request = withBody(given.request, body);
      const outcome = await outcomeOf(subject, { ...given, request });
      if (outcome !== 'malformed') assertEvents(outcome, `${given.name} with a wrong ${path}`);
    }
  }
}

async function ignoresPrototypeKeys(subject: Subject) {
  for (const given of understood(subject)) {
    const usual = essence(await parsed(subject, given));
    const request = withBody(given.request, withPrototypeKeys(given.request));
    const outcome = await outcomeOf(subject, { ...given, request });
    assert.ok(!spilled(), `${given.name}: a key of the payload reached all objects`);
    if (outcome === 'malformed') continue;
    assert.deepEqual(essence(outcome), usual, `${given.name}: prototype keys changed the events`);
  }
}

async function ignores(subject: Subject, name: string) {
  const events = await parsed(subject, delivery(subject, inboundNamed(subject, name)));
  assert.ok(events.length > 0, `${name}: an ignored event must be reported as ignored`);
  const types = new Set(events.map(({ type }) => type));
  assert.deepEqual([...types], ['ignored'], `${name}: everything in it must be ignored`);
}

async function recognisesRedelivery(subject: Subject) {
  const first = await parsed(subject, delivery(subject, inboundNamed(subject, 'message')));
  const again = await parsed(subject, delivery(subject, inboundNamed(subject, 'redelivery')));
  const types = first.map(({ type }) => type);
  assert.ok(types.includes('message'), 'message.json must hold a message');
  assert.deepEqual(idsOf(again), idsOf(first), 'redelivery.json must have the ids of message.json');
}

async function tellsThingsApart(subject: Subject) {
  const deliveries = understood(subject).filter(({ name }) => name !== 'redelivery');
  const lists = await Promise.all(deliveries.map((given) => parsed(subject, given)));
  const ids = idsOf(lists.flat());
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index);
  assert.ok(ids.length > 1, 'one event cannot be told apart from another');
  assert.deepEqual(repeated, [], 'these external ids stand for several things');
}

async function givesWholeBatch(subject: Subject) {
  const fixture = inboundNamed(subject, 'batch');
  const events = await parsed(subject, delivery(subject, fixture));
  assert.ok((fixture.events ?? []).length > 1, 'batch.json must hold several events');
  assert.equal(events.length, fixture.events?.length, 'batch.json: some events are missing');
}

/** The events, or 'malformed'; any other exception is a fault of the adapter. */
async function outcomeOf(subject: Subject, given: Delivery) {
  try {
    return await parsed(subject, given);
  } catch (error) {
    if (error instanceof MalformedRequestError) return 'malformed' as const;
    throw new Error(`${given.name}: parse may throw MalformedRequestError only`, { cause: error });
  }
}

/** The events; of an ignored one not the id, which may have to be made from the whole body. */
function essence(events: InboundEvent[]): unknown {
  const known = events.map((event) =>
    event.type === 'ignored' ? { type: event.type, reason: event.reason } : event,
  );
  return plain(known);
}

/** Did anything reach the prototype of all objects? Takes it away again. */
function spilled(): boolean {
  const strangers = Object.keys(Object.prototype);
  for (const name of strangers) Reflect.deleteProperty(Object.prototype, name);
  return strangers.length > 0;
}

function cutShort({ request }: Delivery) {
  if (jsonBody(request) === undefined) return [];
  return [{ what: 'the first half', body: request.body.slice(0, request.body.length / 2) }];
}

function idsOf(events: { externalId: string }[]): string[] {
  return events.map(({ externalId }) => externalId);
}
