/**
 * Which conversations a saved view holds: conditions that nest by "all of" and "any of". The server makes SQL of it
 * (`conversations/views/where.ts`), the screens a question about a row (`inbox-ui/store/matching.ts`): both must answer alike.
 */
import Type, { type TSchema } from 'typebox';
import { Priority } from './conversations.ts';
import { Id } from './shapes.ts';
import { VIEWED } from './viewed.ts';

/** More than this nobody could read again. */
export const MOST_CONDITIONS = 30;
export const MOST_IN_A_GROUP = 20;

const is = <Value extends TSchema>(value: Value) => ({ is: value, 'is-not': value });
const yesOrNo = { is: Type.Boolean() };

const ViewedStatus = Type.Enum([...VIEWED]);

const TEN_YEARS = 5_260_000;
const Minutes = Type.Integer({ minimum: 1, maximum: TEN_YEARS });
/** More minutes ago than the value, or not so many. */
const elapsed = { older: Minutes, newer: Minutes };
/** Before a moment, or from it on. */
const Point = Type.String({ format: 'date-time', pattern: '^(19|20)[0-9]{2}-' });
const dated = { before: Point, after: Point };

const Words = Type.String({ minLength: 1, maxLength: 80 });
const words = { contains: Words, lacks: Words };

/** An agent, whoever looks, or nobody. */
const Whose = Type.Union([Type.Literal('me'), Type.Literal('nobody'), Id]);

/** What can be asked of a conversation, how, and what it is compared with. */
export const FIELDS = {
  status: is(ViewedStatus),
  assignee: is(Whose),
  priority: is(Priority),
  channel: is(Id),
  adapter: is(Type.String({ minLength: 1, maxLength: 40 })),
  tag: is(Id),
  verified: yesOrNo,
  answered: yesOrNo,
  unread: yesOrNo,
  mentioned: yesOrNo,
  followed: yesOrNo,
  draft: yesOrNo,
  waiting: elapsed,
  created: { ...elapsed, ...dated },
  'last-message': { ...elapsed, ...dated },
  subject: words,
  preview: words,
};
type Fields = typeof FIELDS;
export type Field = keyof Fields;

type About<Name extends Field> = {
  [Op in keyof Fields[Name] & string]: {
    field: Name;
    op: Op;
    value: Fields[Name][Op] extends TSchema ? Type.Static<Fields[Name][Op]> : never;
  };
}[keyof Fields[Name] & string];
export type Condition = { [Name in Field]: About<Name> }[Field];

/** Conditions that hold together, or of which one is enough. */
export type Filter = { all: FilterPart[] } | { any: FilterPart[] };
export type FilterPart = Condition | Filter;

const OPS = [...new Set(Object.values(FIELDS).flatMap((ops) => Object.keys(ops)))];

const condition = {
  field: Type.Optional(Type.Enum(Object.keys(FIELDS))),
  op: Type.Optional(Type.Enum(OPS)),
  value: Type.Optional(Type.Union([Type.String(), Type.Boolean(), Type.Integer()])),
};
/** One shape for both, so that what is wrong in it has one place: which fields go together is checked where it is taken in. */
const parts = (part: TSchema) =>
  Type.Optional(Type.Array(part, { minItems: 1, maxItems: MOST_IN_A_GROUP }));
const group = (part: TSchema) => ({ all: parts(part), any: parts(part) });
const object = (fields: Record<string, TSchema>) =>
  Type.Object(fields, { additionalProperties: false });

const Innermost = object(condition);
const Inner = object({ ...condition, ...group(Innermost) });
const Outer = object({ ...condition, ...group(Inner) });

/** Groups may stand in groups, three deep. */
export const Filter = Type.Unsafe<Filter>(
  Type.Object(group(Outer), {
    additionalProperties: false,
    description:
      'Either `all` or `any`: conditions `{field, op, value}` and further groups. Durations are in minutes, `assignee` is an id, `me` or `nobody`.',
  }),
);
