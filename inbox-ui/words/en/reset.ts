/** A lost password. Loaded with its page: nobody else needs it. */
export const reset = {
  title: 'New password',
  lead: 'You get a link by mail, with which you choose a new one.',
  ask: 'Send me a link',
  sentTitle: 'Look into your mail',
  sentText: (email: string) =>
    `If ${email} has an account here, a link is on its way. It works once, for an hour.`,
  noMail:
    'This installation sends no mails. Ask an admin to remove you and invite you again: your history stays.',
  throttled: (wait: string) => `That was asked too often. Try again in ${wait}.`,
  deadTitle: 'This link no longer works',
  deadText: 'It was used, or is older than an hour. You can have another one sent.',
  chooseTitle: 'Choose a new password',
  choose: 'Save and log in',
  ends: 'All your log-ins and tokens of before end with it.',
};
