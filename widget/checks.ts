/** Small checks of what a website says, shared by the loader and everything behind it. */

export type Theme = 'auto' | 'light' | 'dark';

export const isTheme = (value: unknown): value is Theme =>
  value === 'auto' || value === 'light' || value === 'dark';

export const isColour = (value: unknown): value is string =>
  typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value);

/** A string of at most this length, trimmed; everything else is nothing. */
export const shortText = (value: unknown, max: number): string =>
  typeof value === 'string' && value.length <= max ? value.trim() : '';
