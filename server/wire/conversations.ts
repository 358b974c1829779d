/** Conversations as agents see them, and what agents can do to them. */
import Type from 'typebox';
import { Id, LONGEST_TEXT, Moment, nullable, PersonReference, Seq, strict } from './shapes.ts';

/** What agents make it. */
const ChosenStatus = Type.Union([
  Type.Literal('open'),
  Type.Literal('snoozed'),
  Type.Literal('done'),
  /** Out of everybody's way, whatever else is said in it, until somebody says that it is none. */
  Type.Literal('spam'),
]);

export type ChosenStatus = Type.Static<typeof ChosenStatus>;

/** `merged`: it goes on in another one. */
export const Status = Type.Union([...ChosenStatus.anyOf, Type.Literal('merged')]);
export type Status = Type.Static<typeof Status>;

/** The most pressing first. Of those who wait, the urgent come first. */
export const Priority = Type.Union([
  Type.Literal('urgent'),
  Type.Literal('high'),
  Type.Literal('normal'),
  Type.Literal('low'),
]);
export type Priority = Type.Static<typeof Priority>;

/** The channel a conversation came in by, as much as its mark needs. */
export const ChannelReference = Type.Object({
  id: Id,
  adapter: Type.String(),
  name: Type.String(),
  mark: Type.String({ description: 'Two letters.' }),
});
export type ChannelReference = Type.Static<typeof ChannelReference>;

export const Conversation = Type.Object({
  id: Id,
  number: Type.Integer(),
  status: Status,
  priority: Priority,
  subject: Type.String(),
  assignee: nullable(PersonReference),
  contact: Type.Object({
    id: Id,
    name: Type.String(),
    verified: Type.Boolean(),
    /** What they write is dropped. */
    blocked: Type.Boolean(),
  }),
  channel: ChannelReference,
  seq: Seq,
  /** The seq of the customer's last message. Above the agent's own read marker means unread. */
  inboundSeq: Seq,
  waitingSince: nullable(Moment),
  snoozedUntil: nullable(Moment),
  preview: Type.String(),
  previewDirection: nullable(
    Type.Union([Type.Literal('in'), Type.Literal('out'), Type.Literal('note')]),
  ),
  tagIds: Type.Array(Id, { description: 'In the order in which they were put on.' }),
  followerIds: Type.Array(Id, {
    description: 'Agents who take part: who wrote in it, was called by a note, or chose to follow.',
  }),
  /** What the customer thought of it, 1 to 5, once they have said. */
  rating: Type.Optional(Type.Integer()),
  mergedInto: nullable(Id),
  mergedIds: Type.Array(Id, { description: 'What was said in these is part of its line.' }),
  /** Sort key of the queue, ascending. */
  rank: Type.Integer(),
  lastMessageAt: Moment,
  createdAt: Moment,
  updatedAt: Moment,
});
export type Conversation = Type.Static<typeof Conversation>;

export const NewConversationMerge = strict({
  /** The conversation that becomes part of this one: of the same contact. */
  otherId: Id,
});

export const MergedConversation = Type.Object({
  id: Id,
  /** What goes on. */
  conversation: Conversation,
});
export type MergedConversation = Type.Static<typeof MergedConversation>;

export const NewConversationSplit = strict({
  /** From this message on, its line goes on in a conversation of its own. */
  messageId: Id,
});

export const SplitConversation = Type.Object({
  id: Id,
  /** What was begun. */
  conversation: Conversation,
});
export type SplitConversation = Type.Static<typeof SplitConversation>;

/** A conversation with what is the asking agent's alone. */
export const OwnConversation = Type.Intersect([
  Conversation,
  Type.Object({
    readSeq: Seq,
    hasDraft: Type.Boolean(),
    /** Of the last note that calls the agent (`@` and their name); 0: none does. */
    mentionSeq: Seq,
  }),
]);
export type OwnConversation = Type.Static<typeof OwnConversation>;

export const ConversationPage = Type.Object({
  data: Type.Array(OwnConversation),
  next: nullable(Type.String()),
  /** With a first page: the cursor from which live `sync` goes on where it ends. */
  asOf: nullable(Type.String()),
});
export type ConversationPage = Type.Static<typeof ConversationPage>;

export const StandingView = Type.Union([
  Type.Literal('inbox'),
  Type.Literal('mine'),
  Type.Literal('mentions'),
  Type.Literal('following'),
  Type.Literal('unassigned'),
  Type.Literal('waiting'),
  Type.Literal('snoozed'),
  Type.Literal('drafts'),
  Type.Literal('done'),
  Type.Literal('spam'),
  /** All but spam. */
  Type.Literal('all'),
]);
export type StandingView = Type.Static<typeof StandingView>;

/** What is open on one channel, or has one tag; or what a saved view holds. */
export const NarrowView = Type.Unsafe<`${'channel' | 'tag' | 'saved'}:${string}`>(
  Type.String({ pattern: '^(channel|tag|saved):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
);
export type NarrowView = Type.Static<typeof NarrowView>;

export const View = Type.Union([StandingView, NarrowView]);
export type View = Type.Static<typeof View>;

export const ViewCount = Type.Object({
  view: StandingView,
  count: Type.Integer(),
  unread: Type.Integer(),
});
export type ViewCount = Type.Static<typeof ViewCount>;

/** All that an agent's screen counts. */
export const Counts = Type.Object({
  /** Grows with what was written: of two counts, the one with the larger number is as new or newer. */
  at: Type.String({ pattern: '^[0-9]{1,20}$' }),
  data: Type.Array(ViewCount),
  /** Of each channel's open conversations; a channel that is not named has none. */
  channels: Type.Array(
    Type.Object({ channelId: Id, count: Type.Integer(), unread: Type.Integer() }),
  ),
  /** Of the open conversations that have each tag; a tag that is not named is on none. */
  tags: Type.Array(Type.Object({ tagId: Id, count: Type.Integer() })),
});
export type Counts = Type.Static<typeof Counts>;

/** Added and removed, never all replaced: two agents who tag at once both get what they wanted. */
const TagIds = Type.Array(Type.String({ format: 'uuid' }), { maxItems: 20 });
const AgentIds = Type.Array(Type.String({ format: 'uuid' }), { maxItems: 20 });

export const ConversationChange = strict({
  status: Type.Optional(ChosenStatus),
  priority: Type.Optional(Priority),
  assigneeId: Type.Optional(nullable(Id)),
  snoozedUntil: Type.Optional(nullable(Type.String({ format: 'date-time' }))),
  addTagIds: Type.Optional(TagIds),
  removeTagIds: Type.Optional(TagIds),
  addFollowerIds: Type.Optional(AgentIds),
  removeFollowerIds: Type.Optional(AgentIds),
});
export type ConversationChange = Type.Static<typeof ConversationChange>;

export const ReadMarker = strict({ seq: Seq });

export const Draft = Type.Object({
  kind: Type.Union([Type.Literal('reply'), Type.Literal('note')]),
  text: Type.String(),
  updatedAt: Moment,
});
export type Draft = Type.Static<typeof Draft>;

export const DraftChange = strict({
  kind: Type.Union([Type.Literal('reply'), Type.Literal('note')]),
  text: Type.String({ maxLength: LONGEST_TEXT, description: 'Empty throws the draft away.' }),
});
