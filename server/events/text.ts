/** Text at the boundary: Postgres cannot hold NUL, and lone surrogates are not Unicode. Everything else stays as written. */
export const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed();
