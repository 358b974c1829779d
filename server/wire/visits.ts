/** Who is on the pages of a website at the moment: told by those pages, where the channel follows them. Never stored. */
import Type from 'typebox';
import { Id, Moment, nullable, PersonReference, strict } from './shapes.ts';

/** Made on the page, at random: it names one tab of one browser for as long as that is open. */
export const VisitId = Type.String({ pattern: '^[0-9a-f-]{32,36}$' });

/** A page says that somebody is on it: at once, and again every half minute. */
export const Beat = strict({
  visit: VisitId,
  path: Type.String({ pattern: '^/', maxLength: 2_000 }),
  title: Type.String({ maxLength: 2_000 }),
  /** Where they came from. Of an address only the origin counts. */
  referrer: Type.Optional(Type.String({ maxLength: 2_000 })),
});
export type Beat = Type.Static<typeof Beat>;

/** `known`: this is not the first that was heard of the visit lately. */
export const BeatAnswer = Type.Object({ known: Type.Boolean() });
export type BeatAnswer = Type.Static<typeof BeatAnswer>;

export const VisitedPage = Type.Object({
  path: Type.String({ description: 'Without query and fragment.' }),
  title: Type.String(),
  at: Moment,
});
export type VisitedPage = Type.Static<typeof VisitedPage>;

const Visit = {
  /** The origin of the website; null: the page did not say. */
  site: nullable(Type.String()),
  /** The origin of the page they came from, if it was another website. */
  referrer: nullable(Type.String()),
  since: Moment,
  /** How many pages it has been so far. */
  seen: Type.Integer(),
};

/** As the board shows it. */
export const BoardVisit = Type.Object({
  id: VisitId,
  channel: PersonReference,
  ...Visit,
  page: VisitedPage,
  /** What they talk about with us, by the token they talk with; null: nothing yet. */
  conversation: nullable(Type.Object({ id: Id, number: Type.Integer(), contact: PersonReference })),
});
export type BoardVisit = Type.Static<typeof BoardVisit>;

export const Board = Type.Object({
  /** The latest to come first, at most 200. */
  data: Type.Array(BoardVisit),
  total: Type.Integer(),
});
export type Board = Type.Static<typeof Board>;

/** Beside a conversation; the page they are on is the first. */
export const Trail = Type.Object({ ...Visit, pages: Type.Array(VisitedPage) });
export type Trail = Type.Static<typeof Trail>;

export const TrailAnswer = Type.Object({ visit: nullable(Trail) });
