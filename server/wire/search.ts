/** What a search finds. */
import Type from 'typebox';
import { Conversation } from './conversations.ts';
import { Id, Moment, nullable, Seq } from './shapes.ts';

/** Those with no priority of their own are nearly all there are: that narrows nothing. */
export const StandingOut = Type.Union([
  Type.Literal('urgent'),
  Type.Literal('high'),
  Type.Literal('low'),
]);
export type StandingOut = Type.Static<typeof StandingOut>;

export const SearchResult = Type.Object({
  conversation: Conversation,
  /** The message that says so; null when the conversation is called so: by its number, or by whom it is with. */
  message: nullable(
    Type.Object({
      id: Id,
      seq: Seq,
      direction: Type.Union([Type.Literal('in'), Type.Literal('out'), Type.Literal('note')]),
      createdAt: Moment,
    }),
  ),
  /** The words around the first hit, as plain text; empty without a message. */
  excerpt: Type.String(),
  /** Where in the excerpt the words stand, from and to (exclusive), counted in UTF-16 as JavaScript does. */
  marks: Type.Array(Type.Tuple([Type.Integer(), Type.Integer()])),
});
export type SearchResult = Type.Static<typeof SearchResult>;

export const SearchPage = Type.Object({
  data: Type.Array(SearchResult),
  next: nullable(Type.String()),
  /** False while messages are still being put into the index: some that have the words may be missing. */
  complete: Type.Boolean(),
});
export type SearchPage = Type.Static<typeof SearchPage>;
