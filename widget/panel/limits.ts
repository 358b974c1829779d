/** What files the channel takes. */
import type { VisitorConfig } from '../../server/wire/visitor.ts';

export type Limits = NonNullable<VisitorConfig['attachments']>;

/** Entries may name a type, a whole family, or everything. */
export function isAllowedType(type: string, allowed: readonly string[]): boolean {
  const [bare = ''] = type.toLowerCase().split(';');
  const family = `${bare.split('/')[0]}/*`;
  return allowed.some((entry) => entry === bare || entry === family || entry === '*/*');
}
