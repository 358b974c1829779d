/** What a visitor's widget reads and writes. Numbers are the thread's own: notes leave no trace in them. */
import Type from 'typebox';
import { Articles } from './articles.ts';
import { NewResponse, ShownOffer } from './content.ts';
import { Intake, IntakeAnswers } from './intake.ts';
import { AnsweredNudge } from './nudges.ts';
import { REACTIONS } from './reactions.ts';
import { ClientKey, Id, Moment, nullable, Seq, strict } from './shapes.ts';

export const VisitorConfig = Type.Object({
  title: Type.String(),
  greeting: Type.String(),
  accent: Type.String(),
  verifiedOnly: Type.Boolean(),
  /** They may be offered to say where they are. */
  location: Type.Boolean(),
  /** Whether somebody is there now, and when that changes; null: nobody has said. */
  hours: nullable(Type.Object({ open: Type.Boolean(), changesAt: nullable(Moment) })),
  /** While they wait, they may ask how many wait before them. */
  countsWaiting: Type.Boolean(),
  /** How soon, in minutes, people are usually answered; null: too few were lately. */
  answersIn: nullable(Type.Integer()),
  /** What is not read here follows to an address that is left. */
  continues: Type.Boolean(),
  /** They are asked how it was, once their talk is over. */
  rates: Type.Boolean(),
  /** What they are asked before they first write; null: nothing. */
  intake: nullable(Intake),
  /** What they may find by themselves; null: nothing. */
  articles: nullable(Articles),
  /** They may have several talks, each by itself. */
  several: Type.Boolean(),
  text: Type.Object({ max: Type.Integer() }),
  attachments: nullable(
    Type.Object({
      types: Type.Array(Type.String()),
      maxBytes: Type.Integer(),
      maxCount: Type.Integer(),
    }),
  ),
});
export type VisitorConfig = Type.Static<typeof VisitorConfig>;

export const VisitorAttachment = Type.Object({
  id: Id,
  name: Type.String(),
  type: Type.String(),
  size: Type.Integer(),
  inline: Type.Boolean(),
});
export type VisitorAttachment = Type.Static<typeof VisitorAttachment>;

/** The beginning of the message that another one answers. */
export const VisitorQuote = Type.Object({
  id: Id,
  direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
  text: Type.String(),
  author: nullable(Type.String()),
});
export type VisitorQuote = Type.Static<typeof VisitorQuote>;

/** What was put under a message, one of each side. */
export const VisitorReaction = Type.Object({
  by: Type.Union([Type.Literal('us'), Type.Literal('visitor')]),
  emoji: Type.String(),
});

export const VisitorMessage = Type.Object({
  id: Id,
  seq: Seq,
  /** As in the store: `in` was written by the visitor, `out` by an agent. */
  direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
  text: Type.String(),
  /** For `in`: the key it was sent with. */
  key: nullable(Type.String()),
  /** For `out`: the agent's first name as shown to visitors. */
  author: nullable(Type.String()),
  attachments: Type.Array(VisitorAttachment),
  quotes: nullable(VisitorQuote),
  reactions: Type.Array(VisitorReaction),
  /** It reads otherwise than it did, or was taken back: then nothing of it is left. */
  edited: Type.Boolean(),
  deleted: Type.Boolean(),
  /** For `out`: what can be pressed. What was taken of it is on the line, by its key (`response-key.ts`). */
  content: Type.Optional(ShownOffer),
  createdAt: Moment,
});
export type VisitorMessage = Type.Static<typeof VisitorMessage>;

/** How the talk stands: `over` until they write again, `rated` when they have said how it was. */
export const VisitorTalk = Type.Union([
  Type.Literal('none'),
  Type.Literal('open'),
  Type.Literal('over'),
  Type.Literal('rated'),
]);
export type VisitorTalk = Type.Static<typeof VisitorTalk>;

export const VisitorLine = Type.Object({
  data: Type.Array(VisitorMessage),
  /** After a number: of those up to it, the latest hundred looked through, what was changed, taken back or reacted to. */
  revised: Type.Array(VisitorMessage),
  /** The thread's number now. */
  seq: Seq,
  /** How far an agent has read. */
  seenSeq: Seq,
  /** How far the visitor has read, over all tabs and visits. */
  readSeq: Seq,
  /** They need not be asked for an address any more. */
  knowsEmail: Type.Boolean(),
  talk: VisitorTalk,
  more: Type.Boolean(),
});
export type VisitorLine = Type.Static<typeof VisitorLine>;

