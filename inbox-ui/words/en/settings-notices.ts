/** What one is told of while looking elsewhere. */
export const notices = {
  title: 'Notices',
  lead: 'When a customer writes while you look elsewhere.',
  about: 'About',
  choices: { free: 'Mine and unassigned', mine: 'Mine', all: 'All', none: 'Nothing' },
  sound: 'Sound',
  soundHelp: 'Two soft notes, once for what comes together.',
  desktop: 'Notices of this device',
  desktopHelp:
    'Shown by the system while no window of yours is looked at. Your browser asks first.',
  denied: 'Your browser does not allow them for this address. Its settings for this site can.',
  impossible: 'This browser shows notices only for addresses with https.',
};
