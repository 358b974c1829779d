/** Two conversations become one. */
export const merging = {
  title: 'Merge conversations',
  which: (name: string) => `Which other conversation of ${name} is about the same?`,
  find: 'Find by subject, words or number',
  none: (name: string) => `${name} has no other conversation that could be merged.`,
  noMatch: 'None of them matches.',
  lead: (other: number, kept: number) => `#${other} becomes part of #${kept}:`,
  what: {
    said: (kept: number) => `What was said in both stands in #${kept}, in the order of time.`,
    lines: (kept: number) => `Whatever the customer writes next arrives in #${kept}.`,
    tags: 'Tags and drafts come along; whoever waits keeps their place.',
    link: (other: number, kept: number) => `The address of #${other} leads to #${kept}.`,
    back: 'You can take them apart at any time, also later. What is said until then stays here.',
  },
  swap: (other: number, kept: number) => `Merge #${kept} into #${other} instead`,
  confirm: 'Merge',
  twoOnly: 'Select two conversations of one person to merge them.',
  notTheSame:
    'These two are of different people. If it is one person, merge the contacts first, on the contact’s page.',
  done: (other: number, kept: number) => `#${other} is part of #${kept} now`,
  undone: (other: number) => `#${other} is a conversation of its own again`,
  takeApart: 'Take apart',
  ledHere: (other: number) => `#${other} was merged into this conversation`,
  did: {
    merged: {
      from: (who: string, number: number) => `${who} merged #${number} into this conversation`,
      into: (who: string, number: number) => `${who} merged it into #${number}`,
    },
    unmerged: {
      from: (who: string, number: number) => `${who} took #${number} out again`,
      into: (who: string, number: number) => `${who} took it out of #${number} again`,
    },
  },
};
