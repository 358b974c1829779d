/** What is known already of the lines that messages came in on: read, and locked, for all of them together. */
import { and, asc, eq, sql } from 'drizzle-orm';
import type { IdentityClaim } from '../../../adapters/message.ts';
import { selectBlocked } from '../../contacts/blocked.ts';
import { type Person, selectPersons } from '../../contacts/identities.ts';
import { insertMany, oneOf } from '../../database/many.ts';
import { arrivals } from '../../database/schema/channels.ts';
import { threads } from '../../database/schema/conversations.ts';
import { messages } from '../../database/schema/messages.ts';
import { together } from '../../database/together.ts';
import type { Scope } from '../../events/scope.ts';
import { repeats } from '../../telemetry/figures.ts';
import { sameElsewhere } from '../answered.ts';
import { holdMany } from '../change-many.ts';
import type { SummaryRow } from '../present.ts';
import { lockArrivals, type ThreadRow } from '../threads.ts';
import type { Arrival } from './arrival.ts';
import { type Familiar, selectFamiliar } from './familiar.ts';

/** All by the names that the functions below give. */
export type Known = {
  /** Of this transaction, as the log has them; only told when something is new. */
  moment: Date;
  xid: string;
  /** Never seen before. */
  fresh: Set<string>;
  /** Seen before: the messages of the first time, as far as they are still here. */
  earlier: Map<string, string>;
  threads: Map<string, ThreadRow>;
  persons: Map<string, Person>;
  /** Of people who are blocked: their names. */
  blocked: Set<string>;
  conversations: Map<string, SummaryRow>;
  /** Conversations in which something waits to be taken back when they write first. */
  waiting: Set<string>;
  /** Of first words: the conversations in which the same message came in by another channel. */
  elsewhere: Map<string, string[]>;
};

export const arrivalName = ({ channel, event }: Arrival): string =>
  `${channel.id}\n${event.externalId}`;
export const lineName = ({ channel, event }: Arrival): string => `${channel.id}\n${event.thread}`;
export const personName = ({
  kind,
  scope,
  value,
}: Pick<IdentityClaim, 'kind' | 'scope' | 'value'>) => `${kind}\n${scope}\n${value}`;

/** Locks, in this order: what has arrived, lines with their conversations, whoever is new, conversations found late. */
export async function findKnown(scope: Scope, coming: readonly Arrival[]): Promise<Known> {
  const known = await findLines(scope, coming);
  const begun = coming.filter((arrival) => isFirstWord(known, arrival));
  if (begun.length > 0) await lookAgain(scope, known, begun);
  const repeated = coming.filter((arrival) => !known.fresh.has(arrivalName(arrival)));
  repeats.inc(repeated.length);
  const named = begun.filter(({ event }) => event.reference !== undefined);
  const [earlier, elsewhere] = await Promise.all([
    repeated.length > 0 ? selectEarlier(scope, repeated) : [],
    Promise.all(named.map((arrival) => findElsewhere(scope, arrival))),
  ]);
  for (const { id, name } of earlier) known.earlier.set(name, id);
  for (const [name, ids] of elsewhere) known.elsewhere.set(name, ids);
  return known;
}

async function findLines(scope: Scope, coming: readonly Arrival[]): Promise<Known> {
  const claims = coming.map(({ event }) => event.from);
  const [fresh, familiar, blocked] = await together(
    insertArrivals(scope, coming),
    selectFamiliar(scope, coming),
    // After the locks: whoever was being blocked just now is by then.
    selectBlocked(scope, claims),
  );
  const [clock] = fresh;
  const known: Known = {
    moment: new Date(Number(clock?.ms ?? Date.now())),
    xid: clock?.xid ?? '0',
    fresh: new Set(fresh.map((row) => `${row.channel_id}\n${row.external_id}`)),
    earlier: new Map(),
    threads: new Map(),
    persons: new Map(),
    blocked: new Set(blocked.map(personName)),
    conversations: new Map(),
    waiting: new Set(),
    elsewhere: new Map(),
  };
  for (const line of familiar) remember(known, line);
  return known;
}

