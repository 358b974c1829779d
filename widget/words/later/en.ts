/** English: the keys of what is fetched later. Words for visitors: never ticket, agent or queue. */
import type { Forms } from '../words.ts';

export const later = {
  askEmail: 'Leave your e-mail, so that you get the answer when you are away.',
  askEmailAway: 'Nobody is here just now. Leave your e-mail, and you get the answer there.',
  email: 'E-mail',
  leaveEmail: 'Save',
  emailWrong: 'This is no e-mail address.',
  emailFailed: 'It could not be saved. Try again.',
  emailLeft: 'If you are away when we answer, it goes to {email}.',
  left: { one: '{count} character left', other: '{count} characters left' },
  tooLong: { one: '{count} character too many', other: '{count} characters too many' },
  failed: 'Not sent',
  retry: 'Try again',
  discard: 'Remove',
  reasonRefused: 'This message was not accepted: {detail}',
  reasonServer: 'The other side could not take it just now.',
  reasonLong: 'This message is too long.',
  reasonBlocked: 'New messages are no longer taken here.',
  reasonVerified: 'Sign in first to write here.',
  verifiedTitle: 'Sign in to write to us',
  verifiedText:
    'This chat is for people who are signed in on this website. Sign in there, then open the chat again.',
  identityFailed:
    'The website could not confirm who you are, so you are writing as a guest. Load the page again to try once more.',
  identityFailedOnly:
    'The website could not confirm who you are. Load the page again, or sign in again, to write to us.',
  end: 'End chat',
  endAsk: 'End this chat? You can write again at any time.',
  endNo: 'Keep it open',
  endFailed: 'The chat could not be ended. Try again.',
  ended: 'This chat has ended. Write to go on.',
  rateAsk: 'How was it?',
  rate1: 'Very bad',
  rate2: 'Bad',
  rate3: 'Neither good nor bad',
  rate4: 'Good',
  rate5: 'Very good',
  rateComment: 'Anything to add? (optional)',
  rateSend: 'Send rating',
  rateFailed: 'This was not saved. Try again.',
  rateThanks: 'Thank you for telling us.',
  intakeLead: 'Before we start',
  name: 'Name',
  phone: 'Phone',
  optional: '{label} (optional)',
  fieldNeeded: 'This is needed.',
  startChat: 'Start chat',
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
  image: 'Picture {name}',
  download: 'Download {name}, {size}',
  fileUnavailable: '{name} could not be loaded. Try again.',
  linkWarning: 'Opens {href} in a new tab',
};

/** The same keys in every language. */
export type LaterWords = {
  readonly [Key in keyof typeof later]: (typeof later)[Key] extends string ? string : Forms;
};
