/** How pressing a conversation is. */
export const priority = {
  title: 'Priority',
  every: 'Any priority',
  names: { urgent: 'Urgent', high: 'High', normal: 'Normal', low: 'Low' },
  label: (name: string) => `Priority: ${name}`,
  changed: (who: string, name: string) => `${who} set the priority to ${name}`,
};

/** What the list is divided into. */
export const groups = {
  pressing: 'Urgent and high',
  overdue: 'Overdue',
  today: 'Today',
  low: 'Low priority',
  earlier: 'Earlier',
};
