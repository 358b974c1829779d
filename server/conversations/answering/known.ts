/** What must be known of the lines that answers go out on: read, and locked, for all of them together. */
import type { ChannelRow } from '../../channels/access.ts';
import { refusalsOf } from '../../contacts/consents.ts';
import { arraysOf } from '../../database/many.ts';
import { prepared, selectBy } from '../../database/prepared.ts';
import { channels } from '../../database/schema/channels.ts';
import { identities } from '../../database/schema/contacts.ts';
import { threads } from '../../database/schema/conversations.ts';
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
  const { tx, workspaceId } = scope;
  const ids = asks.map(({ conversationId }) => conversationId);
  const [[clock], lines] = await together(
    prepared<{ ms: string }>(tx, CLOCK, [1000]),
    selectLines(tx, workspaceId, ids),
  );
  const latest = latestOf(lines);
  const going = [...latest.values()];
  const channelIds = going.map(({ channelId }) => channelId);
  const endIds = going.map(({ identityId }) => identityId);
  const [held, rooms, written, ends] = await together(
    holdMany(scope, ids),
    selectChannels(tx, workspaceId, channelIds),
    selectWritten(scope, asks),
    selectEnds(tx, workspaceId, endIds),
  );
  return {
    moment: new Date(Number(clock?.ms)),
    threads: latest,
    conversations: new Map(held.map((row) => [row.conversation.id, row])),
    channels: new Map(rooms.map((row) => [row.id, row])),
    written: new Set(
      written.map(({ conversation, agent, key }) => `${conversation} ${agent} ${key}`),
    ),
    refused: await refusedOf(scope, going, ends),
  };
}

/** A value, as only what has values is asked by its name. */
const CLOCK = 'select extract(epoch from now()) * $1::int as ms';

const selectLines = selectBy({
  table: threads,
  by: 'conversationId',
  also: 'and not "row".side order by "row".id for update',
});
const selectChannels = selectBy({ table: channels, by: 'id' });
const selectEnds = selectBy({ table: identities, by: 'id' });

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

// One by one: the planner could take it into its head to read all keys there are.
const WRITTEN = `
  select asked.* from unnest($2::uuid[], $3::uuid[], $4::text[]) as asked (conversation, agent, key)
  cross join lateral (
    select from messages where workspace_id = $1 and conversation_id = asked.conversation
      and agent_id = asked.agent and key = asked.key limit 1) as found`;

type Written = { conversation: string; agent: string; key: string };

function selectWritten({ tx, workspaceId }: Scope, asks: readonly Ask[]) {
  const keys = asks.map(({ actor, conversationId, input }) => {
    return { conversation: conversationId, agent: actor.agentId, key: input.key };
  });
  const values = arraysOf(['conversation', 'agent', 'key'], keys);
  return prepared<Written>(tx, WRITTEN, [workspaceId, ...values]);
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
