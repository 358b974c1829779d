/** Who a message is from and for, where a line can have more than two ends. */
import Type from 'typebox';
import { strict } from './shapes.ts';

export const Addressee = Type.Object({
  address: Type.String({ maxLength: 320 }),
  name: Type.String({ maxLength: 300 }),
});
export type Addressee = Type.Static<typeof Addressee>;

export const Addressing = Type.Object({
  from: Addressee,
  /** Where answers are asked to go; empty: to `from`. */
  replyTo: Type.Array(Addressee),
  to: Type.Array(Addressee),
  cc: Type.Array(Addressee),
});
export type Addressing = Type.Static<typeof Addressing>;

export const Recipients = Type.Object({
  to: Type.Array(Addressee),
  cc: Type.Array(Addressee),
  bcc: Type.Array(Addressee),
});
export type Recipients = Type.Static<typeof Recipients>;

const Written = strict({
  address: Type.String({ minLength: 3, maxLength: 320 }),
  name: Type.Optional(Type.String({ maxLength: 300 })),
});
const Several = Type.Array(Written, { maxItems: 100 });

/** Recipients as an agent chose them. */
export const ChosenRecipients = strict({
  to: Type.Array(Written, { minItems: 1, maxItems: 100 }),
  cc: Type.Optional(Several),
  bcc: Type.Optional(Several),
});
export type ChosenRecipients = Type.Static<typeof ChosenRecipients>;