function remember(known: Known, { thread, person, talk, waiting }: Familiar): void {
  const line = `${thread.channelId}\n${thread.key}`;
  if (!known.threads.has(line)) known.threads.set(line, thread);
  known.persons.set(personName(person.identity), person);
  const { id } = talk.conversation;
  if (!known.conversations.has(id)) known.conversations.set(id, talk);
  if (waiting) known.waiting.add(id);
}

const isFirstWord = (known: Known, arrival: Arrival): boolean =>
  known.fresh.has(arrivalName(arrival)) && !known.threads.has(lineName(arrival));

/**
 * Parallel first words queue behind one lock for each person, so that they end in one thread and one conversation.
 * Somebody known may write on a line that is new, and somebody new on a known one.
 */
async function lookAgain(scope: Scope, known: Known, begun: readonly Arrival[]): Promise<void> {
  const claims = begun.map(({ event }) => event.from);
  const [, lines, people] = await together(
    lockArrivals(scope, claims),
    selectThreads(scope, begun),
    selectPersons(scope, claims),
  );
  for (const thread of lines) known.threads.set(`${thread.channelId}\n${thread.key}`, thread);
  for (const person of people) {
    known.persons.set(personName(person.identity), person);
    if (person.contact.blocked) known.blocked.add(personName(person.identity));
  }
  const late = lines
    .map((thread) => thread.conversationId)
    .filter((id) => !known.conversations.has(id));
  if (late.length === 0) return;
  const ids = [...new Set(late)].sort();
  const [talks, waiting] = await together(holdMany(scope, ids), selectWaiting(scope, ids));
  for (const talk of talks) known.conversations.set(talk.conversation.id, talk);
  for (const { id } of waiting) known.waiting.add(id);
}

const ARRIVAL = {
  table: arrivals,
  columns: ['channelId', 'externalId'],
  otherwise: `on conflict do nothing returning channel_id, external_id,
    extract(epoch from now()) * 1000 as ms, pg_current_xact_id()::text as xid`,
} as const;

type Fresh = { channel_id: string; external_id: string; ms: string; xid: string };

/** In one order, so that no two wait crosswise. */
function insertArrivals(scope: Scope, coming: readonly Arrival[]) {
  const rows = coming
    .map(({ channel, event }) => ({
      channelId: channel.id,
      externalId: event.externalId,
    }))
    .sort((one, other) => (one.externalId < other.externalId ? -1 : 1));
  return insertMany<typeof arrivals, Fresh>(scope, ARRIVAL, rows);
}

function selectThreads(scope: Scope, coming: readonly Arrival[]) {
  const asked = coming.map(({ channel, event }) => ({ channelId: channel.id, key: event.thread }));
  return scope.tx
    .select()
    .from(threads)
    .where(
      and(eq(threads.workspaceId, scope.workspaceId), oneOf(threads, ['channelId', 'key'], asked)),
    )
    .orderBy(asc(threads.id))
    .for('update');
}

function selectWaiting(scope: Scope, ids: string[]) {
  const rows = ids.map((conversationId) => ({ conversationId }));
  return scope.tx
    .select({ id: messages.conversationId })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        oneOf(messages, ['conversationId'], rows),
        // Spelled out: the index that has only those is found no other way.
        sql`${messages.unlessAnswered}`,
      ),
    );
}

function selectEarlier(scope: Scope, repeated: readonly Arrival[]) {
  const rows = repeated.map(({ channel, event }) => ({
    channelId: channel.id,
    direction: 'in' as const,
    externalId: event.externalId,
  }));
  return scope.tx
    .select({
      id: messages.id,
      name: sql<string>`${messages.channelId} || E'\n' || ${messages.externalId}`,
    })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        oneOf(messages, ['channelId', 'direction', 'externalId'], rows),
      ),
    );
}

async function findElsewhere(scope: Scope, arrival: Arrival): Promise<[string, string[]]> {
  const { channel, event } = arrival;
  return [arrivalName(arrival), await sameElsewhere(scope, channel.id, event.reference ?? '')];
}
