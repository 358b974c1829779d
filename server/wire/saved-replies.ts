/** Texts that agents write again and again. */
import Type from 'typebox';
import { Attachment } from './messages.ts';
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
  /** Go along wherever it is used. */
  attachments: Type.Array(Attachment),
  updatedAt: Moment,
});
export type SavedReply = Type.Static<typeof SavedReply>;

const Files = Type.Array(Id, {
  maxItems: 10,
  description: 'Ids of uploads, or of files it has: all of them.',
});

export const NewSavedReply = strict({
  name: Name,
  text: SavedText,
  shared: Type.Boolean(),
  attachments: Type.Optional(Files),
});
export type NewSavedReply = Type.Static<typeof NewSavedReply>;

export const SavedReplyChange = strict({
  name: Type.Optional(Name),
  text: Type.Optional(SavedText),
  attachments: Type.Optional(Files),
});
export type SavedReplyChange = Type.Static<typeof SavedReplyChange>;
