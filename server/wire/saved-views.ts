/** Views that agents made: of their own, or for everybody. */
import Type from 'typebox';
import { Id, Moment, strict } from './shapes.ts';
import { Filter } from './view-filters.ts';

const Name = Type.String({ minLength: 1, maxLength: 60 });
const ViewOrder = Type.Union([Type.Literal('waiting'), Type.Literal('newest')], {
  description: 'The longest waiting first, or the latest message first.',
});
export type ViewOrder = Type.Static<typeof ViewOrder>;

const Rows = Type.Union(
  [Type.Literal('comfortable'), Type.Literal('cosy'), Type.Literal('compact'), Type.Null()],
  { description: 'How high its rows are; null: as each agent prefers.' },
);

const fields = {
  name: Name,
  shared: Type.Boolean({ description: 'Everybody’s; otherwise your own, which nobody else sees.' }),
  filter: Filter,
  order: ViewOrder,
  density: Rows,
};

export const SavedView = Type.Object({
  id: Id,
  ...fields,
  /** Who made it: they and admins may change what is shared. */
  ownerId: Id,
  updatedAt: Moment,
});
export type SavedView = Type.Static<typeof SavedView>;

export const NewSavedView = strict({
  ...fields,
  order: Type.Optional(fields.order),
  density: Type.Optional(fields.density),
});
export type NewSavedView = Type.Static<typeof NewSavedView>;

export const SavedViewChange = strict({
  name: Type.Optional(Name),
  shared: Type.Optional(fields.shared),
  filter: Type.Optional(Filter),
  order: Type.Optional(fields.order),
  density: Type.Optional(fields.density),
  removed: Type.Optional(
    Type.Literal(false, { description: 'Brings back what was removed less than a day ago.' }),
  ),
});
export type SavedViewChange = Type.Static<typeof SavedViewChange>;

/** Counting stops here: it means so many, or more. */
export const MOST_COUNTED = 100;

const Count = Type.Integer({
  minimum: 0,
  maximum: MOST_COUNTED,
  description: `${MOST_COUNTED} means so many or more.`,
});

export const ViewSize = Type.Object({ count: Count });
export type ViewSize = Type.Static<typeof ViewSize>;

/** How much each of one's saved views holds at a moment of the server's clock. */
export const ViewSizes = Type.Object({
  at: Moment,
  data: Type.Array(Type.Object({ id: Id, count: Count })),
});
export type ViewSizes = Type.Static<typeof ViewSizes>;
