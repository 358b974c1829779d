/** What visitors may find by themselves, and how many conversations they have. Comes with the page of a channel. */
export const articles = {
  title: 'Articles',
  lead: 'What your website explains already, offered in the chat before the first message and in its menu. Visitors find it by the words of its title.',
  none: 'None yet. Your visitors see nothing of this.',
  name: 'Title',
  address: 'Address',
  required: 'It needs a title.',
  addressWrong: 'The address of a page, as https://help.example.com/returns.',
  item: (number: number) => `Article ${number}`,
  remove: (title: string) => `Remove “${title}”`,
  add: 'Add an article',
  search: 'Search address',
  searchHelp:
    'The search of your help pages, {query} in place of what is typed: https://help.example.com/search?q={query}. It is opened in a new tab. Empty: only the articles above are searched.',
  searchWrong: 'An address as https://help.example.com/search?q={query}, with {query} once.',
  save: 'Save',
  saved: 'Articles saved.',
  several: 'Conversations of a visitor',
  severalLead:
    'Visitors begin a new conversation whenever they like, see those they have had, and go on with any of them. Otherwise all they say is one conversation. Turned off later, each stays in the one that is open.',
  severalOn: 'Visitors may have several conversations',
};
