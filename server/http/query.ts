/** Query strings: everything arrives as text, is checked by pattern, and becomes numbers and cursors here. */
import Type from 'typebox';
import { Refusal } from '../wire/problems.ts';

export const Limit = Type.Optional(
  Type.String({ pattern: '^[0-9]{1,4}$', description: 'How many at most; 200 is the largest.' }),
);
export const SeqQuery = Type.Optional(Type.String({ pattern: '^[0-9]{1,16}$' }));
export const CursorQuery = Type.Optional(Type.String({ maxLength: 200 }));

export const IdParams = Type.Object({ id: Type.String({ format: 'uuid' }) });
export const ConversationParams = Type.Object({
  id: Type.String({
    pattern: '^([0-9]{1,9}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$',
    description: 'Id or number.',
  }),
});

const LARGEST_PAGE = 200;

export function limitOf(value: string | undefined, usual = 50): number {
  return value === undefined ? usual : Math.max(1, Math.min(LARGEST_PAGE, Number(value)));
}

export function seqOf(value: string | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

/** An id inside a cursor: whatever else has 36 letters, the database would fail over. */
export const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);

/** Cursors are opaque to callers: base64url of JSON. */
export function encodeCursor(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** @param check tells whether the decoded value has the right shape @throws Refusal invalid */
export function decodeCursor<Value>(
  cursor: string | undefined,
  check: (value: unknown) => value is Value,
): Value | undefined {
  if (cursor === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (check(value)) return value;
  } catch {
    // Falls through: whatever it was, it is not a cursor of ours.
  }
  throw new Refusal('invalid', 'querystring.cursor: not a cursor of this list.');
}
