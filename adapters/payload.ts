/** Untrusted payloads: `unknown` until a schema has seen them. */
import type { AdapterRequest } from './adapter.ts';
import { MalformedRequestError } from './errors.ts';

/** A compiled schema: what `Compile(Type.Object(…))` of `typebox/compile` answers. */
export type Shape<T> = {
  Check(value: unknown): value is T;
  Errors(value: unknown): { instancePath: string; message: string }[];
};

/**
 * The request's body as JSON of the given shape. Fields the shape does not name stay untouched and
 * unused.
 * @throws MalformedRequestError when it is not UTF-8, not JSON, or of another shape.
 */
export function readJson<T>(request: AdapterRequest, shape: Shape<T>): T {
  return checked(parsed(request.body), shape, 'the body');
}

/**
 * `value` if it has the shape; `what` names it in the complaint, which never quotes the value.
 * @throws MalformedRequestError otherwise.
 */
export function checked<T>(value: unknown, shape: Shape<T>, what: string): T {
  if (shape.Check(value)) return value;
  const [first] = shape.Errors(value);
  throw new MalformedRequestError(`${what}${first?.instancePath ?? ''} ${first?.message ?? ''}`);
}

/**
 * `value` without those of the fields named in `shapes` that have another form: what we do not
 * understand costs that part, and not all that was said.
 */
export function understood(
  value: object,
  shapes: Readonly<Record<string, Shape<unknown>>>,
): object {
  const fields: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(
    fields.filter(([name, field]) => !Object.hasOwn(shapes, name) || shapes[name]?.Check(field)),
  );
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new MalformedRequestError('the body must be JSON in UTF-8');
  }
}
