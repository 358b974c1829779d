/** Texts that agents write again and again. */
import Type from 'typebox';
import { Id, Moment, strict } from './shapes.ts';

const Name = Type.String({ minLength: 1, maxLength: 100 });
/** A text for being written again. */
export const SavedText = Type.String({
  minLength: 1,
  maxLength: 20_000,
  description:
    'May hold blanks that are filled in when it is used: {{contact.name}}, {{agent.name}} …',
});

export const SavedReply = Type.Object({
  id: Id,
  name: Type.String(),
  text: Type.String(),
  shared: Type.Boolean({ description: 'Everybody’s; otherwise your own, which nobody else sees.' }),
  updatedAt: Moment,
});
export type SavedReply = Type.Static<typeof SavedReply>;

export const NewSavedReply = strict({ name: Name, text: SavedText, shared: Type.Boolean() });
export type NewSavedReply = Type.Static<typeof NewSavedReply>;

export const SavedReplyChange = strict({
  name: Type.Optional(Name),
  text: Type.Optional(SavedText),
});
export type SavedReplyChange = Type.Static<typeof SavedReplyChange>;
