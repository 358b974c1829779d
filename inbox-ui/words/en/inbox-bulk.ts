/** What is said of several conversations at once. */
import { plural } from '../plural.ts';

const count = (value: number, one: string, other: string) => plural('en', value, { one, other });

export const bulk = {
  tools: 'For all that are selected',
  select: 'Select',
  deeds: (name: string) => `Done or snooze: ${name}`,
  selected: (n: number) => count(n, '# selected', '# selected'),
  done: (n: number) => count(n, '# marked done', '# marked done'),
  open: (n: number) => count(n, '# reopened', '# reopened'),
  spam: (n: number) => count(n, '# marked as spam', '# marked as spam'),
  snoozed: (n: number, time: string) => `${count(n, '# snoozed', '# snoozed')} until ${time}`,
  assigned: (n: number, name: string) => `${count(n, '# assigned', '# assigned')} to ${name}`,
  assignedMe: (n: number) => count(n, '# is yours', '# are yours'),
  unassigned: (n: number) => count(n, '# unassigned', '# unassigned'),
  failed: (n: number, all: number, why: string) => `${n} of ${all} could not be changed. ${why}`,
  prioritised: (n: number, name: string) => `${n} set to priority ${name}`,
  tagged: (n: number, name: string) => `${n} tagged ${name}`,
  untagged: (n: number, name: string) => `Tag ${name} taken off ${n}`,
  movedOn: 'All of these are already done.',
};
