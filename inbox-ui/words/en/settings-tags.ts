/** Tags, looked after. */
export const tags = {
  title: 'Tags',
  lead: 'Words to find conversations by. T puts one on; anybody may coin one.',
  create: 'New tag',
  empty: 'No tag yet',
  emptyText: 'Tag what you want to find and count: refunds, returns, praise.',
  open: (count: number) => (count === 1 ? '1 open' : `${count} open`),
  rename: 'Rename',
  renameTitle: 'Rename tag',
  name: 'Name',
  taken: 'There is a tag of this name already.',
  save: 'Save',
  saved: 'Tag saved.',
  remove: 'Remove',
  removeTitle: (name: string) => `Remove the tag “${name}”?`,
  removeText: 'It is offered no longer. Conversations that have it keep it.',
  removed: 'Tag removed.',
};
