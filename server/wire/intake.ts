/** What a channel asks visitors before they first write, and what they answered. */
import Type from 'typebox';
import { strict } from './shapes.ts';

const Kind = Type.Union([
  Type.Literal('name'),
  Type.Literal('email'),
  Type.Literal('phone'),
  Type.Literal('text'),
  Type.Literal('choice'),
  /** A text to agree to, and which version of it this is. */
  Type.Literal('consent'),
]);

export const IntakeField = strict({
  id: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
  kind: Kind,
  /** The question, or the text to agree to; '' where the kind says it in the visitor's own language. */
  label: Type.String({ maxLength: 1_000 }),
  required: Type.Boolean(),
  /** Of a choice. */
  choices: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 20 })),
  /** Of a consent. */
  version: Type.Optional(Type.String({ maxLength: 40 })),
});
export type IntakeField = Type.Static<typeof IntakeField>;

export const Intake = strict({ fields: Type.Array(IntakeField, { minItems: 1, maxItems: 10 }) });
export type Intake = Type.Static<typeof Intake>;

/** By the fields' ids. Of a consent: the version that was agreed to. */
export const IntakeAnswers = Type.Record(
  Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
  Type.String({ maxLength: 500 }),
  { maxProperties: 10 },
);
export type IntakeAnswers = Type.Static<typeof IntakeAnswers>;

/** As it was asked and answered then, whatever is asked by now. */
export const GivenAnswer = Type.Object({ kind: Kind, label: Type.String(), value: Type.String() });
export type GivenAnswer = Type.Static<typeof GivenAnswer>;
