/** Messages as agents see them. */
import Type from 'typebox';
import { Addressee, Addressing, ChosenRecipients, Recipients } from './addressing.ts';
import { Content, Offer } from './content.ts';
import {
  ClientKey,
  Id,
  LONGEST_TEXT,
  Moment,
  nullable,
  PersonReference,
  Problem,
  Seq,
  strict,
} from './shapes.ts';

export const Attachment = Type.Object({
  id: Id,
  name: Type.String(),
  type: Type.String({ description: 'Found from the bytes.' }),
  size: Type.Integer(),
  /** May be shown in place (raster images only); everything else is a download. */
  inline: Type.Boolean(),
  url: Type.String(),
  state: Type.Union([Type.Literal('ready'), Type.Literal('pending'), Type.Literal('failed')], {
    description: 'pending: it still lies with the platform. failed: it never came.',
  }),
  /** For `failed`: why. */
  problem: nullable(Type.String()),
});
export type Attachment = Type.Static<typeof Attachment>;

export const MessageState = Type.Union(
  [
    Type.Literal('received'),
    Type.Literal('saved'),
    Type.Literal('queued'),
    Type.Literal('sending'),
    Type.Literal('accepted'),
    Type.Literal('delivered'),
    Type.Literal('read'),
    Type.Literal('failed'),
    Type.Literal('unknown'),
    Type.Literal('cancelled'),
  ],
  {
    description:
      'in: received · note: saved · out: queued → sending → accepted (the platform has it) → delivered → read, or failed, or unknown, or cancelled (taken back before it went)',
  },
);
export type MessageState = Type.Static<typeof MessageState>;

/** A recipient a message was not taken for, and why. */
export const Refused = Type.Object({ address: Type.String(), reason: Type.String() });

/** What somebody put under a message. */
export const Reaction = Type.Object({
  /** `us`: platforms know one business, not its agents. */
  by: Type.Union([Type.Literal('us'), Type.Literal('contact')]),
  /** Of the contact. */
  name: Type.String(),
  emoji: Type.String(),
});
export type Reaction = Type.Static<typeof Reaction>;

const Direction = Type.Union([Type.Literal('in'), Type.Literal('out'), Type.Literal('note')]);

/** Nobody wrote it: an automatic reply, a notice, a list's mail, what a website says by itself. */
const Automatic = nullable(
  Type.Union([
    Type.Literal('reply'),
    Type.Literal('notice'),
    Type.Literal('list'),
    Type.Literal('nudge'),
  ]),
);

/** The beginning of a message that another one quotes. */
export const Quote = Type.Object({
  id: Id,
  direction: Direction,
  automatic: Automatic,
  text: Type.String(),
  author: nullable(PersonReference),
});
export type Quote = Type.Static<typeof Quote>;

export const Message = Type.Object({
  id: Id,
  conversationId: Id,
  seq: Seq,
  direction: Direction,
  text: Type.String(),
  /** What only repeats earlier messages; not part of the text. */
  quoted: nullable(Type.String()),
  /** There is an HTML form of it, to be shown in a sandbox: `…/messages/:id/body`. */
  rich: Type.Boolean(),
  /** The raw form it came in can be had: `…/messages/:id/raw`. */
  raw: Type.Boolean(),
  subject: nullable(Type.String()),
  addressing: nullable(Addressing),
  recipients: nullable(Recipients),
  /** Recipients it was not taken for. */
  refused: Type.Array(Refused),
  automatic: Automatic,
  /** Why it may not be from whom it says. */
  doubt: nullable(Type.String()),
  /** Who wrote what it passes on. */
  forwardedFrom: nullable(Addressee),
  /** Talk with others beside the customer's: something was passed on, and these are the answers. */
  side: Type.Boolean(),
  /** Not sent before this moment. */
  dueAt: nullable(Moment),
  /** What it was, when it could not be shown: "a sticker". */
  unsupported: nullable(Type.String()),
  /** Where it comes from: an advertisement, a story, a button. */
  context: nullable(Type.String()),
  quotes: nullable(Quote),
  /** The approved message it was sent as. */
  template: nullable(Type.Object({ name: Type.String(), language: Type.String() })),
  content: nullable(Content),
  /** Its writer changed it since, or took it back: then nothing of it is left. */
  editedAt: nullable(Moment),
  deletedAt: nullable(Moment),
  /** Of ours: a change that is on its way to the platform, or was not taken, and why. Until then it stands as it is. */
  revision: nullable(
    Type.Object({
      /** null: it is to be taken back. */
      text: nullable(Type.String()),
      problem: nullable(Type.String()),
    }),
  ),
  reactions: Type.Array(Reaction),
  /** Why our last reaction did not get there; told once, in the event. */
  reactionProblem: nullable(Type.String()),
  state: MessageState,
  reason: nullable(Type.String()),
  key: nullable(Type.String()),
  author: nullable(PersonReference),
  threadId: nullable(Id),
  channelId: nullable(Id),
  attachments: Type.Array(Attachment),
  createdAt: Moment,
});
export type Message = Type.Static<typeof Message>;

