/** What a team says by itself to visitors of a website, and when. Evaluated on the website's page. */
import Type from 'typebox';
import { Moment, nullable, strict } from './shapes.ts';

const NudgeId = Type.String({ pattern: '^[a-z0-9-]{1,40}$' });

/** All of it must hold. */
const When = {
  /** Parts of addresses; with `*` the whole address, or, begun with `/`, the whole path. None: everywhere. */
  pages: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 10 }),
  /** So long on the page. */
  seconds: Type.Integer({ minimum: 0, maximum: 3_600 }),
  /** From this visit on; 1: from the first. */
  visits: Type.Integer({ minimum: 1, maximum: 100 }),
  /** So many hundredths of the page were seen. */
  scroll: Type.Integer({ minimum: 0, maximum: 100 }),
  /** What the website says of its visitor, where it booted the widget. */
  attribute: nullable(
    strict({
      name: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9-]{0,39}$' }),
      value: Type.String({ maxLength: 200 }),
    }),
  ),
  /** Only while somebody is there. */
  open: Type.Boolean(),
  /** Again after so many days; null: once. Whoever closes it is not shown it again. */
  days: nullable(Type.Integer({ minimum: 1, maximum: 365 })),
};

export const Nudge = strict({
  id: NudgeId,
  on: Type.Boolean(),
  text: Type.String({ minLength: 1, maxLength: 300 }),
  ...When,
});
export type Nudge = Type.Static<typeof Nudge>;

/** In their order: the first that holds is shown. */
export const Nudges = Type.Array(Nudge, { maxItems: 20 });

/** A nudge as websites get it: only those that are on. */
const ShownNudge = Type.Object({ id: NudgeId, text: Type.String(), ...When });
export type ShownNudge = Type.Static<typeof ShownNudge>;

/** All that the script on the website's page asks for. */
export const Engagement = Type.Object({
  nudges: Type.Array(ShownNudge),
  /** Whether somebody is there now, and when that changes; null: nobody has said. */
  hours: nullable(Type.Object({ open: Type.Boolean(), changesAt: nullable(Moment) })),
  /** The channel's colour. */
  accent: Type.String(),
});
export type Engagement = Type.Static<typeof Engagement>;

/** By its id, with the message that answers it. */
export const AnsweredNudge = Type.Optional(NudgeId);
