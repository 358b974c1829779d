/** Macros: several things in one go. */
export const macros = {
  preview: 'What it does',
  run: (name: string) => `Macro: ${name}`,
  edit: 'Make or change macros',
  noneOn: (key: string) => `There is no macro on ${key} yet.`,
  tooMany: (most: number) => `A macro runs on ${most} at most: select fewer.`,
  noMoment: (typed: string) => `“${typed}” is no moment to come.`,
  ran: (name: string) => `Done: ${name}.`,
  ranOn: (name: string, n: number) => `Done on ${n}: ${name}.`,
  stays: 'The answer has gone, and stays.',
  failed: (why: string) => `Nothing of it was done. ${why}`,
  unseen: (who: string) =>
    `Nothing of it was done: ${who} wrote meanwhile. Read it, then run it again.`,
  goesAtOnce: 'The answer goes at once and cannot be taken back.',
  steps: {
    reply: 'Send the answer',
    draft: 'Write into the answer',
    note: 'Leave the note',
    assign: (name: string) => `Assign to ${name}`,
    toMe: 'Assign to me',
    toNobody: 'Assign to nobody',
    tag: (name: string) => `Put on the tag ${name}`,
    untag: (name: string) => `Take off the tag ${name}`,
    priority: (name: string) => `Set the priority to ${name}`,
    status: { done: 'Mark done', open: 'Reopen' },
    snooze: (until: string) => `Snooze until ${until}`,
  },
};