/** How many wait before a visitor; null: they do not wait, nobody is there, or it is not told here. */
export const VisitorBefore = Type.Object({ before: nullable(Type.Integer()) });
export type VisitorBefore = Type.Static<typeof VisitorBefore>;

export const Claims = strict({
  name: Type.Optional(Type.String({ maxLength: 100 })),
  email: Type.Optional(Type.String({ maxLength: 254 })),
});
export type Claims = Type.Static<typeof Claims>;

export const NewVisitorMessage = strict({
  key: ClientKey,
  text: Type.String({ maxLength: 8_000 }),
  attachments: Type.Optional(Type.Array(Id, { maxItems: 10 })),
  claims: Type.Optional(Claims),
  /** The message of the line that it answers. */
  quotes: Type.Optional(Id),
  /** To what they were asked first, with their first message. */
  answers: Type.Optional(IntakeAnswers),
  /** What they answer, where it began the talk. */
  nudge: AnsweredNudge,
  /** What they take of an offer. It is said once, under the key it has, and what it reads is known here. */
  response: Type.Optional(NewResponse),
});

/** What one said is to read otherwise. */
export const VisitorRevision = strict({
  text: Type.String({ minLength: 1, maxLength: 8_000, pattern: '\\S' }),
});

export const NewVisitorReaction = strict({
  /** null takes it back. */
  emoji: nullable(Type.Union(REACTIONS.map((emoji) => Type.Literal(emoji)))),
});

export const VisitorRating = strict({
  /** 5 is best. */
  score: Type.Integer({ minimum: 1, maximum: 5 }),
  comment: Type.Optional(Type.String({ maxLength: 1_000 })),
});
export type VisitorRating = Type.Static<typeof VisitorRating>;

/** Where unread answers may follow. */
export const VisitorEmail = strict({
  email: Type.String({ minLength: 3, maxLength: 254 }),
  /** Of the words around the answers. */
  locale: Type.String({ maxLength: 35 }),
});

/** A copy of the line, by mail. */
export const NewVisitorCopy = strict({
  /** Where unread answers follow, too; who is vouched for gets it at the address that is. */
  email: Type.String({ minLength: 3, maxLength: 254 }),
  locale: Type.String({ maxLength: 35 }),
  /** Whose clocks its times are by: `Europe/Lisbon`. */
  zone: Type.String({ maxLength: 64 }),
});
export const VisitorCopy = Type.Object({ email: Type.String() });
export type VisitorCopy = Type.Static<typeof VisitorCopy>;
/** Null: nobody has left an address. */
export const VisitorAddress = Type.Object({ email: nullable(Type.String()) });
export type VisitorAddress = Type.Static<typeof VisitorAddress>;

/** Of the browser's making, among one's own alone; or that of the first talk, which everybody has. */
export const FIRST_TALK = 'first';
const TalkName = Type.String({ pattern: `^(${FIRST_TALK}|[A-Za-z0-9_-]{22})$` });

/** Where the channel lets a visitor have several talks: which one to go on with. */
export const ChosenTalk = strict({ name: TalkName });

/** A visitor's talks, the one that was spoken in last first. */
export const VisitorTalks = Type.Object({
  data: Type.Array(
    Type.Object({
      name: TalkName,
      /** The last words; '' where there are none to show, as of a file. */
      text: Type.String(),
      direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
      at: Moment,
      /** So many answers were not read. */
      unread: Type.Integer(),
      talk: VisitorTalk,
    }),
  ),
  /** The one this token is for. */
  current: TalkName,
});
export type VisitorTalks = Type.Static<typeof VisitorTalks>;

export const NewVisitorSession = strict({
  /** Made and signed by the customer's server: who the visitor is. */
  jwt: Type.Optional(Type.String({ maxLength: 4096 })),
  /** The anonymous token so far: its talk joins the verified person. */
  token: Type.Optional(Type.String({ maxLength: 2048 })),
  /** With `jwt`: which of the person's talks goes on, where one may have several. */
  talk: Type.Optional(TalkName),
});
export const VisitorSession = Type.Object({
  token: Type.String(),
  person: nullable(Type.Object({ name: Type.Optional(Type.String()) })),
});
export type VisitorSession = Type.Static<typeof VisitorSession>;

export const VisitorReceipt = strict({
  status: Type.Union([Type.Literal('delivered'), Type.Literal('read')]),
  /** Everything from an agent up to this number. */
  seq: Seq,
});
