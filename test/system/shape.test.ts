/** An answer says what its schema names, and nothing else: at every depth, and whatever stands beside it in a row. */
import { Type } from 'typebox';
import { expect, it } from 'vitest';
import { type AnswerSchema, shapeOf } from '../../server/http/shape.ts';

const Side = Type.Union([Type.Literal('left'), Type.Literal('right')]);
const Person = Type.Object({
  name: Type.String(),
  age: Type.Optional(Type.Integer()),
  side: Type.Optional(Type.Union([Side, Type.Null()])),
});
const Event = Type.Union([
  Type.Object({ kind: Type.Literal('said'), person: Type.Union([Person, Type.Null()]) }),
  Type.Object({
    kind: Type.Union([Type.Literal('came'), Type.Literal('left')]),
    at: Type.String(),
  }),
]);

const shaped = (schema: AnswerSchema, value: unknown) => shapeOf(schema)(value);
const secret = { password: 'river' };

it('what the schema does not name stays here, at every depth', () => {
  const Page = Type.Object({ data: Type.Array(Event), by: Type.Record(Type.String(), Person) });
  const person = { name: 'Ana', side: 'left', ...secret };
  const value = {
    ...secret,
    data: [
      { kind: 'said', person, ...secret },
      { kind: 'said', person: null, at: 'of another kind' },
      { kind: 'left', at: 'noon', ...secret },
    ],
    by: { first: { ...person, age: 40, side: null } },
  };
  expect(shaped(Page, value)).toEqual({
    data: [
      { kind: 'said', person: { name: 'Ana', side: 'left' } },
      { kind: 'said', person: null },
      { kind: 'left', at: 'noon' },
    ],
    by: { first: { name: 'Ana', age: 40, side: null } },
  });
});

it('an intersection is all of its parts, and a tuple has its places', () => {
  const Both = Type.Intersect([Person, Type.Object({ at: Type.Tuple([Type.String(), Person]) })]);
  const value = { name: 'Ana', at: ['here', { name: 'Ben', ...secret }], ...secret };
  expect(shaped(Both, value)).toEqual({ name: 'Ana', at: ['here', { name: 'Ben' }] });
});

it('what is left out may be, what is required may not', () => {
  expect(shaped(Person, { name: 'Ana', age: undefined })).toEqual({ name: 'Ana' });
  expect(() => shaped(Person, { age: 40 })).toThrow('lacks "name"');
});

it.each([
  ['a number as text', Type.Object({ n: Type.Integer() }), { n: '5' }, 'n: .*number, not string'],
  ['nothing where something is due', Person, null, 'an object, not null'],
  ['a word where there is a list', Type.Array(Type.String()), 'one', 'a list, not string'],
  ['a member nobody knows', Event, { kind: 'flew' }, 'a known "kind"'],
  ['a number for a word or null', Type.Union([Type.String(), Type.Null()]), 7, 'string or null'],
])('%s is a mistake of ours and no answer', (_, schema, value, complaint) => {
  expect(() => shaped(schema, value)).toThrow(new RegExp(complaint));
});

it('a schema that could not be told apart is refused before anybody asks', () => {
  const other = Type.Object({ nick: Type.String() });
  expect(() => shapeOf(Type.Union([Person, other]))).toThrow('apart');
});
