/** Dead letters: what did not get out, and what could not be read. */
import { plural } from '../plural.ts';

export const deadLetters = {
  title: 'Dead letters',
  lead: 'What did not get out, and what came in and could not be read. Nothing of it is lost: try it again, or leave it at that.',
  empty: 'No dead letters',
  emptyText: 'Everything that was sent got out, and everything that came in could be read.',
  channel: 'Channel',
  everyChannel: 'All channels',
  states: { failed: 'Not sent', unknown: 'May have arrived', quarantined: 'Could not be read' },
  request: 'Something that came in',
  to: (name: string) => `To ${name}`,
  conversation: (number: number) => `Conversation #${number}`,
  sendAgain: 'Send again',
  readAgain: 'Read again',
  discard: 'Discard',
  about: (what: string, deed: string) => `${deed}: ${what}`,
  queued: 'It is on its way again.',
  done: 'It could be read this time.',
  stillUnread: (reason: string) => `It still cannot be read: ${reason}`,
  discarded: 'Discarded. The message stays in its conversation.',
  unknownTitle: 'Send it again?',
  unknownText:
    'Nobody knows whether the platform took this message. Look there first if you can: sent again, it may arrive twice.',
  discardTitle: 'Leave it at that?',
  discardText: 'It is no longer listed here. Messages stay in their conversations, as not sent.',
  retryAll: 'Try all again',
  retryAllHelp: 'Choose a channel first.',
  retryAllTitle: (name: string) => `Try all of ${name} again?`,
  retryAllText:
    'Everything that failed is sent again, behind what people write meanwhile. What may have arrived already is left to you.',
  retried: (count: number) =>
    plural('en', count, { one: 'One is tried again.', other: '# are tried again.' }),
  more: 'Show more',
  pausedUntil: (when: string) => `The platform fails; tried again at ${when}.`,
};
