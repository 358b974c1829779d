/** People as agents see them beside the thread. */
import Type from 'typebox';
import { Conversation } from './conversations.ts';
import { Id, Moment, nullable, PersonReference, strict } from './shapes.ts';

export const Identity = Type.Object({
  kind: Type.String(),
  /** What that kind of address is called, in the language of whoever asks. */
  label: Type.String(),
  value: Type.String(),
  verified: Type.Boolean(),
  createdAt: Moment,
});

/** Somebody who was found to be this person. */
export const Merge = Type.Object({
  id: Id,
  contact: Type.Object({ id: Id, name: Type.String() }),
  at: Moment,
});

export type Merge = Type.Static<typeof Merge>;

/** What an agent wrote down about a person. Never sent to anybody. */
export const ContactNote = Type.Object({
  id: Id,
  text: Type.String(),
  author: PersonReference,
  createdAt: Moment,
  editedAt: nullable(Moment),
});
export type ContactNote = Type.Static<typeof ContactNote>;

export const ContactNoteText = strict({
  text: Type.String({ minLength: 1, maxLength: 4_000, pattern: '\\S' }),
});

export const Contact = Type.Object({
  id: Id,
  name: Type.String(),
  /** Typed by the person, never proven. */
  claimedEmail: nullable(Type.String()),
  verified: Type.Boolean(),
  blocked: Type.Boolean(),
  identities: Type.Array(Identity),
  conversations: Type.Array(Conversation),
  /** What they write is dropped; null: it is not. */
  block: nullable(
    Type.Object({
      since: Moment,
      by: PersonReference,
      /** How many messages came since. */
      dropped: Type.Integer(),
    }),
  ),
  /** What can be taken back, the latest first. */
  merges: Type.Array(Merge),
  /** The latest first. */
  notes: Type.Array(ContactNote),
  createdAt: Moment,
});
export type Contact = Type.Static<typeof Contact>;

export const ContactChange = strict({
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
});

export const NewBlock = strict({
  again: Type.Optional(
    Type.Boolean({
      description: 'Takes an unblocking back: since when, and how many, stand as before.',
    }),
  ),
});

export const NewMerge = strict({
  /** The contact that becomes part of this one. */
  otherId: Id,
  /** The fields as they shall be; left out: as this contact has them. */
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })),
  claimedEmail: Type.Optional(nullable(Type.String({ maxLength: 254 }))),
});
export type NewMerge = Type.Static<typeof NewMerge>;

export const ContactSummary = Type.Object({
  id: Id,
  name: Type.String(),
  claimedEmail: nullable(Type.String()),
  verified: Type.Boolean(),
  /** What they write is dropped. */
  blocked: Type.Boolean(),
  createdAt: Moment,
});
export type ContactSummary = Type.Static<typeof ContactSummary>;

/** Somebody who probably is the same person, and what speaks for it. Nothing follows from it by itself. */
export const Duplicate = Type.Object({
  contact: ContactSummary,
  reasons: Type.Array(
    Type.Object({
      kind: Type.Union([
        /** Both have, or claim, this address. */
        Type.Literal('address'),
        /** Both are called the same, and have mail at this domain. */
        Type.Literal('name'),
      ]),
      value: Type.String(),
    }),
  ),
});
export type Duplicate = Type.Static<typeof Duplicate>;
