/**
 * How far each folder has been read. A UID means something only within its UIDVALIDITY (RFC 9051,
 * section 2.3.1.1); sequence numbers are never kept.
 */
import Type from 'typebox';
import { Compile } from 'typebox/compile';

const Position = Type.Object({
  uidValidity: Type.String(),
  /** All mails up to here are taken, or not ours. */
  lastUid: Type.Integer({ minimum: 0 }),
  /** The last UID that was there when this UIDVALIDITY was first seen. */
  stock: Type.Integer({ minimum: 0 }),
  /** Mail that arrived before is not ours (ISO 8601). */
  since: Type.String(),
});
export type Position = Type.Static<typeof Position>;

const Positions = Compile(Type.Record(Type.String(), Position));

export class Bookmark {
  readonly #positions: Map<string, Position>;

  private constructor(positions: Record<string, Position>) {
    this.#positions = new Map(Object.entries(positions));
  }

  /** What cannot be read begins anew. */
  static read(text: string): Bookmark {
    return new Bookmark(positionsIn(text));
  }

  /** A folder that was never read begins with the mails since then. */
  begin(folder: string, since: Date): void {
    if (this.#positions.has(folder)) return;
    this.#positions.set(folder, {
      uidValidity: '',
      lastUid: 0,
      stock: 0,
      since: since.toISOString(),
    });
  }

  /** @throws when the folder was never begun */
  at(folder: string): Position {
    const position = this.#positions.get(folder);
    if (!position) throw new Error('the folder has no position');
    return position;
  }

  move(folder: string, change: Partial<Position>): void {
    this.#positions.set(folder, { ...this.at(folder), ...change });
  }

  /** The bookmark as it will be once a folder is read up to `lastUid`. */
  textAfter(folder: string, lastUid: number): string {
    const after = new Map(this.#positions).set(folder, { ...this.at(folder), lastUid });
    return JSON.stringify(Object.fromEntries(after));
  }

  get text(): string {
    return JSON.stringify(Object.fromEntries(this.#positions));
  }
}

function positionsIn(text: string): Record<string, Position> {
  try {
    const read: unknown = JSON.parse(text);
    return Positions.Check(read) ? read : {};
  } catch {
    return {};
  }
}
