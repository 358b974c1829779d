/** Payloads that are almost right. */
import type { AdapterRequest } from '../../../adapters/adapter.ts';
import { jsonBody } from './subject.ts';

/** `undefined` leaves the field out. */
const VALUES: readonly unknown[] = [undefined, null, 7, true, 'text', ['text'], { key: 'text' }];

/** The body once for each value in it and each other type that value could be of, or without it. */
export function withWrongTypes(body: unknown): { path: string; body: string }[] {
  return pathsIn(body).flatMap(({ path, value }) =>
    VALUES.filter((other) => kindOf(other) !== kindOf(value)).map((other) => ({
      path: path.join('.'),
      body: JSON.stringify(replaced(body, path, other)),
    })),
  );
}

/** The body with keys that reach the prototype of a careless reader's objects. */
export function withPrototypeKeys(request: AdapterRequest): string {
  const text = new TextDecoder().decode(request.body);
  if (jsonBody(request) === undefined) return `${text}&__proto__[polluted]=1&constructor=1`;
  const nasty = ['__proto__', 'constructor', 'prototype'].map(
    (key) => `"${key}":{"polluted":true,"text":"polluted","prototype":{"polluted":true}}`,
  );
  const keys = `${nasty.join(',')},`;
  // Before every first key, so that nothing of the payload itself is overwritten.
  return text.replaceAll(/\{(?=\s*")/g, (brace) => brace + keys);
}

type Step = string | number;
type Found = { path: Step[]; value: unknown };

function pathsIn(value: unknown, path: Step[] = []): Found[] {
  const here = path.length > 0 ? [{ path, value }] : [];
  if (typeof value !== 'object' || value === null) return here;
  const steps: [Step, unknown][] = isList(value) ? [...value.entries()] : Object.entries(value);
  return [...here, ...steps.flatMap(([step, item]) => pathsIn(item, [...path, step]))];
}

function replaced(value: unknown, [step, ...rest]: Step[], other: unknown): unknown {
  if (step === undefined) return other;
  if (isList(value)) {
    return value.map((item, index) => (index === step ? replaced(item, rest, other) : item));
  }
  const object = value as Record<string, unknown>;
  return { ...object, [step]: replaced(object[step], rest, other) };
}

/** `Array.isArray` without its `any`. */
function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
