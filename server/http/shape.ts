/**
 * Answers as their schema says: of each value only what it names, so that a column too many stays here. A serializer made
 * for any schema there can be would compile a validator for every member of every union, a second of work when the first
 * conversation is opened; ours tells members apart by one literal, or by being `null`.
 */

/** The part of JSON Schema that answers are made of. */
export type AnswerSchema = {
  type?: string;
  const?: unknown;
  properties?: Record<string, AnswerSchema>;
  required?: string[];
  additionalProperties?: unknown;
  patternProperties?: Record<string, AnswerSchema>;
  items?: AnswerSchema | AnswerSchema[];
  anyOf?: AnswerSchema[];
  allOf?: AnswerSchema[];
};

/** A copy of the value with what may be told of it. @throws when the value is not what the schema says */
export type Shape = (value: unknown) => unknown;

/** @throws when a schema says what no answer said before: better at the start than in an answer */
export function shapeOf(schema: AnswerSchema): Shape {
  if (schema.anyOf) return oneOf(schema.anyOf);
  if (schema.allOf) return shapeOf(merged(schema.allOf));
  if (schema.properties) return objectOf(schema);
  if (schema.patternProperties) return recordOf(schema.patternProperties);
  if (schema.items) return listOf(schema.items);
  return schema.type === undefined ? (value) => value : plain(schema.type);
}

function merged(schemas: AnswerSchema[]): AnswerSchema {
  return {
    type: 'object',
    properties: Object.assign({}, ...schemas.map(({ properties }) => properties)),
    required: schemas.flatMap(({ required = [] }) => required),
  };
}

function objectOf({ properties = {}, required = [], additionalProperties }: AnswerSchema): Shape {
  if (additionalProperties) throw new Error('an answer may not say more than its schema names');
  const fields = Object.entries(properties).map(([name, schema]) => ({
    name,
    shape: shapeOf(schema),
    isRequired: required.includes(name),
  }));
  return (value) => {
    const given = asObject(value);
    const shaped: Record<string, unknown> = {};
    for (const { name, shape, isRequired } of fields) {
      const field = given[name];
      if (field !== undefined) shaped[name] = within(name, shape, field);
      else if (isRequired) throw new Error(`an answer lacks "${name}"`);
    }
    return shaped;
  };
}

function recordOf(patterns: Record<string, AnswerSchema>): Shape {
  const [schema = {}, ...others] = Object.values(patterns);
  if (others.length > 0) throw new Error('a record in an answer has one kind of value');
  const shape = shapeOf(schema);
  return (value) =>
    Object.fromEntries(
      Object.entries(asObject(value)).map(([name, field]) => [name, within(name, shape, field)]),
    );
}

function listOf(items: AnswerSchema | AnswerSchema[]): Shape {
  const shapes = Array.isArray(items) ? items.map(shapeOf) : shapeOf(items);
  return (value) => {
    if (!Array.isArray(value)) throw mistaken('a list', value);
    const shapeAt = (index: number) => (Array.isArray(shapes) ? shapes[index] : shapes);
    return value.map((item, index) => shapeAt(index)?.(item));
  };
}

/** `null` and single words tell themselves apart; of several objects the literal that all of them begin with does. */
function oneOf(schemas: AnswerSchema[]): Shape {
  const members = schemas.flatMap(membersOf);
  const composed = members.filter(isComposed);
  const shape = composed.length > 1 ? toldApart(composed) : composed.map(shapeOf)[0];
  const types = new Set(members.filter((schema) => !isComposed(schema)).map(typeOf));
  return (value) => {
    if (types.has(nameOf(value))) return value;
    if (!shape) throw mistaken([...types].join(' or '), value);
    return shape(value);
  };
}

const membersOf = (schema: AnswerSchema): AnswerSchema[] =>
  schema.anyOf ? schema.anyOf.flatMap(membersOf) : [schema];

const isComposed = ({ properties, patternProperties, items, allOf }: AnswerSchema): boolean =>
  (properties ?? patternProperties ?? items ?? allOf) !== undefined;

function toldApart(schemas: AnswerSchema[]): Shape {
  const [mark] = Object.entries(schemas[0]?.properties ?? {}).find(
    ([, schema]) => literalsOf(schema).length > 0,
  ) ?? [''];
  const shapes = new Map<unknown, Shape>();
  for (const schema of schemas) {
    const literals = literalsOf(schema.properties?.[mark] ?? {});
    if (literals.length === 0) throw new Error('nothing tells the members of a union apart');
    for (const literal of literals) shapes.set(literal, shapeOf(schema));
  }
  return (value) => {
    const literal = asObject(value)[mark];
    const shape = shapes.get(literal);
    if (!shape) throw mistaken(`an object with a known "${mark}"`, literal);
    return shape(value);
  };
}

const literalsOf = (schema: AnswerSchema): unknown[] =>
  membersOf(schema).flatMap(({ const: literal = [] }) => literal);

/** What `shape` says of its mistakes, with the way to them. */
function within(name: string, shape: Shape, value: unknown): unknown {
  try {
    return shape(value);
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : error}`);
  }
}

function plain(type: string): Shape {
  const wanted = typeOf({ type });
  return (value) => {
    if (nameOf(value) === wanted) return value;
    throw mistaken(wanted, value);
  };
}

/** In the terms of `typeof`, and `null`. */
const typeOf = ({ type = '' }: AnswerSchema): string => (type === 'integer' ? 'number' : type);

const nameOf = (value: unknown): string => (value === null ? 'null' : typeof value);

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw mistaken('an object', value);
  return value as Record<string, unknown>;
}

const mistaken = (wanted: string, value: unknown): Error =>
  new Error(`an answer should have had ${wanted}, not ${nameOf(value)}`);
