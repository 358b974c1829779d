/** What agents know of a person, for each other. */
export const people = {
  notes: 'Notes',
  notesLead: 'What colleagues should know. Nobody outside ever sees it.',
  noteAbout: (name: string) => `What should colleagues know about ${name}?`,
  noteEdit: 'Edit note',
  noteDelete: 'Delete note',
  noteDeleted: 'Note deleted',
  noteMenu: 'More about this note',
  noteEdited: 'edited',
  noteEmpty: 'Write something first.',
  failed: (why: string) => `Not saved. ${why}`,
  likely: 'Probably the same person',
  because: {
    address: (address: string) => `Also goes by ${address}`,
    name: (domain: string) => `Same name, and mail at ${domain}`,
  },
  merge: 'Merge…',
  apart: 'Not the same',
  areTwo: (one: string, other: string) => `${one} and ${other} are two people`,
};
