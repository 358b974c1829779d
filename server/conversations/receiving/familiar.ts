/** Lines that are there, with the person who writes and the conversation it belongs to: found, and locked, in one go. */
import type { Person } from '../../contacts/identities.ts';
import { arraysOf } from '../../database/many.ts';
import { Columns, preparedLists } from '../../database/prepared.ts';
import { contacts, identities } from '../../database/schema/contacts.ts';
import { conversations, threads } from '../../database/schema/conversations.ts';
import type { Scope } from '../../events/scope.ts';
import type { SummaryRow } from '../present.ts';
import { NAMES, NAMES_JOINED, summaryOf } from '../summary.ts';
import type { ThreadRow } from '../threads.ts';
import type { Arrival } from './arrival.ts';

export type Familiar = {
  thread: ThreadRow;
  person: Person;
  talk: SummaryRow;
  /** Something waits in the conversation, to be taken back when they write first. */
  waiting: boolean;
};

const COLUMNS = new Columns({
  thread: threads,
  identity: identities,
  contact: contacts,
  conversation: conversations,
});

// In the order of conversations, so that no two wait crosswise.
const TEXT = `
  select ${COLUMNS.list}, ${NAMES},
    exists (select 1 from messages as held where held.workspace_id = $1 and held.conversation_id = conversation.id and held.unless_answered)
  from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) as asked (channel_id, key, kind, scope, value)
  join threads as thread
    on thread.workspace_id = $1 and thread.channel_id = asked.channel_id and thread.key = asked.key
  join identities as identity
    on identity.workspace_id = $1 and identity.kind = asked.kind and identity.scope = asked.scope and identity.value = asked.value
  join contacts as contact on contact.workspace_id = $1 and contact.id = identity.contact_id
  join conversations as conversation
    on conversation.workspace_id = $1 and conversation.id = thread.conversation_id
  ${NAMES_JOINED}
  order by conversation.id, thread.id
  for update of thread, conversation`;

/** Of these arrivals: the lines that are there with people who are there. Whoever is missing here is looked for again. */
export function selectFamiliar(scope: Scope, coming: readonly Arrival[]) {
  const asked = new Map(coming.map((arrival) => [nameOf(arrival), askedOf(arrival)]));
  const values = arraysOf(['channelId', 'key', 'kind', 'scope', 'value'], [...asked.values()]);
  const statement = preparedLists(scope.tx, TEXT, [scope.workspaceId, ...values]);
  return { execute: async () => (await statement.execute()).map(read) };
}

const nameOf = ({ channel, event: { thread, from } }: Arrival): string =>
  [channel.id, thread, from.kind, from.scope, from.value].join('\n');

function askedOf({ channel, event }: Arrival) {
  const { kind, scope, value } = event.from;
  return { channelId: channel.id, key: event.thread, kind, scope, value };
}

function read(values: readonly unknown[]): Familiar {
  const { row, rest } = COLUMNS.read(values);
  const { thread, identity, contact, conversation } = row;
  return {
    thread,
    person: { identity, contact },
    talk: summaryOf(conversation, rest),
    waiting: rest.at(-1) === true,
  };
}
