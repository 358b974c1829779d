/** English: the catalogue that defines the keys. Words for visitors: never ticket, agent or queue. */

/** What stands on the host's page before anything is fetched: as little as can be. */
export const enLauncher = {
  open: 'Open chat',
  broken: 'Try again',
};

/** The other words on the host's page. */
export const enRoom = {
  chat: 'Chat',
  close: 'Close chat',
  unread: '{count} unread',
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
  arrivedMany: '{count} new messages from {name}',
  typing: '{name} is writing',
  typingSomeone: 'Someone is writing',
  write: 'Write a message',
  writeHint: 'Enter sends, Shift and Enter starts a new line.',
  send: 'Send',
  left: '{count} characters left',
  tooLong: '{count} characters too many',
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
  offlineOne: 'No connection. 1 message will be sent when you are back.',
  offlineMany: 'No connection. {count} messages will be sent when you are back.',
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
  uploading: '{name}, {count} % uploaded',
  uploaded: '{name}, ready to send',
  cancelUpload: 'Cancel {name}',
  removeFile: 'Remove {name}',
  retryFile: 'Upload {name} again',
  fileType: '{name} is of a kind that cannot be sent here.',
  fileSize: '{name} is larger than {size}.',
  fileEmpty: '{name} is empty.',
  fileCount: 'At most {count} files fit in one message.',
  fileFailed: '{name} was not uploaded.',
  fileWait: '{name} was not uploaded. Try again in {count} s.',
  filesPending: 'The message can be sent when the files are uploaded.',
  image: 'Picture {name}',
  download: 'Download {name}, {size}',
  fileUnavailable: '{name} could not be loaded. Try again.',
  linkWarning: 'Opens {href} in a new tab',
};

export type LauncherWords = { readonly [Key in keyof typeof enLauncher]: string };
export type RoomWords = { readonly [Key in keyof typeof enRoom]: string };
export type Words = { readonly [Key in keyof typeof en]: string };
