/** What a message carries beside its words: what we offer with it, or what was taken of an offer. */
import Type from 'typebox';
import { Id, strict } from './shapes.ts';

/** Short, as every platform has it so: channels may take less, and none takes more. */
const Label = Type.String({ minLength: 1, maxLength: 25, pattern: '\\S' });

/** Answers to choose from with one press; each says what is then said. */
export const Choices = strict({
  kind: Type.Literal('choices'),
  choices: Type.Array(Label, { minItems: 1, maxItems: 10 }),
});

/** What an agent's message may offer. */
export const Offer = Choices;
export type Offer = Type.Static<typeof Offer>;

/** Which choice it was, from 0, of which message. */
export const Chosen = strict({
  kind: Type.Literal('chosen'),
  of: Id,
  choice: Type.Integer({ minimum: 0, maximum: 9 }),
});
export type Chosen = Type.Static<typeof Chosen>;

/** `of`: the message whose offer was taken. */
export const Content = Type.Union([Offer, Chosen]);
export type Content = Type.Static<typeof Content>;
