/** People and lines that are new: first as they will stand, then, when all is said on them, written together. */
import { eq, sql } from 'drizzle-orm';
import { newPerson, type Person } from '../../contacts/identities.ts';
import { insertMany } from '../../database/many.ts';
import { contacts, identities } from '../../database/schema/contacts.ts';
import { conversations, threads } from '../../database/schema/conversations.ts';
import { workspaces } from '../../database/schema/workspaces.ts';
import { newId } from '../../events/ids.ts';
import type { Scope } from '../../events/scope.ts';
import { rankOf } from '../change.ts';
import type { ConversationRow, SummaryRow } from '../present.ts';
import type { ThreadRow } from '../threads.ts';
import type { Arrival } from './arrival.ts';
import type { Known } from './known.ts';

export type Begun = { person: Person; thread: ThreadRow; talk: SummaryRow };

/** The workspace's next `count` numbers for conversations, the first of them. */
export async function takeNumbers(scope: Scope, count: number): Promise<number> {
  const [row] = await scope.tx
    .update(workspaces)
    .set({ lastNumber: sql`${workspaces.lastNumber} + ${count}` })
    .where(eq(workspaces.id, scope.workspaceId))
    .returning({ last: workspaces.lastNumber });
  if (!row) throw new Error('the workspace vanished');
  return row.last - count + 1;
}

/** A line that begins, with whoever begins it. */
export function beginLine(
  scope: Scope,
  known: Known,
  arrival: Arrival,
  { number, person }: { number: number; person: Person | undefined },
): Begun {
  const { channel, event } = arrival;
  const { moment } = known;
  const whose = person ?? makePerson(scope, event.from, moment);
  const conversation = newConversation(known, arrival, { number, contactId: whose.contact.id });
  const thread: ThreadRow = {
    workspaceId: scope.workspaceId,
    id: newId(),
    channelId: channel.id,
    identityId: whose.identity.id,
    key: event.thread,
    conversationId: conversation.id,
    seq: 0,
    side: false,
    readSeq: 0,
    heardAt: null,
    answers: 0,
    createdAt: moment,
  };
  const talk = {
    conversation,
    contactName: whose.contact.name,
    contactVerified: whose.contact.verified,
    contactBlocked: false,
    assigneeName: null,
    adapter: channel.adapter,
    channelName: channel.name,
  };
  return { person: whose, thread, talk };
}

function newConversation(
  { moment }: Known,
  { channel, event }: Arrival,
  { number, contactId }: { number: number; contactId: string },
): ConversationRow {
  return {
    workspaceId: channel.workspaceId,
    id: newId(),
    number,
    contactId,
    channelId: channel.id,
    status: event.automatic === 'reply' ? 'done' : 'open',
    priority: 'normal',
    rating: null,
    assigneeId: null,
    subject: event.subject ?? '',
    snoozedUntil: null,
    seq: 0,
    inboundSeq: 0,
    waitingSince: null,
    rank: rankOf({ waitingSince: null, lastMessageAt: moment, priority: 'normal' }),
    preview: '',
    tagIds: [],
    followerIds: [],
    mergedInto: null,
    mergedIds: [],
    previewDirection: null,
    lastMessageAt: moment,
    createdAt: moment,
    updatedAt: moment,
  };
}

function makePerson(scope: Scope, claim: Arrival['event']['from'], moment: Date): Person {
  const { contact, identity } = newPerson(scope, claim);
  return {
    contact: { ...contact, blocked: false, mergedInto: null, createdAt: moment, updatedAt: moment },
    identity: { ...identity, createdAt: moment },
  };
}

/** The statements that write them, each after what it points to. */
export function insertBegun(scope: Scope, people: readonly Person[], begun: readonly Begun[]) {
  const newcomers = people.map(({ contact }) => contact);
  const addresses = people.map(({ identity }) => identity);
  const talks = begun.map(({ talk }) => talk.conversation);
  const lines = begun.map(({ thread }) => thread);
  return [
    ...(people.length > 0
      ? [insertMany(scope, CONTACT, newcomers), insertMany(scope, IDENTITY, addresses)]
      : []),
    ...(begun.length > 0
      ? [insertMany(scope, CONVERSATION, talks), insertMany(scope, THREAD, lines)]
      : []),
  ];
}

const CONTACT = {
  table: contacts,
  columns: ['id', 'name', 'claimedEmail', 'verified', 'createdAt'],
} as const;
const IDENTITY = {
  table: identities,
  columns: ['id', 'contactId', 'kind', 'scope', 'value', 'raw', 'verified'],
} as const;
const CONVERSATION = {
  table: conversations,
  columns: [
    'id',
    'number',
    'contactId',
    'channelId',
    'status',
    'subject',
    'seq',
    'inboundSeq',
    'waitingSince',
    'rank',
    'preview',
    'previewDirection',
    'lastMessageAt',
    'createdAt',
  ],
} as const;
const THREAD = {
  table: threads,
  columns: [
    'id',
    'channelId',
    'identityId',
    'key',
    'conversationId',
    'seq',
    'heardAt',
    'createdAt',
  ],
} as const;
