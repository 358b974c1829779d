/** Kinds of channels (adapters) and the channels connected with them. */
import Type from 'typebox';
import { Articles } from './articles.ts';
import { Intake } from './intake.ts';
import { Nudges } from './nudges.ts';
import { OpeningHours } from './opening-hours.ts';
import { Id, Moment, nullable, strict } from './shapes.ts';

/** Labels and help in the language of whoever asks. */
export const SettingField = Type.Object({
  key: Type.String(),
  label: Type.String(),
  help: Type.String(),
  required: Type.Boolean(),
  secret: Type.Boolean(),
  type: Type.Union([
    Type.Literal('text'),
    Type.Literal('switch'),
    Type.Literal('lines'),
    Type.Literal('choice'),
  ]),
  /** Of a `choice`. */
  choices: Type.Optional(Type.Array(Type.Object({ value: Type.String(), label: Type.String() }))),
  default: Type.Optional(Type.String()),
  generate: Type.Optional(Type.Boolean()),
});
export type SettingField = Type.Static<typeof SettingField>;

export const AdapterInfo = Type.Object({
  id: Type.String(),
  name: Type.String(),
  mark: Type.String(),
  summary: Type.String(),
  /** Why nothing may come in though all is set here, the likeliest first. */
  causes: Type.Array(Type.String()),
  settings: Type.Array(SettingField),
  capabilities: Type.Record(Type.String(), Type.Unknown()),
  /** True for channels whose visitors write through our own widget: they get a snippet instead of a webhook. */
  embeddable: Type.Boolean(),
  /** Settings can be found out from those entered. */
  suggests: Type.Boolean(),
  /** What it depends on outside can be looked at. */
  examines: Type.Boolean(),
  /** Its credentials can be checked, and what can be set up at the platform is set up from here. */
  connects: Type.Boolean(),
});
export type AdapterInfo = Type.Static<typeof AdapterInfo>;

/** What an agent's composer must know before writing on a channel. */
export const SendingRules = Type.Object({
  text: Type.Object({
    max: Type.Integer(),
    countedAs: Type.String(),
    /** `split`: a longer text goes out as several. */
    overlong: Type.Optional(Type.String()),
    /** How it is cut into the pieces that are counted and paid for. */
    segments: Type.Optional(Type.String()),
  }),
  attachments: nullable(
    Type.Object({
      types: Type.Array(Type.String()),
      maxBytes: Type.Integer(),
      maxCount: Type.Integer(),
    }),
  ),
  /** Messages have recipients to choose, and can be passed on. */
  addressing: Type.Boolean(),
  /** So long a message can be held back to be undone; 0: it goes at once. */
  undoSeconds: Type.Integer(),
  /** There are approved messages for when nothing else is taken. */
  templates: Type.Boolean(),
  /** An answer can point at the one message it answers. */
  quotes: Type.Boolean(),
  /** What it shows to be pressed; of what is left out, such a message is refused. */
  offers: Type.Optional(
    Type.Object({
      choices: Type.Optional(Type.Object({ max: Type.Integer(), labelMax: Type.Integer() })),
      cards: Type.Optional(Type.Object({ max: Type.Integer(), labelMax: Type.Integer() })),
      form: Type.Optional(Type.Object({ max: Type.Integer() })),
    }),
  ),
  /** So many hours long one's own messages can be changed; null: for ever; left out: never. */
  editHours: Type.Optional(nullable(Type.Integer())),
  /** The same for taking them back. */
  deleteHours: Type.Optional(nullable(Type.Integer())),
  /** It shows bold, italic, code and links as such (`markdown.ts`). */
  formatting: Type.Boolean(),
  /** What comes in has the same marks, and is seen by them where it was written. */
  formattingInbound: Type.Optional(Type.Boolean()),
});
export type SendingRules = Type.Static<typeof SendingRules>;

/** `closed`: outside the opening hours alone. */
const AutoReplyWhen = Type.Union([Type.Literal('always'), Type.Literal('closed')]);

/** What is not read where it was answered follows by another channel, so long after its reader was there last. */
const Continues = strict({
  channelId: Id,
  minutes: Type.Union([Type.Literal(5), Type.Literal(10), Type.Literal(30)]),
});
export type Continues = Type.Static<typeof Continues>;

