/** Notices in the worker, which speaks without the rest of the catalogue. */
export const push = {
  said: 'New message',
  saidText: 'A customer wrote to you.',
  called: (name: string) => `${name} mentions you`,
  calledQuiet: 'A colleague mentions you',
  calledText: 'In a note.',
  test: 'Notices reach this device',
  testText: 'This is how they look, also when Interline is closed.',
};
