/** What a message carries beside its words: what we offer with it, or what was taken of an offer. */
import Type, { type TSchema } from 'typebox';
import { GivenAnswer, Intake, IntakeAnswers } from './intake.ts';
import { Id, strict } from './shapes.ts';

/** Short, as every platform has it so: channels may take less, and none takes more. */
const Label = Type.String({ minLength: 1, maxLength: 25, pattern: '\\S' });
const Place = Type.Integer({ minimum: 0, maximum: 9 });

/** Answers to choose from with one press; each says what is then said. */
const Choices = strict({
  kind: Type.Literal('choices'),
  choices: Type.Array(Label, { minItems: 1, maxItems: 10 }),
});

/** With `url` it leads there; without, pressing it is an answer. */
export const CardButton = strict({
  label: Label,
  url: Type.Optional(Type.String({ pattern: '^https://', maxLength: 2_000 })),
});
export type CardButton = Type.Static<typeof CardButton>;

/** One is a card, several are leafed through. */
const cardsWith = <Picture extends TSchema>(picture: Picture) =>
  strict({
    kind: Type.Literal('cards'),
    cards: Type.Array(
      strict({
        title: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }),
        text: Type.Optional(Type.String({ maxLength: 160 })),
        picture: Type.Optional(picture),
        buttons: Type.Optional(Type.Array(CardButton, { maxItems: 3 })),
      }),
      { minItems: 1, maxItems: 10 },
    ),
  });

/** Its picture is one of the message's files, by its place from 0: nothing is fetched from elsewhere. */
const Cards = cardsWith(Type.Integer({ minimum: 0, maximum: 49 }));
/** To visitors the file is named. */
const ShownCards = cardsWith(Id);

/** To be filled in: asked as before a first message. */
const Form = strict({ kind: Type.Literal('form'), ...Intake.properties });

/** What an agent's message may offer. */
export const Offer = Type.Union([Choices, Cards, Form]);
export type Offer = Type.Static<typeof Offer>;

/** The same as visitors see it. */
export const ShownOffer = Type.Union([Choices, ShownCards, Form]);
export type ShownOffer = Type.Static<typeof ShownOffer>;

/** Which choice it was, from 0, of which message; with `card`, which button of which card. */
export const Chosen = strict({
  kind: Type.Literal('chosen'),
  of: Id,
  card: Type.Optional(Place),
  choice: Place,
});
export type Chosen = Type.Static<typeof Chosen>;

/** What a visitor takes of an offer: by the ids of a form's fields, what they filled in. */
export const NewResponse = Type.Union([
  Chosen,
  strict({ kind: Type.Literal('filled'), of: Id, given: IntakeAnswers }),
]);
export type NewResponse = Type.Static<typeof NewResponse>;

/** As it was asked and answered then. */
const Filled = strict({
  kind: Type.Literal('filled'),
  of: Id,
  answers: Type.Array(GivenAnswer),
});

/** `of`: the message whose offer was taken. */
export const Content = Type.Union([Offer, Chosen, Filled]);
export type Content = Type.Static<typeof Content>;
