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
  older: 'Show earlier messages',
  olderLoading: 'Loading earlier messages',
  newMessages: 'New messages',
  unread: { one: '{count} unread', other: '{count} unread' },
  arrivedMany: {
    one: '{count} new message from {name}',
    other: '{count} new messages from {name}',
  },
  askEmail: 'Leave your e-mail, so that you get the answer when you are away.',
  askEmailAway: 'Nobody is here just now. Leave your e-mail, and you get the answer there.',
  email: 'E-mail',
  leaveEmail: 'Save',
  emailWrong: 'This is no e-mail address.',
  emailFailed: 'It could not be saved. Try again.',
  emailLeft: 'If you are away when we answer, it goes to {email}.',
  typing: '{name} is writing',
  typingSomeone: 'Someone is writing',
  write: 'Write a message',
  writeHint: 'Enter sends, Shift and Enter starts a new line.',
  send: 'Send',
  left: { one: '{count} character left', other: '{count} characters left' },
  tooLong: { one: '{count} character too many', other: '{count} characters too many' },
  sending: 'Sending',
  sent: 'Sent',
  seen: 'Seen',
  edited: 'Edited',
  removed: 'This message was removed.',
  waiting: 'Waiting for connection',
  waitingTime: 'Will be sent in {count} s',
  failed: 'Not sent',
  retry: 'Try again',
  discard: 'Remove',
  reasonRefused: 'This message was not accepted: {detail}',
  reasonServer: 'The other side could not take it just now.',
  reasonLong: 'This message is too long.',
  reasonBlocked: 'New messages are no longer taken here.',
  reasonVerified: 'Sign in first to write here.',
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
  verifiedTitle: 'Sign in to write to us',
  verifiedText:
    'This chat is for people who are signed in on this website. Sign in there, then open the chat again.',
  identityFailed:
    'The website could not confirm who you are, so you are writing as a guest. Load the page again to try once more.',
  identityFailedOnly:
    'The website could not confirm who you are. Load the page again, or sign in again, to write to us.',
  attach: 'Attach a file',
  dropHere: 'Drop files here to attach them',
  files: 'Files to send',
  uploading: '{name}, {count} % uploaded',
  uploaded: '{name}, ready to send',
  cancelUpload: 'Cancel {name}',
  removeFile: 'Remove {name}',
  retryFile: 'Upload {name} again',
  fileType: '{name} is of a kind that cannot be sent here.',
  fileSize: '{name} is larger than {size}.',
  fileEmpty: '{name} is empty.',
  fileCount: {
    one: 'At most {count} file fits in one message.',
    other: 'At most {count} files fit in one message.',
  },
  fileFailed: '{name} was not uploaded.',
  fileWait: '{name} was not uploaded. Try again in {count} s.',
  filesPending: 'The message can be sent when the files are uploaded.',
  image: 'Picture {name}',
  download: 'Download {name}, {size}',
  fileUnavailable: '{name} could not be loaded. Try again.',
  linkWarning: 'Opens {href} in a new tab',
};

export { en as panel };

/** The same keys in every language. */
export type RoomWords = { readonly [Key in keyof typeof room]: string };
export type Words = {
  readonly [Key in keyof typeof en]: (typeof en)[Key] extends string ? string : Forms;
};