export const Channel = Type.Object({
  id: Id,
  adapter: Type.String(),
  name: Type.String(),
  mark: Type.String(),
  webhookUrl: Type.String(),
  /** The tag to paste into a website; only for embeddable channels. */
  snippet: nullable(Type.String()),
  /** Secrets appear as their last four characters. */
  settings: Type.Record(Type.String(), Type.String()),
  sending: SendingRules,
  /** We can react to messages there. */
  reactions: Type.Boolean(),
  failing: nullable(Type.Object({ reason: Type.String(), since: Moment })),
  /** Its platform fails: nothing is sent before then. Then one message is, to see. */
  pausedUntil: nullable(Moment),
  /** For channels that fetch by themselves: when it last went well, and what is wrong now. */
  fetching: nullable(
    Type.Object({
      at: nullable(Moment),
      problem: nullable(Type.Object({ reason: Type.String(), since: Moment })),
    }),
  ),
  /** Sent by itself to whoever begins a conversation; '' when nothing is. */
  autoReply: Type.String(),
  autoReplyWhen: AutoReplyWhen,
  /** When somebody is there; null: nobody has said. */
  hours: nullable(OpeningHours),
  /** Whether unread answers follow those who have left; null: they wait. */
  continues: nullable(Continues),
  /** Visitors whose talk is over are asked how it was. */
  rates: Type.Boolean(),
  /** What visitors are asked before they first write; null: nothing. */
  intake: nullable(Intake),
  /** What is said to visitors by itself, the first that holds. */
  nudges: Nudges,
  /** What visitors may find by themselves; null: nothing. */
  articles: nullable(Articles),
  /** Visitors may have several talks, each a conversation by itself. */
  several: Type.Boolean(),
  firstSeenAt: nullable(Moment),
  seenAt: nullable(Moment),
  seenOrigin: nullable(Type.String()),
  createdAt: Moment,
});
export type Channel = Type.Static<typeof Channel>;

const SettingValues = Type.Record(
  Type.String({ maxLength: 64 }),
  Type.String({ maxLength: 10_000 }),
  { maxProperties: 50 },
);
export const NewChannel = strict({
  adapter: Type.String({ maxLength: 64 }),
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  settings: Type.Optional(SettingValues),
});
export const ChannelChange = strict({
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })),
  settings: Type.Optional(SettingValues),
  autoReply: Type.Optional(Type.String({ maxLength: 5_000 })),
  autoReplyWhen: Type.Optional(AutoReplyWhen),
  hours: Type.Optional(nullable(OpeningHours)),
  continues: Type.Optional(nullable(Continues)),
  rates: Type.Optional(Type.Boolean()),
  intake: Type.Optional(nullable(Intake)),
  nudges: Type.Optional(Nudges),
  articles: Type.Optional(nullable(Articles)),
  several: Type.Optional(Type.Boolean()),
});

export type ChannelChange = Type.Static<typeof ChannelChange>;

/** What was found out about settings from those entered. */
export const Suggestions = Type.Object({ settings: Type.Record(Type.String(), Type.String()) });
export const EnteredSettings = strict({ settings: SettingValues });

export const Finding = Type.Object({
  state: Type.Union([Type.Literal('good'), Type.Literal('warning'), Type.Literal('bad')]),
  about: Type.String(),
  text: Type.String(),
  fix: Type.String(),
});
export type Finding = Type.Static<typeof Finding>;
/** Generated secrets are shown once, when the channel is made. */
export const CreatedChannel = Type.Intersect([
  Channel,
  Type.Object({ generated: Type.Record(Type.String(), Type.String()) }),
]);
export type CreatedChannel = Type.Static<typeof CreatedChannel>;

/** How far messages get on a channel; each moment is the latest, null: never. */
export const ChannelSigns = Type.Object({
  /** The platform asked for the address, and got its answer. Since the server started. */
  handshakeAt: nullable(Moment),
  /** Requests whose signature was wrong. Since the server started. */
  refused: nullable(Type.Object({ at: Moment, count: Type.Integer() })),
  /** Something came in whose signature was right. */
  receivedAt: nullable(Moment),
  /** The latest request could not be read: why. */
  unread: nullable(Type.String()),
  /** A message was read in it. */
  understoodAt: nullable(Moment),
  /** The platform took an answer. */
  answeredAt: nullable(Moment),
  /** It said that an answer arrived. */
  confirmedAt: nullable(Moment),
});
export type ChannelSigns = Type.Static<typeof ChannelSigns>;
