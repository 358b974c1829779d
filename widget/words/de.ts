/** Deutsch. */
import type { RoomWords, Words } from './en.ts';

export const room: RoomWords = {
  silent: 'Der Chat wurde nicht geladen. Bitte prüfen Sie Ihre Verbindung.',
  retry: 'Erneut versuchen',
};

export const panel: Words = {
  chat: 'Chat',
  close: 'Chat schließen',
  online: 'Online',
  onlineIn: 'Online · antwortet meist in {time}',
  answersIn: 'Antwortet meist in {time}',
  backAt: 'Wieder da: {time} (Ihre Zeit)',
  away: 'Gerade ist niemand da',
  messages: 'Nachrichten',
  today: 'Heute',
  yesterday: 'Gestern',
  you: 'Sie',
  team: 'Team',
  greeting: 'Guten Tag. Wie können wir Ihnen helfen?',
  start:
    'Antworten bleiben hier. Schließen Sie das Fenster und kommen Sie wieder, wann Sie möchten.',
  unread: { one: '{count} ungelesen', other: '{count} ungelesen' },
  arrivedMany: {
    one: '{count} neue Nachricht von {name}',
    other: '{count} neue Nachrichten von {name}',
  },
  write: 'Nachricht schreiben',
  writeHint: 'Eingabetaste sendet, Umschalt- und Eingabetaste beginnt eine neue Zeile.',
  send: 'Senden',
  sending: 'Wird gesendet',
  sent: 'Gesendet',
  seen: 'Gelesen',
  edited: 'Bearbeitet',
  removed: 'Diese Nachricht wurde gelöscht.',
  waiting: 'Wartet auf Verbindung',
  waitingTime: 'Wird in {count} s gesendet',
  offline: 'Keine Verbindung. Sie können weiterschreiben.',
  offlineWaiting: {
    one: 'Keine Verbindung. {count} Nachricht wird gesendet, sobald Sie wieder verbunden sind.',
    other:
      'Keine Verbindung. {count} Nachrichten werden gesendet, sobald Sie wieder verbunden sind.',
  },
  back: 'Wieder verbunden.',
  loading: 'Wird geladen',
  unreachable: 'Der Chat ist gerade nicht erreichbar.',
  unreachableIn: 'Nächster Versuch in {count} s.',
  tryNow: 'Jetzt versuchen',
  more: 'Mehr',
  emoji: 'Emoji',
  attach: 'Datei anhängen',
  voice: 'Sprachnachricht aufnehmen',
  fileWaits: 'Ihre Datei kommt dazu, sobald Sie wieder verbunden sind.',
};
