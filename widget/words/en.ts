/** English: the catalogue that defines the keys. Words for visitors: never ticket, agent or queue. */
import type { Forms } from './words.ts';

/** What stands on the website's page when the panel does not come. */
export const room = {
  silent: 'The chat did not load. Check your connection.',
  retry: 'Try again',
};

/** The panel's words. */
export const en = {
  chat: 'Chat',
  close: 'Close chat',
  online: 'Online',
  onlineIn: 'Online · usually answers in {time}',
  answersIn: 'Usually answers in {time}',
  backAt: 'Back {time}, your time',
  away: 'Nobody is here just now',
  messages: 'Messages',
  today: 'Today',
  yesterday: 'Yesterday',
  you: 'You',
  team: 'Team',
  greeting: 'Hello. How can we help?',
  start: 'Answers stay here. Close this window and come back whenever you like.',
  unread: { one: '{count} unread', other: '{count} unread' },
  arrivedMany: {
    one: '{count} new message from {name}',
    other: '{count} new messages from {name}',
  },
  write: 'Write a message',
  writeHint: 'Enter sends, Shift and Enter starts a new line.',
  send: 'Send',
  sending: 'Sending',
  sent: 'Sent',
  seen: 'Seen',
  edited: 'Edited',
  removed: 'This message was removed.',
  waiting: 'Waiting for connection',
  waitingTime: 'Will be sent in {count} s',
  offline: 'No connection. You can keep writing.',
  offlineWaiting: {
    one: 'No connection. {count} message will be sent when you are back.',
    other: 'No connection. {count} messages will be sent when you are back.',
  },
  back: 'Connected again.',
  loading: 'Loading',
  unreachable: 'The chat cannot be reached just now.',
  unreachableIn: 'Trying again in {count} s.',
  tryNow: 'Try now',
  more: 'More',
  emoji: 'Emoji',
  attach: 'Attach a file',
  voice: 'Record a voice message',
  fileWaits: 'Your file will be added when you are back.',
};

export { en as panel };

/** The same keys in every language. */
export type RoomWords = { readonly [Key in keyof typeof room]: string };
export type Words = {
  readonly [Key in keyof typeof en]: (typeof en)[Key] extends string ? string : Forms;
};
