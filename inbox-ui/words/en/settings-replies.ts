/** Saved replies. */
import { plural } from '../plural.ts';

export const savedReplies = {
  title: 'Saved replies',
  lead: 'Texts you write again and again. Type / in an answer, then a part of the name.',
  create: 'Save a reply',
  empty: 'No saved reply yet',
  emptyText: 'Save what you write often: opening hours, a return address, a friendly no.',
  shared: 'Everybody',
  edit: 'Edit',
  editTitle: 'Edit saved reply',
  name: 'Name',
  text: 'Text',
  blanks:
    'Filled in when it is used; what follows a bar, as in {{contact.first|there}}, stands in for what is not known:',
  attach: 'Attach files',
  files: (n: number) => plural('en', n, { one: '# file', other: '# files' }),
  whose: 'Who uses it',
  mine: 'Only me',
  everybody: 'Everybody',
  taken: 'There is one of this name already.',
  save: 'Save',
  saved: 'Reply saved.',
  remove: 'Remove',
  removeTitle: (name: string) => `Remove “${name}”?`,
  removeShared: 'Nobody can use it any more. What was written with it stays.',
  removeOwn: 'What was written with it stays.',
  removed: 'Saved reply removed.',
};
