/** Who is on the website now. */
import { plural } from '../plural.ts';

export const visitors = {
  title: 'Visitors',
  lead: 'Who is on your website now, as their browsers tell it. Whoever leaves is gone from here after a minute or two; nothing is stored.',
  here: (count: number) =>
    plural('en', count, { one: '# visitor on your website', other: '# visitors on your website' }),
  shown: (count: number) => `the latest ${count} are shown`,
  nobody: 'Nobody is on your website right now',
  nobodyText:
    'Visitors appear here within seconds, if their page has the line “widget/trail.js” of the snippet and they have not asked websites to leave them alone.',
  off: 'No channel shows on which page visitors are',
  offText:
    'An admin turns it on in the settings of a website channel: “Show on which page visitors are”. It is off until then.',
  toChannels: 'Channels',
  visitor: 'Visitor',
  talking: 'in a conversation',
  gone: 'has left',
  from: (site: string) => `came from ${site}`,
  pages: (count: number) => plural('en', count, { one: '# page', other: '# pages' }),
  onPage: (time: string) => `${time} on this page`,
  inAll: (time: string) => `${time} in all`,
  brief: 'under 1 min',
  beside: {
    title: 'On your website',
    looking: 'Looking at',
    away: 'Not on the website now.',
    before: 'Before that',
    more: (count: number) => `Show ${count} more`,
    open: (path: string) => `Open ${path} in a new tab`,
  },
};
