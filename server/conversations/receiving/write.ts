/** Everything that was said, written in one go, and told after commit. */
import { fetchJobs } from '../../attachments/remote.ts';
import { insertMany, updateMany } from '../../database/many.ts';
import { conversations, participants, threads } from '../../database/schema/conversations.ts';
import { events } from '../../database/schema/events.ts';
import { attachments, messages, references } from '../../database/schema/messages.ts';
import { jobs } from '../../database/schema/workspaces.ts';
import { together } from '../../database/together.ts';
import type { Scope } from '../../events/scope.ts';
import type { ConversationEvent } from '../../wire/events.ts';
import { takingPart } from '../answered.ts';
import { LOGGED } from '../change.ts';
import { type MessageRow, presentConversation } from '../present.ts';
import { relate } from '../related.ts';
import { insertBegun } from './begin.ts';
import { arrivalName, type Known } from './known.ts';
import type { Lines, Said, Talk } from './lines.ts';

export async function write(scope: Scope, known: Known, lines: Lines): Promise<void> {
  if (lines.said.length === 0) return;
  const rows = lines.said.map(({ row }) => row);
  const begun = new Set(lines.begun.map(({ thread }) => thread.id));
  const talked = [...lines.talks.values()].map(({ row }) => row.conversation);
  const going = [...new Set(lines.said.map(({ thread }) => thread))];
  const old = going.filter(({ id }) => !begun.has(id));
  const fresh = new Set(lines.begun.map(({ talk }) => talk.conversation.id));
  const moved = talked.filter(({ id }) => !fresh.has(id));
  await together(
    ...insertBegun(scope, lines.newcomers, lines.begun),
    insertMany(scope, rows.every(isPlain) ? PLAIN_MESSAGE : MESSAGE, rows),
    ...(old.length > 0 ? [updateMany(scope, THREAD, old)] : []),
    ...(moved.length > 0 ? [updateMany(scope, CONVERSATION, moved)] : []),
    insertMany(
      scope,
      EVENT,
      lines.entries.map((entry) => ({ ...entry, at: known.moment })),
    ),
    ...insertNames(scope, lines.said),
    ...insertFiles(scope, lines.said),
  );
  for (const [conversationId, talk] of lines.talks) tell(scope, known, conversationId, talk);
  for (const said of lines.said) tellLine(scope, said);
  await relateSame(scope, known, lines);
}

const KEYS = ['id'] as const;
const THREAD = { table: threads, keys: KEYS, columns: ['seq', 'heardAt', 'answers'] } as const;
const CONVERSATION = {
  table: conversations,
  keys: KEYS,
  columns: [
    'status',
    'snoozedUntil',
    'seq',
    'inboundSeq',
    'waitingSince',
    'rank',
    'preview',
    'previewDirection',
    'lastMessageAt',
    'updatedAt',
  ],
} as const;
const EVENT = { table: events, columns: [...LOGGED, 'at'] } as const;
/** What every message that comes in has of its own. */
const PLAIN_MESSAGE = {
  table: messages,
  columns: [
    'id',
    'conversationId',
    'seq',
    'threadId',
    'threadSeq',
    'channelId',
    'direction',
    'externalId',
    'identityId',
    'text',
    'ingressId',
    'state',
    'createdAt',
  ],
} as const;

/** What else `receivedRow` can say of it; most of what people write has none of this. */
const RARE = [
  'quoted',
  'html',
  'subject',
  'addressing',
  'automatic',
  'doubt',
  'forwardedFrom',
  'unsupported',
  'context',
] as const;

const MESSAGE = { table: messages, columns: [...PLAIN_MESSAGE.columns, ...RARE] } as const;

const isPlain = (row: MessageRow): boolean => RARE.every((column) => row[column] === null);

const FILE = {
  table: attachments,
  columns: [
    'id',
    'messageId',
    'owner',
    'name',
    'type',
    'size',
    'digest',
    'position',
    'contentId',
    'state',
    'remote',
  ],
} as const;

const JOB = { table: jobs, columns: ['kind', 'subjectId', 'lane'] } as const;
const NAME = {
  table: references,
  columns: ['channelId', 'reference', 'messageId'],
  otherwise: 'on conflict do nothing',
} as const;
const PARTICIPANT = {
  table: participants,
  columns: ['threadId', 'address'],
  otherwise: 'on conflict do nothing',
} as const;

/** By what names the messages will be referred to, and who may do so. */
function insertNames(scope: Scope, said: readonly Said[]) {
  const names = said.flatMap(({ arrival: { channel, event }, row }) =>
    event.reference
      ? [{ channelId: channel.id, reference: event.reference, messageId: row.id }]
      : [],
  );
  const welcome = said.flatMap(({ arrival: { event }, thread }) =>
    takingPart(event).map((address) => ({ threadId: thread.id, address })),
  );
  return [
    ...(names.length > 0 ? [insertMany(scope, NAME, names)] : []),
    ...(welcome.length > 0 ? [insertMany(scope, PARTICIPANT, welcome)] : []),
  ];
}

/** Those that came along, and places for those that are still to be fetched. */
function insertFiles(scope: Scope, said: readonly Said[]) {
  const files = said.flatMap((one) => one.files);
  const tasks = fetchJobs(files);
  if (tasks.length > 0) scope.effects.push({ type: 'due', at: new Date() });
  return [
    ...(files.length > 0 ? [insertMany(scope, FILE, files)] : []),
    ...(tasks.length > 0 ? [insertMany(scope, JOB, tasks)] : []),
  ];
}

function tell(scope: Scope, { moment, xid }: Known, conversationId: string, talk: Talk): void {
  const at = moment.toISOString();
  const events = talk.steps.map(({ seq, step }) => ({ ...step, conversationId, seq, at }));
  scope.effects.push({
    type: 'conversation',
    conversation: presentConversation(scope, talk.row),
    events: events as ConversationEvent[],
    xid,
  });
}

function tellLine(scope: Scope, { thread, shown }: Said): void {
  const line = { channelId: thread.channelId, threadKey: thread.key };
  scope.effects.push({ type: 'line-message', line, message: shown });
}

/** The same message came in elsewhere, too. */
async function relateSame(scope: Scope, known: Known, lines: Lines): Promise<void> {
  if (known.elsewhere.size === 0) return;
  const begun = new Set(lines.begun.map(({ thread }) => thread));
  for (const { arrival, row, thread } of lines.said) {
    if (!begun.has(thread) || row.threadSeq !== 1) continue;
    for (const id of known.elsewhere.get(arrivalName(arrival)) ?? []) {
      await relate(scope, row.conversationId, id, 'same');
    }
  }
}
