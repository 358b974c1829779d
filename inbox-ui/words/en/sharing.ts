/** Where something goes that another app has shared. Loaded with its page: nobody else needs it. */
export const sharing = {
  title: 'Send to…',
  what: 'What is shared',
  find: 'Find an open conversation',
  recent: 'Latest open conversations',
  found: 'What was found',
  none: 'No conversation is open',
  notFound: (q: string) => `No open conversation has “${q}”`,
  discard: 'Throw away',
  offline:
    'There is no connection. The files wait here until it is back; then choose where they go.',
  nothing: 'There is nothing to send',
  nothingText: 'Share text, a link or files from another app, and choose Interline there.',
  toInbox: 'To the inbox',
};
