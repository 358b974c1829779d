/** Capabilities are promises: each one declared is shown by a fixture, each other never appears. */
import assert from 'node:assert/strict';
import type { Capabilities } from '../../../adapters/capabilities.ts';
import { requestOf } from '../../../adapters/fixtures.ts';
import type { InboundEvent } from '../../../adapters/message.ts';
import { allEvents, type Check, type Subject } from './subject.ts';

export const capabilityChecks: Check[] = [
  { name: 'what it declares, a fixture shows', skippable: false, run: showsDeclared },
  { name: 'what it does not declare, no fixture shows', skippable: false, run: hidesUndeclared },
  { name: 'optional functions go with capabilities', skippable: false, run: matchesFunctions },
  { name: 'a handshake echoes only short tokens', skippable: false, run: shakesHandsSafely },
];

type Evidence = { events: InboundEvent[]; subject: Subject };
type Pledge = {
  what: string;
  declared(capabilities: Capabilities): boolean;
  shown(evidence: Evidence): boolean;
};

const PLEDGES: Pledge[] = [
  receipt('delivered'),
  receipt('read'),
  { what: 'typing', declared: ({ typing }) => typing.inbound, shown: has('typing') },
  { what: 'reactions', declared: ({ reactions }) => reactions, shown: has('reaction') },
  { what: 'edits', declared: ({ edits }) => edits, shown: has('edit') },
  { what: 'deletes', declared: ({ deletes }) => deletes, shown: has('delete') },
  {
    what: 'changing our own (a text in revisions/)',
    declared: ({ ownEditHours }) => ownEditHours !== undefined,
    shown: ({ subject }) => subject.revisions.some(({ text }) => text !== null),
  },
  {
    what: 'taking back our own (a null in revisions/)',
    declared: ({ ownDeleteHours }) => ownDeleteHours !== undefined,
    shown: ({ subject }) => subject.revisions.some(({ text }) => text === null),
  },
  {
    what: 'files coming in',
    declared: ({ attachments }) => attachments !== null,
    shown: ({ events }) => filesIn(events).length > 0,
  },
  {
    what: 'files going out',
    declared: ({ attachments }) => attachments !== null,
    shown: ({ subject }) => subject.outbound.some(({ message }) => message.attachments.length > 0),
  },
  {
    what: 'a reply window',
    declared: ({ replyWindowHours }) => replyWindowHours !== null,
    shown: ({ subject }) => subject.outbound.some(({ error }) => error?.kind === 'closed'),
  },
  outbound('quotes (outbound/quote.json)', 'quote', ({ quotes }) => quotes),
  outbound('templates (outbound/template.json)', 'template', ({ templates }) => templates),
  outbound(
    'choices (outbound/choices.json)',
    'choices',
    ({ offers }) => offers?.choices !== undefined,
  ),
  outbound('a form (outbound/form.json)', 'form', ({ offers }) => offers?.form !== undefined),
  outbound('cards (outbound/cards.json)', 'cards', ({ offers }) => offers?.cards !== undefined),
  {
    what: 'offers taken',
    declared: ({ offers }) => offers !== undefined,
    shown: ({ events }) => events.some((it) => it.type === 'message' && it.response !== undefined),
  },
  outbound(
    'starting a conversation (outbound/start.json)',
    'start',
    ({ startConversation }) => startConversation,
  ),
  outbound(
    'formatting (outbound/formatted.json)',
    'formatted',
    ({ formatting }) => formatting !== 'none',
  ),
  {
    what: 'formatting coming in (inbound/formatted.json)',
    declared: ({ formattingInbound }) => formattingInbound === true,
    shown: ({ subject }) => subject.inbound.some(({ name }) => name === 'formatted'),
  },
];

async function showsDeclared(subject: Subject) {
  const missing = await promised(subject, (declared, shown) => declared && !shown);
  assert.deepEqual(missing, [], 'declared, but shown by no fixture');
}

async function hidesUndeclared(subject: Subject) {
  const surplus = await promised(subject, (declared, shown) => !declared && shown);
  assert.deepEqual(surplus, [], 'shown by a fixture, but not declared');
}

async function matchesFunctions(subject: Subject) {
  const { adapter, challenge } = subject;
  const { typing, inbound } = adapter.capabilities;
  // On a connection of our own the product shows typing itself.
  const types = typing.outbound && inbound !== 'connection';
  assert.equal(adapter.typing !== undefined, types, 'typing() goes with typing.outbound');
  const { ownEditHours, ownDeleteHours } = adapter.capabilities;
  const revises = ownEditHours !== undefined || ownDeleteHours !== undefined;
  assert.equal(adapter.revise !== undefined, revises, 'revise() goes with own…Hours');
  const files = filesIn(await allEvents(subject));
  const remote = files.some(({ source }) => 'remote' in source);
  assert.equal(adapter.download !== undefined, remote, 'download() goes with remote files');
  const handshake = challenge !== null;
  assert.equal(adapter.challenge !== undefined, handshake, 'challenge() goes with challenge.json');
}

/** A handshake that echoes what it is given would be a hole for scripts on our own origin. */
function shakesHandsSafely({ adapter, challenge, profile }: Subject) {
  if (!challenge || !adapter.challenge) return;
  const request = requestOf(challenge.request);
  const { settings, otherSettings } = profile;
  assert.deepEqual(adapter.challenge(request, settings), challenge.answer, 'challenge.json');
  for (const nasty of ['<script>alert(1)</script>', 'x'.repeat(2000), 'a b', '"', 'é']) {
    const url = request.url.replaceAll(challenge.answer.body, encodeURIComponent(nasty));
    assert.notEqual(url, request.url, 'challenge.json: the answer is not in the URL');
    const answer = adapter.challenge({ ...request, url }, settings);
    assert.ok(!answer?.body.includes(nasty), `the handshake echoes “${nasty.slice(0, 40)}”`);
  }
  const foreign = adapter.challenge(request, otherSettings);
  assert.ok(foreign === null || foreign.status >= 400, "another channel's handshake is refused");
}

async function promised(subject: Subject, wrong: (declared: boolean, shown: boolean) => boolean) {
  const evidence = { subject, events: await allEvents(subject) };
  return PLEDGES.filter(({ declared, shown }) =>
    wrong(declared(subject.adapter.capabilities), shown(evidence)),
  ).map(({ what }) => what);
}

function receipt(status: 'delivered' | 'read'): Pledge {
  return {
    what: `receipts: ${status}`,
    declared: ({ receipts }) => receipts.includes(status),
    shown: ({ events }) => events.some((event) => 'status' in event && event.status === status),
  };
}

function outbound(
  what: string,
  name: string,
  declared: (capabilities: Capabilities) => boolean,
): Pledge {
  const shown = ({ subject }: Evidence) => subject.outbound.some((it) => it.name === name);
  return { what, declared, shown };
}

function has(type: InboundEvent['type']) {
  return ({ events }: Evidence) => events.some((event) => event.type === type);
}

function filesIn(events: InboundEvent[]) {
  return events.flatMap((event) => (event.type === 'message' ? (event.attachments ?? []) : []));
}
