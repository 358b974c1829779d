/** An answer that others were quicker than. */
export const stopped = {
  title: (who: string) => `${who} wrote before you`,
  yours: 'Your answer was not sent',
  sendAnyway: 'Send anyway',
  change: 'Change it',
  because: (who: string) => `Not sent: ${who} wrote first.`,
  look: 'Look',
  elsewhere: (name: string) => `Not sent to ${name}: others wrote first.`,
};
