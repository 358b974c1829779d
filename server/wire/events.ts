/**
 * The log of one conversation. Every change takes the conversation's next `seq`; a client applies only
 * `seq = have + 1`, drops what is older and fetches `events?after=have` on a gap.
 */
import Type from 'typebox';
import { Priority, Status } from './conversations.ts';
import { GivenAnswer } from './intake.ts';
import { Message, MessageState, Refused } from './messages.ts';
import { Id, Moment, nullable, PersonReference, Seq, TagReference } from './shapes.ts';

const base = {
  conversationId: Id,
  seq: Seq,
  at: Moment,
  actor: Type.Object({
    kind: Type.Union([Type.Literal('agent'), Type.Literal('contact'), Type.Literal('system')]),
    id: nullable(Id),
    name: Type.String(),
  }),
};

export const MessageEvent = Type.Object({
  ...base,
  kind: Type.Literal('message'),
  data: Type.Object({ message: Message }),
});
export const MessageStateEvent = Type.Object({
  ...base,
  kind: Type.Literal('message-state'),
  data: Type.Object({
    messageId: Id,
    state: MessageState,
    reason: nullable(Type.String()),
    /** Recipients it was not taken for, when that has changed. */
    refused: Type.Optional(Type.Array(Refused)),
  }),
});
/** A message is no longer what it was: it comes as it is now, and takes the place of what was there. */
export const MessageChangeEvent = Type.Object({
  ...base,
  kind: Type.Union([
    Type.Literal('message-edited'),
    Type.Literal('message-deleted'),
    /** A change of it is on its way, or was not taken. */
    Type.Literal('revision'),
    Type.Literal('reaction'),
    /** One of its files has come, or never will. */
    Type.Literal('attachment'),
  ]),
  data: Type.Object({ message: Message }),
});
export type MessageChangeEvent = Type.Static<typeof MessageChangeEvent>;

export const AssignedEvent = Type.Object({
  ...base,
  kind: Type.Literal('assigned'),
  data: Type.Object({ assignee: nullable(PersonReference) }),
});
export const StatusEvent = Type.Object({
  ...base,
  kind: Type.Literal('status'),
  data: Type.Object({
    status: Status,
    snoozedUntil: nullable(Moment),
    cause: Type.Union([
      Type.Literal('agent'),
      Type.Literal('reply'),
      Type.Literal('timer'),
      /** They ended it themselves. */
      Type.Literal('visitor'),
    ]),
  }),
});
export const PriorityEvent = Type.Object({
  ...base,
  kind: Type.Literal('priority'),
  data: Type.Object({ priority: Priority }),
});
/** Tags were put on and taken off. Their names as they were then. */
export const TaggedEvent = Type.Object({
  ...base,
  kind: Type.Literal('tagged'),
  data: Type.Object({ added: Type.Array(TagReference), removed: Type.Array(TagReference) }),
});
/** Who takes part was chosen: told to screens, and no station on the line. */
export const FollowedEvent = Type.Object({
  ...base,
  kind: Type.Literal('followed'),
  data: Type.Object({ added: Type.Array(PersonReference), removed: Type.Array(Id) }),
});
/** The person behind the conversation became known under another name, or was verified. */
export const ContactEvent = Type.Object({
  ...base,
  kind: Type.Literal('contact'),
  data: Type.Object({
    contact: Type.Object({ id: Id, name: Type.String(), verified: Type.Boolean() }),
  }),
});

/** What the person writes is dropped from now on, or taken again. */
export const BlockedEvent = Type.Object({
  ...base,
  kind: Type.Literal('blocked'),
  data: Type.Object({ blocked: Type.Boolean() }),
});

/** `from`: what was said in the other is part of this line. `into`: this one goes on in the other. */
const Merging = Type.Object({
  mergeId: Id,
  way: Type.Union([Type.Literal('from'), Type.Literal('into')]),
  conversation: Type.Object({ id: Id, number: Type.Integer() }),
});

/** Two conversations became one; both logs tell. */
export const MergedEvent = Type.Object({ ...base, kind: Type.Literal('merged'), data: Merging });
export type MergedEvent = Type.Static<typeof MergedEvent>;

/** And two again. */
export const UnmergedEvent = Type.Object({
  ...base,
  kind: Type.Literal('unmerged'),
  data: Merging,
});

/** `into`: a line of this one goes on in the other. `from`: this one was begun with it. */
const splitting = {
  splitId: Id,
  way: Type.Union([Type.Literal('from'), Type.Literal('into')]),
  conversation: Type.Object({ id: Id, number: Type.Integer() }),
};

/** A conversation of its own was begun in the midst of another, with `messageId`; both logs tell. */
export const SplitEvent = Type.Object({
  ...base,
  kind: Type.Literal('split'),
  data: Type.Object({ ...splitting, messageId: Id }),
});
export type SplitEvent = Type.Static<typeof SplitEvent>;

/** And is part of it again. */
export const UnsplitEvent = Type.Object({
  ...base,
  kind: Type.Literal('unsplit'),
  data: Type.Object(splitting),
});

/** Another conversation belongs beside this one. */
export const RelatedEvent = Type.Object({
  ...base,
  kind: Type.Literal('related'),
  data: Type.Object({
    conversation: Type.Object({ id: Id, number: Type.Integer() }),
    /** `same`: the very same message came in there, too. `mentioned`: this one names a message of it. */
    why: Type.Union([Type.Literal('same'), Type.Literal('mentioned')]),
  }),
});

/** What the customer thought of it at its end. */
export const RatedEvent = Type.Object({
  ...base,
  kind: Type.Literal('rated'),
  data: Type.Object({ score: Type.Integer(), comment: Type.String() }),
});

/** What a visitor was asked before the first message, and answered. */
export const AnsweredEvent = Type.Object({
  ...base,
  kind: Type.Literal('answered'),
  data: Type.Object({ answers: Type.Array(GivenAnswer) }),
});

export const ConversationEvent = Type.Union([
  MessageEvent,
  MessageStateEvent,
  MessageChangeEvent,
  AssignedEvent,
  StatusEvent,
  PriorityEvent,
  TaggedEvent,
  FollowedEvent,
  ContactEvent,
  BlockedEvent,
  MergedEvent,
  UnmergedEvent,
  SplitEvent,
  UnsplitEvent,
  RelatedEvent,
  RatedEvent,
  AnsweredEvent,
]);
export type ConversationEvent = Type.Static<typeof ConversationEvent>;

/** A page of the log, oldest first. `seq` is the conversation's own at the time of reading. */
export const EventPage = Type.Object({
  data: Type.Array(ConversationEvent),
  /** Of a line: what happened in the same time in conversations that were merged into this one, or what it was begun with. */
  merged: Type.Optional(Type.Array(ConversationEvent)),
  seq: Seq,
  /** More lies beyond this page, in the direction asked. */
  more: Type.Boolean(),
});
export type EventPage = Type.Static<typeof EventPage>;
