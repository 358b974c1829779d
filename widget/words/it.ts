/** Italiano. */
import type { RoomWords, Words } from './en.ts';

export const room: RoomWords = {
  silent: 'Impossibile caricare la chat. Controlli la connessione.',
  retry: 'Riprova',
};

export const panel: Words = {
  chat: 'Chat',
  close: 'Chiudi la chat',
  online: 'Online',
  onlineIn: 'Online · di solito risponde in {time}',
  answersIn: 'Di solito risponde in {time}',
  backAt: 'Di nuovo qui: {time} (ora locale)',
  away: 'Al momento non c’è nessuno',
  messages: 'Messaggi',
  today: 'Oggi',
  yesterday: 'Ieri',
  you: 'Lei',
  team: 'Assistenza',
  greeting: 'Buongiorno. Come possiamo aiutarla?',
  start: 'Le risposte restano qui. Chiuda la finestra e torni quando vuole.',
  unread: { one: '{count} non letto', other: '{count} non letti' },
  arrivedMany: {
    one: '{count} nuovo messaggio da {name}',
    other: '{count} nuovi messaggi da {name}',
  },
  write: 'Scriva un messaggio',
  writeHint: 'Invio manda il messaggio, Maiusc e Invio va a capo.',
  send: 'Invia',
  sending: 'Invio in corso',
  sent: 'Inviato',
  seen: 'Letto',
  edited: 'Modificato',
  removed: 'Questo messaggio è stato eliminato.',
  waiting: 'In attesa di connessione',
  waitingTime: 'Verrà inviato tra {count} s',
  offline: 'Nessuna connessione. Può continuare a scrivere.',
  offlineWaiting: {
    one: 'Nessuna connessione. {count} messaggio verrà inviato al ripristino.',
    other: 'Nessuna connessione. {count} messaggi verranno inviati al ripristino.',
  },
  back: 'Di nuovo in linea.',
  loading: 'Caricamento',
  unreachable: 'Al momento la chat non è raggiungibile.',
  unreachableIn: 'Nuovo tentativo tra {count} s.',
  tryNow: 'Riprova ora',
  more: 'Altro',
  emoji: 'Emoji',
  attach: 'Allega un file',
  voice: 'Registra un messaggio vocale',
  fileWaits: 'Il file sarà aggiunto al ritorno della connessione.',
};