/** An approved message to be sent instead of free text; its values in the order of their places. */
const ChosenTemplate = strict({
  name: Type.String({ minLength: 1, maxLength: 512 }),
  language: Type.String({ minLength: 1, maxLength: 35 }),
  values: Type.Array(Type.String({ maxLength: 2_000 }), { maxItems: 100 }),
});

export const NewMessage = strict({
  key: ClientKey,
  kind: Type.Union([Type.Literal('reply'), Type.Literal('note')]),
  /** Here and for files: the most any channel may declare. What this one takes is checked against its capabilities. */
  text: Type.String({ maxLength: LONGEST_TEXT }),
  attachments: Type.Optional(Type.Array(Id, { maxItems: 50, description: 'Ids of uploads.' })),
  threadId: Type.Optional(Id),
  /** Instead of `text`, which is then what the template reads with its values filled in. */
  template: Type.Optional(ChosenTemplate),
  /** Where the channel can (`sending.offers`); the text says what it is about, also where only text is shown. */
  content: Type.Optional(Offer),
  /** The message it answers; left out: the customer's latest. */
  answersId: Type.Optional(Id),
  /** A message of this conversation to be passed on to the recipients, who are no part of its line. */
  passesOnId: Type.Optional(Id),
  /** Where messages have recipients; left out: as `…/recipients` answers. */
  recipients: Type.Optional(ChosenRecipients),
  subject: Type.Optional(Type.String({ maxLength: 500 })),
  /** Send later. */
  sendAt: Type.Optional(Type.String({ format: 'date-time' })),
  /** With `sendAt`: not at all if they write first. */
  unlessAnswered: Type.Optional(Type.Boolean()),
  /** Hold it back a moment, where the channel allows it, so that it can be cancelled. */
  undoable: Type.Optional(Type.Boolean()),
  /** These words are not what the writer was drafting, which stays; left out: the draft of this kind ends with them. */
  keepsDraft: Type.Optional(Type.Boolean()),
  /** How far the writer has read: refused as `unseen`, with what is missing, when colleagues wrote since. Left out: not asked. */
  seenSeq: Type.Optional(Seq),
  /** One of many, such as a campaign's: what people write by hand goes first. */
  bulk: Type.Optional(Type.Boolean()),
});
export type NewMessage = Type.Static<typeof NewMessage>;

/** Why a message was not taken; `missed` when its code is `unseen`. */
export const Untaken = Type.Object({
  ...Problem.properties,
  missed: Type.Optional(Type.Array(Message)),
});
export type Untaken = Type.Static<typeof Untaken>;

/** What one said is to read otherwise. */
export const MessageRevision = strict({
  text: Type.String({ minLength: 1, maxLength: LONGEST_TEXT, pattern: '\\S' }),
});

export const NewReaction = strict({
  /** null takes it back. */
  emoji: nullable(Type.String({ minLength: 1, maxLength: 32 })),
});
