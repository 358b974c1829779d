/** What must be known of the lines that answers go out on: read, and locked, for all of them together. */
import { and, asc, eq, sql } from 'drizzle-orm';
import type { ChannelRow } from '../../channels/access.ts';
import { refusalsOf } from '../../contacts/consents.ts';
import { oneOf } from '../../database/many.ts';
import { channels } from '../../database/schema/channels.ts';
import { identities } from '../../database/schema/contacts.ts';
import { threads } from '../../database/schema/conversations.ts';
import { messages } from '../../database/schema/messages.ts';
import { together } from '../../database/together.ts';
import type { Scope } from '../../events/scope.ts';
import { holdMany } from '../change-many.ts';
import type { SummaryRow } from '../present.ts';
import type { ThreadRow } from '../threads.ts';
import type { Ask } from './ask.ts';

export type Known = {
  /** Of this transaction. */
  moment: Date;
  /** By conversation: where they spoke last. */
  threads: Map<string, ThreadRow>;
  conversations: Map<string, SummaryRow>;
  channels: Map<string, ChannelRow>;
  /** Keys that stand for a message already. */
  written: Set<string>;
  /** Threads whose other end does not want to be written to. */
  refused: Set<string>;
};

export const keyOf = ({ actor, conversationId, input }: Ask): string =>
  `${conversationId} ${actor.agentId} ${input.key}`;

/** Locks threads, then conversations, as whatever comes in does: no two transactions wait crosswise. */
export async function findKnown(scope: Scope, asks: readonly Ask[]): Promise<Known> {
  const ids = asks.map(({ conversationId }) => ({ conversationId }));
  const [[clock], lines] = await together(
    scope.tx.execute<{ ms: string }>(sql`select extract(epoch from now()) * 1000 as ms`),
    selectLines(scope, ids),
  );
  const latest = latestOf(lines);
  const going = [...latest.values()];
  const [held, rooms, written, ends] = await together(
    holdMany(
      scope,
      asks.map(({ conversationId }) => conversationId),
    ),
    selectChannels(scope, going),
    selectWritten(scope, asks),
    selectEnds(scope, going),
  );
  return {
    moment: new Date(Number(clock?.ms)),
    threads: latest,
    conversations: new Map(held.map((row) => [row.conversation.id, row])),
    channels: new Map(rooms.map((row) => [row.id, row])),
    written: new Set(written.map((row) => `${row.conversationId} ${row.agentId} ${row.key}`)),
    refused: await refusedOf(scope, going, ends),
  };
}

function selectLines(scope: Scope, asked: { conversationId: string }[]) {
  return scope.tx
    .select()
    .from(threads)
    .where(
      and(
        eq(threads.workspaceId, scope.workspaceId),
        oneOf(threads, ['conversationId'], asked),
        eq(threads.side, false),
      ),
    )
    .orderBy(asc(threads.id))
    .for('update');
}

/** Without being asked nobody is answered but where they spoke last. */
function latestOf(lines: readonly ThreadRow[]): Map<string, ThreadRow> {
  const latest = new Map<string, ThreadRow>();
  for (const line of lines) {
    const other = latest.get(line.conversationId);
    if (!other || spokenAt(line) > spokenAt(other)) latest.set(line.conversationId, line);
  }
  return latest;
}

const spokenAt = ({ heardAt, createdAt }: ThreadRow): Date => heardAt ?? createdAt;

function selectChannels(scope: Scope, going: readonly ThreadRow[]) {
  const ids = [...new Set(going.map(({ channelId }) => channelId))].map((id) => ({ id }));
  return scope.tx
    .select()
    .from(channels)
    .where(and(eq(channels.workspaceId, scope.workspaceId), oneOf(channels, ['id'], ids)));
}

function selectWritten(scope: Scope, asks: readonly Ask[]) {
  const keys = asks.map(({ actor, conversationId, input }) => {
    return { conversationId, agentId: actor.agentId, key: input.key };
  });
  const { conversationId, agentId, key } = messages;
  return scope.tx
    .select({ conversationId, agentId, key })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        oneOf(messages, ['conversationId', 'agentId', 'key'], keys),
        // Spelled out: the index that has only those is found no other way.
        sql`${messages.key} is not null`,
      ),
    );
}

function selectEnds(scope: Scope, going: readonly ThreadRow[]) {
  const ids = going.map(({ identityId }) => ({ id: identityId }));
  return scope.tx
    .select()
    .from(identities)
    .where(and(eq(identities.workspaceId, scope.workspaceId), oneOf(identities, ['id'], ids)));
}

type End = typeof identities.$inferSelect;

async function refusedOf(
  scope: Scope,
  going: readonly ThreadRow[],
  ends: readonly End[],
): Promise<Set<string>> {
  const byId = new Map(ends.map((end) => [end.id, end]));
  const reaches = going.flatMap(({ id, channelId, identityId }) => {
    const end = byId.get(identityId);
    return end ? [{ id, channelId, kind: end.kind, scope: end.scope, value: end.value }] : [];
  });
  const no = await refusalsOf(scope, reaches);
  const said = new Set(no.map(nameOf));
  return new Set(reaches.filter((reach) => said.has(nameOf(reach))).map(({ id }) => id));
}

type Reach = { channelId: string; kind: string; scope: string; value: string };
const nameOf = ({ channelId, kind, scope, value }: Reach) =>
  `${channelId}\n${kind}\n${scope}\n${value}`;
