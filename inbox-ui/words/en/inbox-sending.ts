/** What a channel allows: by which way, how long, how often, and what besides free text. */
import { plural } from '../plural.ts';

export const sending = {
  way: 'Answer by',
  closesIn: (time: string, templates: boolean) =>
    templates ? `Closes in ${time}, then templates only` : `Closes in ${time}`,
  over: (templates: boolean): string =>
    templates
      ? 'The time to answer freely is over: only templates can be sent until they write again.'
      : 'The time to answer is over: nothing can be sent until they write again.',
  spent: (templates: boolean): string =>
    templates
      ? 'All answers to their last message were given: only templates can be sent until they write again.'
      : 'All answers to their last message were given: nothing can be sent until they write again.',
  answersLeft: (n: number) => plural('en', n, { one: '# answer left', other: '# answers left' }),
  blocked: (who: string, reason: string) =>
    `${who} does not want to be written to here: ${reason} Notes still work.`,
  segments: (n: number) => plural('en', n, { one: '# segment', other: '# segments' }),
  segmentsLong: (n: number, left: number) =>
    `${plural('en', n, { one: '# segment', other: '# segments' })}, ${plural('en', left, { one: '# character', other: '# characters' })} left in it`,
  wide: 'A character in it makes the segments shorter.',
  bytesLeft: (n: number) => plural('en', n, { one: '# byte left', other: '# bytes left' }),
  bytesOver: (n: number) => plural('en', n, { one: '# byte too many', other: '# bytes too many' }),
  templates: 'Templates',
  templateTitle: 'Send a template',
  noTemplates: 'The platform lists no templates for this channel.',
  listedAt: (when: string) => `Listed ${when}`,
  listAgain: 'Ask the platform again',
  states: {
    pending: 'Not approved yet',
    rejected: 'Not approved',
    unsupported: 'Cannot be sent from here',
  },
  place: (n: number) => `Value ${n}`,
  sentAs: (name: string) => `Template ${name}`,
  quote: 'Answer this message',
  noQuote: 'Do not quote it',
  preview: 'What they will read',
};
