/** How the customer of a conversation can be answered, and with what. */
import Type from 'typebox';
import { SendingRules } from './channels.ts';
import { ChannelReference } from './conversations.ts';
import { Id, Moment, nullable } from './shapes.ts';

/** One line to the customer, and what may be sent on it now. */
export const SendingLine = Type.Object({
  threadId: Id,
  channel: ChannelReference,
  /** Whom it leads to, as the platform writes it. */
  to: Type.String(),
  /** Free text is taken until then; null: always. */
  closesAt: nullable(Moment),
  /** How many answers are still taken before they write again; null: any number. */
  answersLeft: nullable(Type.Integer()),
  /** They do not want to be written to: why. */
  blocked: nullable(Type.String()),
  /** The channel was removed. */
  removed: Type.Boolean(),
  /** The channel cannot send: why. */
  failing: nullable(Type.String()),
  sending: SendingRules,
});
export type SendingLine = Type.Static<typeof SendingLine>;

export const Template = Type.Object({
  name: Type.String(),
  language: Type.String(),
  text: Type.String({ description: 'With {{1}}, {{2}} … where values go.' }),
  /** Only approved ones can be sent. */
  state: Type.Union([
    Type.Literal('approved'),
    Type.Literal('pending'),
    Type.Literal('rejected'),
    /** Approved, but what it needs cannot be given from here: a picture, a code. */
    Type.Literal('unsupported'),
  ]),
  marketing: Type.Boolean({ description: 'It goes to nobody who wants no advertising.' }),
  /** How many values it takes. */
  places: Type.Integer(),
});
export type Template = Type.Static<typeof Template>;

export const TemplateList = Type.Object({
  data: Type.Array(Template),
  /** When the platform was asked last; null: never. */
  at: nullable(Moment),
});
export type TemplateList = Type.Static<typeof TemplateList>;
