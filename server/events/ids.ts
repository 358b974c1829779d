/** Ids of everything that is stored: UUID version 7 (RFC 9562), so that new rows land together in the indexes. */
import { v7 } from 'uuid';

export const newId = (): string => v7();

/** Before every id that was made at this moment or later, in ms since 1970: ids begin with the time. */
export function idAt(ms: number): string {
  const digits = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0').slice(-12);
  return `${digits.slice(0, 8)}-${digits.slice(8)}-0000-0000-000000000000`;
}

/** When an id was made, in ms since 1970. */
export const momentOf = (id: string): number =>
  Number.parseInt(id.replace('-', '').slice(0, 12), 16);
