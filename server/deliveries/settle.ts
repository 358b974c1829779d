/** What came of sending, written down for many messages in one go; with it their jobs end, or fall due again. */
import { ChannelError } from '../../adapters/errors.ts';
import { noteConsent } from '../contacts/consents.ts';
import { nameMessage } from '../conversations/answered.ts';
import { giveWay } from '../conversations/revisions.ts';
import type { Scope } from '../events/scope.ts';
import { learn } from './circuits.ts';
import { finishJobs, type Job, postponeJobs } from './jobs.ts';
import type { Parcel, Sent } from './parcel.ts';
import { awaitTurns, type Parked, proofOf, reachedBy, takeAll, turnsOf } from './parked.ts';
import { backoff, MOST_ATTEMPTS } from './sender.ts';
import {
  type Change,
  type DeliveryRow,
  type MessageRow,
  type Move,
  moveMessages,
  movesForward,
  stateOf,
} from './state.ts';

export async function settleAll(scope: Scope, sent: readonly Sent[]): Promise<void> {
  const told = sent.filter((one) => !(one.result instanceof ChannelError) || isUnsure(one));
  const turns = told.map((one) => {
    return { channelId: one.parcel.channel.id, turns: turnsOf.sent(nameOf(one)) };
  });
  // Sent on in one go: what is parked is looked for when the turns have come.
  const [, parked] = await Promise.all([
    awaitTurns(scope, turns),
    takeAll(scope, told.map(nameOf)),
    giveWay(scope, told.flatMap(namedBy)),
  ]);
  await moveMessages(
    scope,
    sent.map((one) => ({ message: one.parcel.message, decide: decider(one, parked) })),
  );
  for (const one of sent) await follow(scope, one);
  await learn(scope, sent);
  await endJobs(scope, sent);
}

function namedBy({ parcel: { channel, message }, result }: Sent) {
  if (result instanceof ChannelError) return [];
  return [{ messageId: message.id, channelId: channel.id, externalId: result.externalId }];
}

/** Nobody knows whether it arrived, and this platform would say it twice: a person decides. */
const isUnsure = ({ parcel, result }: Sent): boolean =>
  result instanceof ChannelError &&
  result.maybeSent &&
  parcel.adapter.capabilities.unknownOutcome === 'ask';

function nameOf({ parcel, result }: Sent) {
  const externalId = result instanceof ChannelError ? null : result.externalId;
  const { channel, message, outbound } = parcel;
  return { channelId: channel.id, externalId, messageId: message.id, thread: outbound.thread };
}

function decider(one: Sent, parked: readonly Parked[]): Change['decide'] {
  const { parcel, result } = one;
  if (!(result instanceof ChannelError)) {
    const { externalId, refused = [] } = result;
    const reached = { ...reachedBy(parked, nameOf(one)), externalId, refused };
    return (current) => notBack(current, reached);
  }
  const wrong = isUnsure(one) ? doubt(one, parked, result) : trouble(parcel, result);
  return (current, delivery) => (isAtIt(parcel, delivery) ? wrong(current) : null);
}

/** What has arrived has arrived, even where somebody else has tried since; a receipt may have told more already. */
function notBack(current: MessageRow, reached: Move): Move {
  if (movesForward(current.state, reached.state)) return reached;
  return { ...reached, state: stateOf(current), reason: current.reason };
}

/** Whoever was given up for dead and comes back has nothing to say about what others have done since. */
const isAtIt = ({ attempt }: Parcel, delivery: DeliveryRow): boolean =>
  delivery.state === 'sending' && delivery.attempt === attempt;

function doubt(one: Sent, parked: readonly Parked[], { reason }: ChannelError): () => Move {
  const externalId = proofOf(parked, nameOf(one));
  if (externalId) return () => ({ ...reachedBy(parked, nameOf(one)), externalId });
  return () => ({ state: 'unknown', reason });
}

function trouble(parcel: Parcel, error: ChannelError): (current: MessageRow) => Move | null {
  if (isTriedAgain(parcel, error)) return () => ({ state: 'queued', reason: error.reason });
  return ({ state }) =>
    state === 'queued' || state === 'unknown' ? { state: 'failed', reason: withCode(error) } : null;
}

const isTriedAgain = ({ attempt }: Parcel, { kind }: ChannelError): boolean =>
  kind === 'retry' && attempt < MOST_ATTEMPTS;

const withCode = (error: ChannelError) =>
  error.code ? `${error.reason} (${error.code})` : error.reason;

/** What else one outcome has for a consequence. */
async function follow(scope: Scope, { parcel, result }: Sent): Promise<void> {
  const { channel, outbound, message, adapter } = parcel;
  if (result instanceof ChannelError) {
    if (!result.optedOut) return;
    // The platform minds who wants to be left alone: what it says of the one we wrote to, we keep to as well.
    const { kind, scope: within, value } = outbound.to;
    const { reason } = result;
    return noteConsent(scope, channel.id, {
      who: { kind, scope: within, value },
      allowed: false,
      reason,
    });
  }
  if (!adapter.capabilities.addressing) return;
  const { externalId, reference } = result;
  const names = [externalId, ...(reference ? [reference] : [])];
  await nameMessage(scope, { id: message.id, channelId: channel.id }, names);
}

async function endJobs(scope: Scope, sent: readonly Sent[]): Promise<void> {
  const done: Job[] = [];
  const postponed: { job: Job; byMs: number }[] = [];
  for (const one of sent) {
    const { parcel, result } = one;
    const again =
      result instanceof ChannelError && !isUnsure(one) && isTriedAgain(parcel, result)
        ? (result.retryAfterMs ?? backoff(parcel.attempt))
        : null;
    if (again === null) done.push(parcel.job);
    else postponed.push({ job: parcel.job, byMs: again });
  }
  await Promise.all([finishJobs(scope.tx, done), postponeJobs(scope.tx, postponed)]);
  for (const { byMs } of postponed) {
    scope.effects.push({ type: 'due', at: new Date(Date.now() + byMs) });
  }
}
