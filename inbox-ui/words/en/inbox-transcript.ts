/** A conversation written out, to be printed. */
export const transcript = {
  title: (name: string, number: number) => `Conversation with ${name}, #${number}`,
  back: 'Back to the conversation',
  print: 'Print',
  internal: 'With notes',
  internalHelp: 'Notes, and talk with others beside the customer. The customer never saw them.',
  customer: 'Customer',
  channel: 'Channel',
  subject: 'Subject',
  span: 'Time',
  from: (begin: string, end: string) => `${begin} to ${end}`,
  note: 'Note',
  side: 'Beside the conversation',
  file: (name: string, size: string) => `File: ${name} (${size})`,
  printed: (when: string, who: string) => `Written out on ${when} by ${who}`,
  nothing: 'Nothing has been said that the customer could see.',
};
