/** Values that fit a JSON schema. */

export type Schema = {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  anyOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
};

const NOWHERE = '0190a0a0-0000-7000-8000-000000000000';
/** What a browser tells of itself (RFC 8291 §5). */
export const BROWSER_KEYS = {
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
};
const TEXTS = [
  ...['sample-key-1234567', 'someone@example.com', NOWHERE, '2099-01-01T00:00:00Z', '7'],
  ...Object.values(BROWSER_KEYS),
  '/a/page',
];

/** The smallest value that fits: of an object, the required fields. */
export function sample(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return sample(schema.anyOf[0] ?? {});
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map(sample));
  return (BY_TYPE[schema.type ?? 'string'] ?? sampleText)(schema);
}

const BY_TYPE: Record<string, (schema: Schema) => unknown> = {
  object: sampleObject,
  array: ({ minItems = 0, items = {} }) => Array.from({ length: minItems }, () => sample(items)),
  integer: ({ minimum = 0 }) => minimum,
  number: ({ minimum = 0 }) => minimum,
  boolean: () => true,
  null: () => null,
};

function sampleObject({ properties = {}, required = [] }: Schema): object {
  return Object.fromEntries(required.map((name) => [name, sample(properties[name] ?? {})]));
}

function sampleText({ format, pattern, minLength = 0, maxLength = 1_000 }: Schema): string {
  if (format === 'uuid') return NOWHERE;
  if (format === 'date-time') return '2099-01-01T00:00:00Z';
  const fitting = TEXTS.find((text) => {
    const isLongEnough = text.length >= minLength && text.length <= maxLength;
    return isLongEnough && (!pattern || new RegExp(pattern, 'u').test(text));
  });
  if (fitting === undefined) throw new Error(`no sample fits ${pattern ?? ''}`);
  return fitting;
}
