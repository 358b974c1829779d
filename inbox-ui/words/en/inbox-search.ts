/** Looking for what was said. */
import { plural } from '../plural.ts';

const count = (value: number, one: string, other: string) => plural('en', value, { one, other });

export const search = {
  title: 'Search',
  label: 'Search conversations',
  placeholder: 'Words, a name, or a number',
  none: (query: string) => `Nothing found for “${query}”`,
  noneText: 'Fewer or shorter words find more. A number finds the conversation itself.',
  looser: (query: string) => `Search for “${query}” instead`,
  begin: 'Search what was said',
  beginText: 'Messages, names and conversation numbers, in every view and status.',
  found: (n: number, more: boolean) => count(n, '# result', `#${more ? ' newest' : ''} results`),
  more: 'Show older results',
  channel: 'Channel',
  everyChannel: 'All channels',
  tag: 'Tag',
  everyTag: 'Every tag',
  when: 'Time',
  spans: { all: 'Any time', week: 'Last 7 days', month: 'Last month', year: 'Last year' },
  incomplete: 'Older messages are still being prepared for search: some results may be missing.',
  failed: 'The search did not work.',
  tooLong: 'The search took too long',
  tooLongText: 'Add a rarer word, or choose a shorter time.',
  close: 'Close search',
  understood: 'How this is read',
  operators: 'Narrow it down while you type:',
  examples: [
    'from:ana',
    'in:website',
    'tag:refund',
    'after:2026-10',
    'before:yesterday',
    'is:note',
    'is:urgent',
  ],
  said: {
    from: (person: string) => `With ${person}`,
    in: (channel: string) => `On ${channel}`,
    tag: (tag: string) => `Tagged ${tag}`,
    is: (direction: string) => `Only: ${direction}`,
    after: (day: string) => `Since ${day}`,
    before: (day: string) => `Before ${day}`,
  },
  unknown: {
    from: (value: string) => `“${value}” is no name. It was left out.`,
    in: (value: string) => `No single channel is called “${value}”. It was left out.`,
    tag: (value: string) => `No single tag is called “${value}”. It was left out.`,
    is: (value: string) => `“${value}” is not in, out, note, urgent, high or low. It was left out.`,
    after: (value: string) => `“${value}” is no day. Write 2026-10-31, 2026-10, yesterday or 7d.`,
    before: (value: string) => `“${value}” is no day. Write 2026-10-31, 2026-10, yesterday or 7d.`,
  },
  // What else the operators are called; the same for what they can say. Lower case, parted by blanks.
  also: {
    from: 'with',
    in: 'channel',
    tag: 'tagged',
    after: 'since',
    before: 'until',
    is: 'only',
  },
  priorities: { urgent: 'urgent', high: 'high', low: 'low' },
  directions: { in: 'received', out: 'sent', note: 'notes' },
  // From today backwards.
  days: 'today yesterday',
};
