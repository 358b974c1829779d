/** Nederlands. */
import type { RoomWords, Words } from './en.ts';

export const room: RoomWords = {
  silent: 'De chat is niet geladen. Controleer uw verbinding.',
  retry: 'Opnieuw proberen',
};

export const panel: Words = {
  chat: 'Chat',
  close: 'Chat sluiten',
  online: 'Online',
  onlineIn: 'Online · antwoordt meestal binnen {time}',
  answersIn: 'Antwoordt meestal binnen {time}',
  backAt: 'Terug: {time} (uw tijd)',
  away: 'Er is nu niemand aanwezig',
  messages: 'Berichten',
  today: 'Vandaag',
  yesterday: 'Gisteren',
  you: 'U',
  team: 'Team',
  greeting: 'Hallo. Waarmee kunnen we u helpen?',
  start: 'Antwoorden blijven hier staan. Sluit dit venster en kom terug wanneer u wilt.',
  unread: { one: '{count} ongelezen', other: '{count} ongelezen' },
  arrivedMany: {
    one: '{count} nieuw bericht van {name}',
    other: '{count} nieuwe berichten van {name}',
  },
  write: 'Schrijf een bericht',
  writeHint: 'Enter verzendt, Shift en Enter begint een nieuwe regel.',
  send: 'Verzenden',
  sending: 'Wordt verzonden',
  sent: 'Verzonden',
  seen: 'Gezien',
  edited: 'Bewerkt',
  removed: 'Dit bericht is verwijderd.',
  waiting: 'Wacht op verbinding',
  waitingTime: 'Wordt over {count} s verzonden',
  offline: 'Geen verbinding. U kunt doorgaan met schrijven.',
  offlineWaiting: {
    one: 'Geen verbinding. {count} bericht wordt verzonden zodra u weer verbonden bent.',
    other: 'Geen verbinding. {count} berichten worden verzonden zodra u weer verbonden bent.',
  },
  back: 'Weer verbonden.',
  loading: 'Laden',
  unreachable: 'De chat is nu niet bereikbaar.',
  unreachableIn: 'Nieuwe poging over {count} s.',
  tryNow: 'Nu proberen',
  more: 'Meer',
  emoji: 'Emoji',
  attach: 'Bestand toevoegen',
  voice: 'Spraakbericht opnemen',
  fileWaits: 'Uw bestand wordt toegevoegd zodra er weer verbinding is.',
};
