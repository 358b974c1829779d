/** People who write to us. */
import { plural } from '../plural.ts';

export const contacts = {
  title: 'Contacts',
  lead: 'Everyone who has written to you, whatever channel it was on.',
  search: 'Find by name or e-mail',
  empty: 'Nobody has written yet',
  emptyText: 'Contacts appear here with their first message.',
  noMatch: (query: string) => `Nobody matches “${query}”`,
  noMatchText: 'Try a part of the name, or the address.',
  clearSearch: 'Clear the search',
  found: (count: number) => plural('en', count, { one: '# contact', other: '# contacts' }),
  more: (count: number) =>
    plural('en', count, { one: '# contact so far', other: '# contacts so far' }),
  since: (when: string) => `Since ${when}`,
  rename: 'Rename',
  renameTitle: 'Rename this contact',
  name: 'Name',
  back: 'All contacts',
  identities: 'Addresses',
  identitiesLead: 'How we know this person. Verified: proven by the channel or by your website.',
  claimedEmail: 'E-mail as typed by the person',
  line: 'The line',
  lineLead: 'Every conversation, newest first.',
  noConversations: 'No conversations yet.',
  assignedTo: (name: string) => `with ${name}`,
  unassigned: 'unassigned',
  statuses: { open: 'Open', snoozed: 'Snoozed', done: 'Done' },
  untitled: 'No subject',
};
