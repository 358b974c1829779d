/** Changing what one said, and taking it back. */
export const revising = {
  edit: 'Edit',
  delete: 'Delete',
  field: 'Edit the message',
  hint: 'Enter saves, Shift and Enter starts a line, Esc leaves it as it is.',
  save: 'Save',
  empty: 'Nothing is left of it. To take it back, delete it.',
  deleteTitle: 'Delete this message?',
  deleteText: 'It is deleted at the customer’s, too, and cannot be brought back.',
  changing: (text: string) => `Being changed to “${text}”`,
  deleting: 'Being deleted',
  notChanged: (text: string, why: string) => `Not changed to “${text}”. ${why}`,
  notDeleted: (why: string) => `Not deleted. ${why}`,
  leave: 'Leave it as it is',
};
