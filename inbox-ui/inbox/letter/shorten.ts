/** What is longer than this is folded: a line of messages is for reading across, not for scrolling past one. */
const MOST_LINES = 40;
const SHOWN_LINES = 24;
const MOST_CHARACTERS = 6_000;
const SHOWN_CHARACTERS = 3_000;

/** The beginning of a long text and how many lines it has; null when it is not long. */
export function shorten(text: string): { beginning: string; lines: number } | null {
  const lines = text.split('\n');
  if (lines.length <= MOST_LINES && text.length <= MOST_CHARACTERS) return null;
  const some = lines.length > MOST_LINES ? lines.slice(0, SHOWN_LINES).join('\n') : text;
  if (some.length <= SHOWN_CHARACTERS) return { beginning: some.trimEnd(), lines: lines.length };
  const end = some.lastIndexOf(' ', SHOWN_CHARACTERS);
  const beginning = some.slice(0, end > SHOWN_CHARACTERS / 2 ? end : SHOWN_CHARACTERS);
  return { beginning: `${beginning.trimEnd()}…`, lines: lines.length };
}
