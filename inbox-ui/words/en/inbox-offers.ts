/** What a message offers beside its words. */
export const offers = {
  choices: 'Answers to choose from',
  add: 'Add answers to choose from',
  change: 'Change the answers',
  leaveOut: 'Leave the answers out',
  onePerLine: 'One answer a line',
  help: (max: number, length: number) =>
    `Shown as buttons under your message, at most ${max}, each of up to ${length} characters. Pressing one sends it.`,
  use: 'Add to the message',
  none: 'Write at least one answer.',
  tooMany: (max: number) => `These are too many: at most ${max}.`,
  tooLong: (answer: string, length: number) =>
    `“${answer}” is too long: up to ${length} characters.`,
  twice: (answer: string) => `“${answer}” is there twice.`,
  cards: 'Cards',
  form: 'Form',
  taken: '(chosen)',
};
