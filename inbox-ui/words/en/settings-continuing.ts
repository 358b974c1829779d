/** Unread answers that follow by mail. */
export const continuing = {
  title: 'Answers by mail',
  lead: 'What a visitor has not read in the chat goes to the address they left, together in one mail. Their answer to it comes back here and into the chat.',
  none: 'Unread answers can follow visitors by mail. It takes a mailbox that sends them: connect one first.',
  when: 'Sent when unread',
  whenHelp:
    'Counted from when they were here last. At most one mail in a quarter of an hour. To an address nobody vouches for goes only what is said after it was left.',
  off: 'Never',
  after: (minutes: number) => `After ${minutes} minutes`,
  by: 'Sent by',
  saved: 'Answers by mail saved.',
};
