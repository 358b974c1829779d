/** Changing what was said, and every way of failing at it. */
import assert from 'node:assert/strict';
import { ChannelError } from '../../../adapters/errors.ts';
import type { RevisionFixture } from '../../../adapters/fixtures.ts';
import { type Answer, answering, asCaptured, platform } from './platform.ts';
import type { Check, Named, Subject } from './subject.ts';

export const reviseChecks: Check[] = [
  {
    name: 'a change makes the calls and gives the outcome of the fixture',
    skippable: false,
    run: revises,
  },
  { name: 'a change that fails is of the right kind', skippable: false, run: failsRightly },
];

async function revises(subject: Subject) {
  for (const fixture of subject.revisions) {
    const stage = platform(asCaptured(fixture.calls));
    const error = await revising(subject, fixture, stage.tools);
    if (stage.problems.length > 0) throw stage.problems[0];
    assert.equal(stage.asked.length, fixture.calls.length, `${fixture.name}: calls made`);
    assert.equal(error?.kind, fixture.error, fixture.name);
  }
}

const FAILURES: [Answer, string][] = [
  [answering(429, '', { 'retry-after': '7' }), 'retry'],
  [answering(401), 'unauthorized'],
  [answering(400), 'rejected'],
  [answering(503), 'retry'],
];

async function failsRightly(subject: Subject) {
  const calling = subject.revisions.find(({ calls, error }) => calls.length > 0 && !error);
  for (const [answer, kind] of calling ? FAILURES : []) {
    const error = calling && (await revising(subject, calling, platform([answer]).tools));
    assert.equal(error?.kind, kind, `${calling?.name}: the kind of failure`);
  }
}

/** How it ends: null, or the error; anything else that is thrown is a fault. */
async function revising(
  { adapter, profile }: Subject,
  { own, text, settings, name }: Named<RevisionFixture>,
  tools: Parameters<NonNullable<typeof adapter.revise>>[3],
): Promise<ChannelError | null> {
  assert.ok(adapter.revise, `${name}: there is no revise()`);
  try {
    await adapter.revise(own, text, { ...profile.settings, ...settings }, tools);
    return null;
  } catch (error) {
    if (error instanceof ChannelError) return error;
    throw new Error(`${name}: revise may throw ChannelError only`, { cause: error });
  }
}
