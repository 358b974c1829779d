/** Building blocks of every shape on the network. */
import Type, { type TSchema } from 'typebox';

export const Id = Type.String({ format: 'uuid' });
export const Moment = Type.String({ description: 'ISO 8601, UTC' });
/** The largest gapless number we ever compare. */
export const Seq = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
export const ClientKey = Type.String({
  minLength: 8,
  maxLength: 64,
  pattern: '^[A-Za-z0-9_-]+$',
  description: 'Made by the writer, once per message: the same key again is the same message.',
});

export const nullable = <Shape extends TSchema>(shape: Shape) => Type.Union([shape, Type.Null()]);

/** An object that takes no other fields: a misspelt field is an error, never silently dropped. */
export const strict = <Fields extends Record<string, TSchema>>(fields: Fields) =>
  Type.Object(fields, { additionalProperties: false });

export const page = <Shape extends TSchema>(item: Shape) =>
  Type.Object({ data: Type.Array(item), next: nullable(Type.String()) });

export const PersonReference = Type.Object({ id: Id, name: Type.String() });
export type PersonReference = Type.Static<typeof PersonReference>;

export const TagReference = Type.Object({ id: Id, name: Type.String() });
export type TagReference = Type.Static<typeof TagReference>;

/** Every failure of the API, as application/problem+json (RFC 9457). `code` is stable, `detail` is for people. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String(),
});
export type Problem = Type.Static<typeof Problem>;

/** Of what agents write, in characters: no channel may declare more. */
export const LONGEST_TEXT = 200_000;
